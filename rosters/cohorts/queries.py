"""Reading cohorts and rosters."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from rosters.cohorts.models import Cohort, Entry, Release, Roster
from rosters.cohorts.rules import (
    CohortKind,
    CredentialFact,
    PersonFacts,
    PostingFact,
    ProspectiveEntry,
    ReleaseKind,
    Since,
    memberships,
)
from rosters.people.models import Person, Posting
from rosters.people.rules import SERVING, CredentialStatus, PersonStatus, fold_person_name
from rosters.units.models import Unit
from rosters.units.rules import UnitKind

SINCE = date(2021, 1, 1)
"""First day that counts unless the county sets another (source document 000: 2021年以来)."""


def cohort_since() -> dict[CohortKind, date | None]:
    """From which day on appointments and hirings count; enforcement cards know no such day."""
    since: dict[CohortKind, date | None] = {
        CohortKind.NEW_LEADER: SINCE,
        CohortKind.FIRST_TIME: SINCE,
        CohortKind.ENFORCEMENT: None,
    }
    for cohort in Cohort.objects.all():
        day = cohort.rule.get("appointed_from") or cohort.rule.get("hired_from")
        since[CohortKind(cohort.kind)] = date.fromisoformat(day) if day else None
    return since


def preview_roster(
    as_of: date, kinds: Collection[CohortKind], *, grades_count: bool = False
) -> list[ProspectiveEntry]:
    """Who would be on a roster of these cohorts, in the county's order of units, then by pinyin.

    Each person once, with all reasons, in the unit of the primary posting on that day. Those
    without a unit come first: they must be put right before the roster can be frozen.
    """
    since = cohort_since()
    listed = []
    for person in _serving_people():
        running = [p for p in person.postings.all() if _fact(p).runs_on(as_of)]
        entry = _prospective(person, running[0] if running else None, as_of, since, grades_count)
        reasons = tuple(reason for reason in entry.reasons if reason.cohort in kinds)
        if reasons:
            unit = running[0].unit if running else None
            place = (unit.order, unit.pk) if unit else (-1, -1)
            listed.append((*place, person.pinyin, person.pk, replace(entry, reasons=reasons)))
    return [entry for *_, entry in sorted(listed, key=lambda line: line[:4])]


def _serving_people() -> QuerySet[Person]:
    latest = F("appointed_on").desc(nulls_last=True)
    postings = Posting.objects.select_related("unit").order_by("-primary", latest, "pk")
    return (
        Person.objects.filter(status__in=SERVING)
        .defer("id_sealed")
        .select_related("recruitment")
        .prefetch_related(Prefetch("postings", queryset=postings), "credentials")
    )


def _prospective(
    person: Person, posting: Posting | None, as_of: date, since: Since, grades_count: bool
) -> ProspectiveEntry:
    recruitment = getattr(person, "recruitment", None)
    facts = PersonFacts(
        status=PersonStatus(person.status),
        postings=tuple(_fact(posting) for posting in person.postings.all()),
        hired_on=recruitment.hired_on if recruitment else None,
        credentials=tuple(
            CredentialFact(c.number, CredentialStatus(c.status), c.issued_on, c.valid_to)
            for c in person.credentials.all()
        ),
    )
    return ProspectiveEntry(
        person_id=person.pk,
        name=person.name,
        unit_id=posting.unit_id if posting else None,
        unit_kind=UnitKind(posting.unit.kind) if posting else None,
        title=posting.title if posting else "",
        rank=posting.rank if posting else "",
        status=facts.status,
        reasons=memberships(facts, as_of, since, grades_count=grades_count),
    )


def _fact(posting: Posting) -> PostingFact:
    return PostingFact(posting.rank, posting.title, posting.appointed_on, posting.ended_on)


def rosters_with_counts() -> QuerySet[Roster]:
    """All rosters, the newest first, with `released`."""
    counted = Roster.objects.annotate(released=Count("entries__releases__entry", distinct=True))
    return counted.select_related("frozen_by").order_by("-frozen_at", "-pk")


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
