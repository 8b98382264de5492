"""Rosters concern the whole county, and so must the officer's role."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from rosters.cohorts.models import Entry, Roster
from rosters.cohorts.queries import rosters_with_counts
from rosters.roles.access import has_county_role, roles_required
from rosters.roles.rules import Role

county_officer = roles_required(Role.OFFICER, whole_county=True)


def rosters_for(user: Any) -> QuerySet[Roster]:
    """Every roster, with its counts, for officers of the county; none for anybody else."""
    rosters = rosters_with_counts()
    return rosters if has_county_role(user, Role.OFFICER) else rosters.none()


def get_roster_for(user: Any, roster_id: int) -> Roster:
    return get_object_or_404(rosters_for(user), pk=roster_id)


def get_entry_for(user: Any, roster_id: int, number: int) -> Entry:
    """One line of a roster, with what its page shows."""
    entries = get_roster_for(user, roster_id).entries
    shown = entries.select_related("roster", "unit", "person")
    return get_object_or_404(shown, number=number)
