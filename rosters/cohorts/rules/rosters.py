"""The lines of a roster, their counts and their hash."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from audit.rules import canonical_json, digest
from rosters.cohorts.rules.conditions import CohortKind
from rosters.cohorts.rules.levels import Level
from rosters.cohorts.rules.rule import Rule
from rosters.people.rules import PersonStatus
from rosters.units.rules import UnitKind

DIGEST_VERSION = 2
"""How rosters are hashed from now on. Version 1 left out names of units, levels and fields."""
LAW_QUALIFIED = "law_qualified"
"""The rule by which holders of a legal profession qualification are exempt."""


class Reason(NamedTuple):
    """As which of the three, by which cohort's rule, and the facts that meet it, in words."""

    cohort: CohortKind
    name: str
    fact: str


@dataclass(frozen=True, slots=True)
class ProspectiveEntry:
    """A line that a roster would have. Without a unit (`unit_id` None) it cannot be frozen.

    `exempt`: every cohort that lists the person exempts the qualified, and the person is one.
    """

    person_id: int
    name: str
    unit_id: int | None
    unit_name: str
    unit_kind: UnitKind | None
    title: str
    rank: str
    level: Level | None
    field: str
    status: PersonStatus
    reasons: tuple[Reason, ...]
    exempt: bool = False


def roster_digest(entries: Iterable[ProspectiveEntry]) -> str:
    """Hash of a roster's entries in their order, numbered from 1."""
    return lines_digest(entry_line(number, entry) for number, entry in enumerate(entries, start=1))


def count_digest(entries: Sequence[ProspectiveEntry], rules: Iterable[Rule]) -> str:
    """Hash of all that a count shows: the lines, who is exempt by rule, and the rules."""
    exempt = [entry.person_id for entry in entries if entry.exempt]
    return digest([roster_digest(entries), exempt, [rule.to_json() for rule in rules]])


def entry_line(number: int, entry: ProspectiveEntry) -> list[Any]:
    """What of an entry is hashed, in the order of `queries.freezing.frozen_lines`."""
    return [
        number, entry.person_id, entry.unit_id, entry.unit_name, entry.unit_kind or "",
        entry.name, entry.title, entry.rank, entry.level, entry.field,
        [list(reason) for reason in entry.reasons],
    ]  # fmt: skip


def lines_digest(lines: Iterable[Sequence[Any]]) -> str:
    """SHA-256 over the canonical JSON of each line and a line feed."""
    hashed = hashlib.sha256()
    for line in lines:
        hashed.update(f"{canonical_json(line)}\n".encode())
    return hashed.hexdigest()


def first_digest(lines: Iterable[Sequence[Any]]) -> str:
    """Hash of the first version, over the same lines as `lines_digest`."""
    return digest(
        [
            {
                "number": number,
                "person": person,
                "unit": unit,
                "name": name,
                "title": title,
                "rank": rank,
                "reasons": [[cohort, fact] for cohort, _name, fact in reasons],
            }
            for number, person, unit, _unit, _kind, name, title, rank, *_, reasons in lines
        ]
    )


@dataclass(frozen=True)
class TallyLine:
    """People of one kind of unit: in all (each once) and per cohort (each in all of theirs)."""

    kind: UnitKind | None
    people: int
    by_cohort: tuple[int, ...]


def tally(entries: Iterable[ProspectiveEntry], cohorts: Sequence[str]) -> list[TallyLine]:
    """A line per kind of unit in the order of the kinds, and last those without a unit if any."""
    people: Counter[UnitKind | None] = Counter()
    listed: Counter[tuple[UnitKind | None, str]] = Counter()
    for entry in entries:
        people[entry.unit_kind] += 1
        listed.update((entry.unit_kind, reason.name) for reason in entry.reasons)
    return [
        TallyLine(kind, people[kind], tuple(listed[kind, name] for name in cohorts))
        for kind in [*UnitKind, None]
        if people[kind]
    ]
