"""Plans that hold: the same file, imported again, must find everybody as it left them.

Whom a row is about depends on the people known, and rows make people known. So a plan is tried a
second time on its own outcome. Names whose rows then do anything new are refused whole, together
with the names that claim the same numbers and cards; nothing is stored of them, and so the next
import refuses them as well.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from audit.rules import Refusal
from rosters.intake.choices import SKIP
from rosters.intake.matching import People
from rosters.intake.planning import Ground, Plan, Planner, Reading
from rosters.intake.report import RowVerdict, Verdict
from rosters.intake.rules.columns import Column
from rosters.intake.rules.facts import RowFacts, read_row
from rosters.intake.rules.tables import RawRow
from rosters.units.models import Unit
from rosters.units.rules import UnitKind

Beat = Callable[[int, int], None]
_EVERY = 500
_CHANGING = {Verdict.ADDED, Verdict.CHANGED}


def settled_plan(rows: list[RawRow], ground: Ground, beat: Beat) -> Plan:
    """The plan for all rows; its verdicts are in the order of the file.

    Rows that could be read lose their cells: what they say is known, and room is needed.
    """
    with _no_rounds_of_the_collector():
        return _settled(rows, ground, beat)


@contextmanager
def _no_rounds_of_the_collector() -> Iterator[None]:
    """A plan holds a million objects and no circles: looking for circles takes a fifth of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _settled(rows: list[RawRow], ground: Ground, beat: Beat) -> Plan:
    steps = _Steps(2 * len(rows), beat)
    readings: list[Reading] = []
    for at, row in enumerate(rows):
        readings.append(read_row(row, ground.today))
        if isinstance(readings[-1], RowFacts):
            rows[at] = replace(row, cells=())
        steps()
    good = [r for r in readings if isinstance(r, RowFacts)]
    declared = {} if ground.sender else _declared_units(good, ground.find_unit)
    while True:
        people = People.load(good)
        doubtful = _doubtful(readings, people)
        plan = Planner(people, ground, declared).weigh(rows, readings, steps)
        if not plan.writes:
            return plan
        unsettled = _unsettled(rows, readings, plan, doubtful, people, ground, declared)
        if not unsettled:
            return plan
        _bar(unsettled, rows, readings)


class _Steps:
    """Counts rows and tells every so often how many are done."""

    def __init__(self, total: int, beat: Beat) -> None:
        self.done, self.total, self.beat = 0, total, beat

    def __call__(self) -> None:
        self.done += 1
        if self.done % _EVERY == 0:
            self.beat(min(self.done, self.total), self.total)


def _declared_units(
    rows: Sequence[RowFacts], find_unit: Callable[[str], Unit | None]
) -> dict[str, Unit]:
    """Unknown units whose kind or parent any row tells. They are added once a row is taken."""
    declared: dict[str, Unit] = {}
    for facts in rows:
        told = facts.unit_kind or (facts.parent_name and UnitKind.SUBORDINATE)
        if told and facts.unit_name not in declared and not find_unit(facts.unit_name):
            declared[facts.unit_name] = Unit(name=facts.unit_name, kind=told)
    declared.pop("", None)
    for facts in rows:
        unit = declared.get(facts.unit_name)
        if unit is not None and unit.parent is None and facts.parent_name:
            parent = find_unit(facts.parent_name) or declared.get(facts.parent_name)
            if parent is not None and unit not in _above(parent):
                unit.parent = parent
    return declared


def _above(unit: Unit | None) -> list[Unit]:
    """A unit that is not on file yet and those like it above it; new ones are told by identity."""
    chain: list[Unit] = []
    while unit is not None and unit.pk is None:
        chain.append(unit)
        unit = unit.parent
    return chain


def _doubtful(readings: Sequence[Reading], people: People) -> set[str]:
    """Names whose rows might come to something else the second time.

    Where every row and everybody on file bears a number, numbers alone decide.
    """
    return {
        facts.name
        for facts in readings
        if isinstance(facts, RowFacts)
        and (facts.identity is None or not people.all_numbered(facts.name))
    }


def _unsettled(
    rows: Sequence[RawRow],
    readings: Sequence[Reading],
    plan: Plan,
    doubtful: set[str],
    people: People,
    ground: Ground,
    declared: dict[str, Unit],
) -> set[str]:
    """Names with a row that the outcome of the plan would treat otherwise; and those tied up."""
    read = [reading for reading in readings if isinstance(reading, RowFacts)]
    tied = _tied(doubtful, read)
    again = [
        at
        for at, r in enumerate(readings)
        if isinstance(r, RowFacts) and r.name in tied and _choice(rows[at], ground) != SKIP
    ]
    second = Planner(people, replace(ground, choices={}), declared).weigh(
        [rows[at] for at in again], [readings[at] for at in again], lambda: None
    )
    names = {
        line.name
        for at, line in zip(again, second.verdicts, strict=True)
        if not _holds(plan.verdicts[at], line, chosen=bool(_choice(rows[at], ground)))
    }
    return _tied(names, read)


def _choice(row: RawRow, ground: Ground) -> str:
    return ground.choices.get((row.sheet, row.number), "")


def _holds(first: RowVerdict, second: RowVerdict, *, chosen: bool) -> bool:
    """Whether a row that is read again comes to nothing new.

    What a person chose is not known the second time: the row may then be doubtful again.
    """
    if chosen:
        return second.verdict not in _CHANGING
    if first.verdict in {Verdict.REJECTED, Verdict.DECISION}:
        return second.verdict in {Verdict.REJECTED, Verdict.DECISION}
    return second.verdict is Verdict.UNCHANGED


def _tied(names: set[str], rows: Iterable[RowFacts]) -> set[str]:
    """The names, and all that claim a number or card which one of theirs claims."""
    read = [(facts.name, claims) for facts in rows if (claims := _claims(facts))]
    names = set(names)
    while True:
        claimed = set().union(*(claims for name, claims in read if name in names))
        more = {name for name, claims in read if name not in names and claims & claimed}
        if not more:
            return names
        names |= more


def _claims(facts: RowFacts) -> set[str]:
    """What only one person can have: a number, a card."""
    number = facts.identity.number if facts.identity else ""
    return {number, facts.card_number and f"card {facts.card_number}"} - {""}


def _bar(names: set[str], rows: list[RawRow], readings: list[Reading]) -> None:
    """Refuses every row of the names; each is still shown under its name and unit."""
    for at, facts in enumerate(readings):
        if isinstance(facts, RowFacts) and facts.name in names:
            shown = {Column.NAME: facts.name, Column.UNIT: facts.unit_name}
            rows[at] = replace(rows[at], typed=shown)
            readings[at] = (Refusal("intake.row_unsettled", {"name": facts.name}),)
