"""The lines of a roster, their counts and their hash."""

from collections.abc import Iterable
from dataclasses import dataclass

from audit.rules import digest
from rosters.cohorts.rules.conditions import CohortKind, Reason
from rosters.people.rules import PersonStatus
from rosters.units.rules import UnitKind


@dataclass(frozen=True)
class ProspectiveEntry:
    """A line that a roster would have. Without a unit (`unit_id` None) it cannot be frozen."""

    person_id: int
    name: str
    unit_id: int | None
    unit_kind: UnitKind | None
    title: str
    rank: str
    status: PersonStatus
    reasons: tuple[Reason, ...]


def roster_digest(entries: Iterable[ProspectiveEntry]) -> str:
    """Hash of a roster's entries in their order, numbered from 1."""
    return digest(
        [
            {
                "number": number,
                "person": entry.person_id,
                "unit": entry.unit_id,
                "name": entry.name,
                "title": entry.title,
                "rank": entry.rank,
                "reasons": [[reason.cohort, reason.fact] for reason in entry.reasons],
            }
            for number, entry in enumerate(entries, start=1)
        ]
    )


@dataclass(frozen=True)
class TallyLine:
    """People of one kind of unit: in all (each once) and per cohort (each in all of theirs)."""

    kind: UnitKind | None
    people: int
    by_cohort: tuple[int, ...]


def tally(entries: Iterable[ProspectiveEntry], kinds: Iterable[CohortKind]) -> list[TallyLine]:
    """A line per kind of unit in the order of the kinds, and last those without a unit if any."""
    entries, kinds = list(entries), list(kinds)
    lines = []
    for unit_kind in [*UnitKind, None]:
        here = [entry for entry in entries if entry.unit_kind == unit_kind]
        cohorts = [{reason.cohort for reason in entry.reasons} for entry in here]
        counts = tuple(sum(kind in held for held in cohorts) for kind in kinds)
        if here:
            lines.append(TallyLine(unit_kind, len(here), counts))
    return lines
