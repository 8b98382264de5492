"""Who would be on a roster, which rosters there are, and whether one is as it was frozen."""

from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from rosters.cohorts.models import Cohort, Entry, EntryReason, Roster
from rosters.cohorts.queries.cohorts import Judge, judges, load_ranks
from rosters.cohorts.queries.dossiers import Dossier, load_dossiers, standing_people
from rosters.cohorts.rules import (
    ProspectiveEntry,
    RankTable,
    Reason,
    best_card,
    evaluate,
    first_digest,
    held_status,
    lines_digest,
    verdict_words,
)

_CHUNK = 2000
_LONGEST_FACT = EntryReason._meta.get_field("fact").max_length


def preview_roster(as_of: date, cohorts: Collection[Cohort]) -> list[ProspectiveEntry]:
    """Who would be on a roster of these cohorts, in the county's order of units, then by pinyin.

    Each person once, with all reasons, in the unit of the primary posting on that day. Those
    without a unit come first: they must be put right before the roster can be frozen.
    """
    asked, ranks = judges(cohorts), load_ranks()
    listed = []
    for dossier in load_dossiers(standing_people(), as_of):
        if entry := prospective_entry(dossier, asked, as_of, ranks):
            place = (dossier.unit.order, dossier.unit.pk) if dossier.unit else (-1, -1)
            listed.append((*place, dossier.pinyin, dossier.pk, entry))
    listed.sort(key=itemgetter(0, 1, 2, 3))
    return [line[-1] for line in listed]


def prospective_entry(
    dossier: Dossier, asked: Collection[Judge], as_of: date, ranks: RankTable
) -> ProspectiveEntry | None:
    """The line of a person; None for whom no cohort lists."""
    facts, reasons, listing = dossier.facts, [], []
    for judge in asked:
        verdict = evaluate(facts, judge.rule, as_of, ranks)
        if verdict.met:
            words = verdict_words(verdict)[:_LONGEST_FACT]
            reasons.append(Reason(judge.kind, judge.name, words))
            listing.append(judge.rule)
    if not reasons:
        return None
    unit = dossier.unit
    card = best_card(facts, as_of, [field for rule in listing for field in rule.fields])
    reading = ranks.read(dossier.rank)
    return ProspectiveEntry(
        person_id=dossier.pk,
        name=dossier.name,
        unit_id=unit.pk if unit else None,
        unit_name=unit.name if unit else "",
        unit_kind=unit.kind if unit else None,
        title=dossier.title,
        rank=dossier.rank,
        level=reading.level(grades_count=any(rule.grades_count for rule in listing)),
        field=card.field if card else "",
        status=held_status(facts, as_of).status,
        reasons=tuple(reasons),
        exempt=dossier.qualified and all(rule.exempt_qualified for rule in listing),
    )


def rosters_with_counts() -> QuerySet[Roster]:
    """All rosters, the newest first, with `released`."""
    counted = Roster.objects.annotate(released=Count("entries__releases__entry", distinct=True))
    return counted.select_related("frozen_by").order_by("-frozen_at", "-pk")


class Integrity(StrEnum):
    """What recomputing a roster's hash shows."""

    INTACT = "intact"
    ALTERED = "altered"
    ANONYMISED = "anonymised"  # the time of keeping is up: what was hashed is no longer there


class Verification(NamedTuple):
    """The hash as recomputed from the rows beside the one written down when freezing."""

    state: Integrity
    recomputed: str
    lines: int


def verify_roster(roster: Roster) -> Verification:
    """Recomputes the hash over the frozen lines; those who arrived late are outside it.

    The time it takes grows with the roster: about a second for 50,000 lines.
    """
    frozen = roster.entries.filter(number__lte=roster.size)
    made = first_digest if roster.digest_version == 1 else lines_digest
    recomputed = made(frozen_lines(frozen))
    count = frozen.count()
    if recomputed == roster.content_hash and count == roster.size:
        state = Integrity.INTACT
    elif frozen.filter(person=None).exists():
        state = Integrity.ANONYMISED
    else:
        state = Integrity.ALTERED
    return Verification(state, recomputed, count)


def frozen_lines(entries: QuerySet[Entry]) -> Iterator[list[Any]]:
    """The entries as `rules.entry_line` has them before they are frozen."""
    columns = (
        "number", "person_id", "unit_id", "unit_name", "unit_kind", "name", "title", "rank",
        "level", "field", "pk",
    )  # fmt: skip
    reasons = (
        EntryReason.objects.filter(entry__in=entries.order_by().values("pk"))
        .order_by("entry__number", "pk")
        .values_list("entry__number", "cohort", "name", "fact")
    )
    grouped = groupby(reasons.iterator(chunk_size=_CHUNK), key=itemgetter(0))
    number, held = next(grouped, (None, ()))
    for *line, _pk in entries.order_by("number").values_list(*columns).iterator(chunk_size=_CHUNK):
        found: list[list[str]] = []
        if number == line[0]:
            found = [list(reason[1:]) for reason in held]
            number, held = next(grouped, (None, ()))
        yield [*line, found]
