"""Who opens rounds, and for which units a user reports."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from rosters.accounts.models import RoleGrant
from rosters.reporting.models import Collection
from rosters.roles.access import has_county_role, has_role
from rosters.roles.rules import Role
from rosters.units.access import units_for
from rosters.units.models import Unit


def reporting_units(user: Any) -> QuerySet[Unit]:
    """The units a liaison speaks for, with those below them; all of them for the county's officers.

    PermissionDenied for everybody else.
    """
    if has_county_role(user, Role.OFFICER):
        return Unit.objects.all()
    if not has_role(user, Role.LIAISON):
        raise PermissionDenied
    return units_for(user, Role.LIAISON)


def get_round_for(user: Any, collection_id: int) -> Collection:
    """A round whose county-wide page the user may see; PermissionDenied unless an officer."""
    if not has_county_role(user, Role.OFFICER):
        raise PermissionDenied
    return get_object_or_404(Collection.objects.select_related("opened_by"), pk=collection_id)


def get_report_for(user: Any, collection_id: int, unit_id: int) -> tuple[Collection, Unit]:
    """A round and a unit that it asks; 404 when the unit is not the user's to report for."""
    units = reporting_units(user)
    collection = get_object_or_404(Collection, pk=collection_id)
    return collection, get_object_or_404(
        units.filter(collections=collection, dissolved_on=None), pk=unit_id
    )


def get_liaison_unit_for(user: Any, unit_id: int) -> Unit:
    """A unit whose liaisons the user appoints; only officers of the county do."""
    if not has_county_role(user, Role.OFFICER):
        raise PermissionDenied
    return get_object_or_404(Unit, pk=unit_id, dissolved_on=None)


def get_liaison_for(user: Any, unit_id: int, grant_id: int) -> RoleGrant:
    """One liaison of a unit."""
    unit = get_liaison_unit_for(user, unit_id)
    return get_object_or_404(RoleGrant, pk=grant_id, unit=unit, role=Role.LIAISON)
