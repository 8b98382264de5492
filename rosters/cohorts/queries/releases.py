"""Reading the entries of a roster and what was decided about them."""

from datetime import date

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from rosters.cohorts.models import Entry, Release, Roster
from rosters.cohorts.rules import CohortKind, ReleaseKind
from rosters.people.rules import fold_person_name
from rosters.units.models import Unit


def search_entries(
    roster: Roster,
    *,
    q: str = "",
    unit: Unit | None = None,
    cohort: CohortKind | None = None,
    release: str = "",
    today: date,
) -> QuerySet[Entry]:
    """Entries by name, unit, cohort, and kind of release (`none` for those who must sit)."""
    entries = with_release(roster.entries.all(), begun_by=today, lasting_to=today)
    entries = entries.select_related("unit", "person").defer("person__id_sealed")
    if q:
        entries = entries.filter(name__contains=fold_person_name(q))
    if unit:
        entries = entries.filter(unit=unit)
    if cohort:
        entries = entries.filter(reasons__cohort=cohort)
    if release:
        entries = entries.filter(release_kind="" if release == "none" else release)
    return entries.order_by("number").prefetch_related("reasons")


def release_counts(roster: Roster, today: date) -> dict[str, int]:
    """Number of entries that are released today, by kind."""
    entries = with_release(roster.entries.all(), begun_by=today, lasting_to=today)
    released = entries.exclude(release_kind="").order_by("release_kind")
    return dict(released.values_list("release_kind").annotate(Count("pk")))


def with_release(entries: QuerySet[Entry], *, begun_by: date, lasting_to: date) -> QuerySet[Entry]:
    """Entries with `release_kind`: what holds of them, empty when they must sit.

    Of the decisions that take effect by `begun_by` the newest holds, unless it ends before
    `lasting_to` or puts the person back on the list.
    """
    return entries.annotate(
        release_kind=Coalesce(
            Subquery(
                _holding(begun_by, lasting_to).filter(entry=OuterRef("pk")).values("holds")[:1]
            ),
            Value(""),
        )
    )


def _holding(begun_by: date, lasting_to: date) -> QuerySet[Release]:
    """Decisions that have begun, the newest first, with what `holds` of each."""
    over = Q(expires_on__lt=lasting_to) | Q(kind=ReleaseKind.REINSTATED)
    return (
        Release.objects.filter(effective_on__lte=begun_by)
        .annotate(
            holds=Case(When(over, then=Value("")), default=F("kind"), output_field=CharField())
        )
        .order_by("-pk")
    )


def current_release(entry_id: int, *, begun_by: date, lasting_to: date) -> Release | None:
    """The decision that holds of an entry; None when the person must sit."""
    newest = _holding(begun_by, lasting_to).filter(entry=entry_id).first()
    return newest if newest and newest.holds else None
