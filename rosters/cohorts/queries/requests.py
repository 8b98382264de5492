"""Reading what units asked for."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from rosters.cohorts.models import Entry, ReleaseRequest, Roster
from rosters.cohorts.queries.releases import with_release
from rosters.cohorts.rules.releases import RequestState
from rosters.people.rules import fold_person_name
from rosters.units.models import Unit


def search_requests(
    requests: QuerySet[ReleaseRequest],
    *,
    q: str = "",
    state: str = "",
    roster: Roster | None = None,
    unit: Unit | None = None,
) -> QuerySet[ReleaseRequest]:
    """Requests by name, state, roster and unit, with what a list of them shows."""
    if q:
        requests = requests.filter(entry__name__contains=fold_person_name(q))
    if state:
        requests = requests.filter(state=state)
    if roster:
        requests = requests.filter(entry__roster=roster)
    if unit:
        requests = requests.filter(entry__unit=unit)
    return requests


def request_counts(requests: QuerySet[ReleaseRequest]) -> dict[RequestState, int]:
    """How many requests are in each state, zero included."""
    found = dict(requests.order_by("state").values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in RequestState}


def open_requests(entries: QuerySet[Entry]) -> QuerySet[ReleaseRequest]:
    """Requests about these entries that wait for a decision."""
    return ReleaseRequest.objects.filter(state=RequestState.OPEN, entry__in=entries)


def open_request(entry: Entry) -> ReleaseRequest | None:
    """The request about an entry that waits for a decision."""
    waiting = entry.requests.filter(state=RequestState.OPEN).select_related("asked_by")
    return waiting.defer("attachment").first()


def search_own_entries(
    entries: QuerySet[Entry], *, today: date, q: str = "", roster: Roster | None = None
) -> QuerySet[Entry]:
    """Entries by name and roster, the newest roster first; with `release_kind` and `asked`."""
    entries = with_release(entries, begun_by=date.max, lasting_to=today).annotate(
        asked=Exists(ReleaseRequest.objects.filter(entry=OuterRef("pk"), state=RequestState.OPEN))
    )
    if q:
        entries = entries.filter(name__contains=fold_person_name(q))
    if roster:
        entries = entries.filter(roster=roster)
    return entries.order_by("-roster__frozen_at", "-roster", "number")
