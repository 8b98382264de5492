"""Who would be on a roster, and which rosters there are."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db.models import Count, F, Prefetch, QuerySet

from rosters.cohorts.models import Roster
from rosters.cohorts.queries.cohorts import cohort_since
from rosters.cohorts.rules import (
    CohortKind,
    CredentialFact,
    PersonFacts,
    PostingFact,
    ProspectiveEntry,
    Since,
    memberships,
)
from rosters.people.models import Person, Posting
from rosters.people.rules import SERVING, CredentialStatus, PersonStatus
from rosters.units.rules import UnitKind


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
