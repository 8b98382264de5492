"""Rosters concern the whole county, as must the officer's role; liaisons ask for their own."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from rosters.cohorts.models import Cohort, Entry, Rank, ReleaseRequest, Roster
from rosters.cohorts.queries import rosters_with_counts
from rosters.roles.access import has_county_role, roles_required
from rosters.roles.rules import Role
from rosters.units.access import units_for

county_officer = roles_required(Role.OFFICER, whole_county=True)
liaison = roles_required(Role.LIAISON)
county_officer_or_liaison = roles_required(Role.OFFICER, Role.LIAISON)


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


def own_entries_for(user: Any) -> QuerySet[Entry]:
    """The lines of every roster that a liaison answers for; none for others.

    Who was listed under a unit that has since become part of the liaison's is among them.
    """
    units = units_for(user, Role.LIAISON)
    served = Q(unit__in=units) | Q(unit__successor__in=units)
    return Entry.objects.filter(served).exclude(person=None).select_related("roster", "unit")


def get_own_entry_for(user: Any, entry_id: int) -> Entry:
    return get_object_or_404(own_entries_for(user), pk=entry_id)


def requests_for(user: Any) -> QuerySet[ReleaseRequest]:
    """Every request for officers of the county; for a liaison those of their own units."""
    requests = ReleaseRequest.objects.select_related(
        "entry__roster", "entry__unit", "asked_by", "decided_by"
    ).defer("attachment")
    if has_county_role(user, Role.OFFICER):
        return requests
    return requests.filter(entry__in=own_entries_for(user).order_by().values("pk"))


def get_request_for(user: Any, request_id: int) -> ReleaseRequest:
    return get_object_or_404(requests_for(user), pk=request_id)


def get_request_to_withdraw(user: Any, request_id: int) -> ReleaseRequest:
    """A request of the liaison's own units: the county refuses, it does not withdraw."""
    own = own_entries_for(user).order_by().values("pk")
    return get_object_or_404(requests_for(user).filter(entry__in=own), pk=request_id)


def get_request_to_decide(user: Any, request_id: int) -> ReleaseRequest:
    county = has_county_role(user, Role.OFFICER)
    requests = requests_for(user)
    return get_object_or_404(requests if county else requests.none(), pk=request_id)


def get_cohort_for(user: Any, cohort_id: int) -> Cohort:
    cohorts = Cohort.objects.all()
    county = has_county_role(user, Role.OFFICER)
    return get_object_or_404(cohorts if county else cohorts.none(), pk=cohort_id)


def get_rank_for(user: Any, rank_id: int) -> Rank:
    ranks = Rank.objects.prefetch_related("aliases")
    county = has_county_role(user, Role.OFFICER)
    return get_object_or_404(ranks if county else ranks.none(), pk=rank_id)
