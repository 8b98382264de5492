"""In which units a user may act."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from rosters.roles.rules import Role
from rosters.units.models import Unit


def units_for(user: Any, *roles: Role) -> QuerySet[Unit]:
    """Units in which the user holds any of the roles: all, or those at and below the grant's."""
    grants = list(user.grants.filter(role__in=roles).select_related("unit"))
    if any(grant.unit is None for grant in grants):
        return Unit.objects.all()
    ids: set[int] = set()
    for grant in grants:
        ids.update(grant.unit.descendants(include_self=True).values_list("pk", flat=True))
    return Unit.objects.filter(pk__in=ids)


def get_unit_for(user: Any, unit_id: int) -> Unit:
    """A unit whose officer the user is; 404 for every other."""
    return get_object_or_404(units_for(user, Role.OFFICER), pk=unit_id)
