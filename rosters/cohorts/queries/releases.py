"""Reading the entries of a roster and what was decided about them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from rosters.cohorts.models import Entry, Release, Roster
from rosters.cohorts.rules import CohortKind
from rosters.cohorts.rules.releases import (
    SUGGESTIVE,
    ReleaseKind,
    RequestState,
    fitting_release,
)
from rosters.people.models import Person
from rosters.people.rules import fold_person_name
from rosters.units.models import Unit

LATE = "late"


def search_entries(
    roster: Roster,
    *,
    q: str = "",
    unit: Unit | None = None,
    cohort: CohortKind | None = None,
    release: str = "",
    today: date,
) -> QuerySet[Entry]:
    """Entries by name, unit, cohort, and kind of release.

    `none` stands for those who must sit, `late` for those who came after the freezing.
    """
    entries = with_release(roster.entries.all(), begun_by=today, lasting_to=today)
    entries = entries.select_related("unit", "person").defer("person__id_sealed")
    if q:
        entries = entries.filter(name__contains=fold_person_name(q))
    if unit:
        entries = entries.filter(unit=unit)
    if cohort:
        entries = entries.filter(
            pk__in=Entry.objects.filter(roster=roster, reasons__cohort=cohort).values("pk")
        )
    if release == LATE:
        entries = entries.filter(number__gt=roster.size)
    elif release:
        entries = entries.filter(release_kind="" if release == "none" else release)
    return entries.order_by("number").prefetch_related("reasons")


@dataclass(frozen=True)
class RosterCounts:
    """How many stand on a roster; `must_sit` is what is left when the released are taken off."""

    frozen: int
    late: int
    released: dict[str, int]

    @property
    def listed(self) -> int:
        return self.frozen + self.late

    @property
    def must_sit(self) -> int:
        return self.listed - sum(self.released.values())


def load_roster_counts(roster: Roster, today: date) -> RosterCounts:
    frozen = roster.entries.filter(number__lte=roster.size).count()
    late = roster.entries.filter(number__gt=roster.size).count()
    return RosterCounts(frozen, late, release_counts(roster, today))


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
    return entries.annotate(release_kind=release_kind("pk", begun_by, lasting_to))


def release_kind(entry: str, begun_by: date | OuterRef, lasting_to: date | OuterRef) -> Coalesce:
    """What holds of the entry that a column names, as an expression; the days may be columns."""
    releases = _holding(begun_by, lasting_to).filter(entry=OuterRef(entry))
    return Coalesce(Subquery(releases.values("holds")[:1]), Value(""))


def _holding(begun_by: date | OuterRef, lasting_to: date | OuterRef) -> QuerySet[Release]:
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


def standing_release(entry_id: int, today: date) -> Release | None:
    """The decision that no other may stand beside: it holds, or will from a later day."""
    return current_release(entry_id, begun_by=date.max, lasting_to=today)


def releases_of(entry: Entry) -> QuerySet[Release]:
    """Every decision on an entry, the newest first."""
    return (
        entry.releases.select_related("decided_by", "request__asked_by")
        .defer("request__attachment")
        .order_by("-pk")
    )


def later_facts(roster_id: int, today: date) -> QuerySet[Entry]:
    """Entries whose person's status today suggests a decision that nobody has made or asked for.

    With `status`, `since` and `kind`, the release that fits. Of a person merged into another row
    that row's status counts.
    """
    entries = with_release(
        Entry.objects.filter(roster=roster_id), begun_by=date.max, lasting_to=today
    )
    fitting = [When(status=s, then=Value(fitting_release(s))) for s in sorted(SUGGESTIVE)]
    return (
        entries.annotate(
            status=Coalesce("person__merged_into__status", "person__status"),
            since=Case(
                When(person__merged_into=None, then=F("person__status_since")),
                default=F("person__merged_into__status_since"),
            ),
            kind=Case(*fitting, output_field=CharField()),
        )
        .filter(status__in=SUGGESTIVE, release_kind="")
        .exclude(requests__state=RequestState.OPEN)
        .select_related("unit")
        .order_by("number")
    )


def listed_twice(roster_id: int, today: date) -> list[list[Entry]]:
    """Entries of one roster that turned out to be about one person, and nobody has decided yet."""
    kept_of = _kept_of()
    concerned = kept_of.keys() | set(kept_of.values())
    entries = with_release(
        Entry.objects.filter(roster=roster_id, person__in=concerned),
        begun_by=date.max,
        lasting_to=today,
    )
    groups: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries.exclude(release_kind=ReleaseKind.DUPLICATE).select_related("unit"):
        groups[_root(entry.person_id, kept_of)].append(entry)
    return [group for group in groups.values() if len(group) > 1]


def has_namesake_entry(entry: Entry, today: date) -> bool:
    """Whether another line of the roster is about the same person and counts."""
    return any(entry in group for group in listed_twice(entry.roster_id, today))


def _kept_of() -> dict[int, int]:
    """The row that each merged row became part of."""
    merged = Person.objects.exclude(merged_into=None)
    return dict(merged.values_list("pk", "merged_into_id"))


def _root(person_id: int | None, kept_of: dict[int, int]) -> int:
    while person_id in kept_of:
        person_id = kept_of[person_id]
    return person_id or 0
