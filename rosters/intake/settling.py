"""Plans that hold: the same file, imported again, must find everybody as it left them.

Whom a row is about depends on the people known, and rows make people known. So a plan is tried a
second time on its own outcome. Names whose rows then do anything new are refused whole, together
with the names that claim the same numbers and cards; nothing is stored of them, and so the next
import refuses them as well.
"""

from collections.abc import Callable, Sequence
from datetime import date

from audit.rules import Refusal
from rosters.intake.matching import People
from rosters.intake.planning import Plan, Planner
from rosters.intake.report import Verdict
from rosters.intake.rules.facts import RowFacts, read_row
from rosters.intake.rules.tables import RawRow
from rosters.units.models import Unit

Reading = RowFacts | tuple[Refusal, ...]


def settled_plan(
    rows: Sequence[RawRow],
    find_unit: Callable[[str], Unit | None],
    unit_names: Sequence[str],
    today: date,
) -> Plan:
    """The plan for all rows; its verdicts are in the order of the file."""
    readings: list[Reading] = [read_row(row, today) for row in rows]
    declared = _declared_units([r for r in readings if isinstance(r, RowFacts)], find_unit)
    while True:
        people = People.load()
        plan = Planner(people, find_unit, unit_names, declared).weigh(rows, readings)
        if not plan.writes:
            return plan
        again = Planner(people, find_unit, unit_names, declared).weigh(rows, readings)
        unsettled = _unsettled(readings, plan, again)
        if not unsettled:
            return plan
        readings = [_barred(reading, unsettled) for reading in readings]


def _declared_units(
    rows: Sequence[RowFacts], find_unit: Callable[[str], Unit | None]
) -> dict[str, Unit]:
    """Unknown units whose kind any row tells. They are added once a row of theirs is taken."""
    declared: dict[str, Unit] = {}
    for facts in rows:
        if facts.unit_name and facts.unit_kind and not find_unit(facts.unit_name):
            unit = Unit(name=facts.unit_name, kind=facts.unit_kind)
            declared.setdefault(facts.unit_name, unit)
    return declared


def _unsettled(readings: Sequence[Reading], plan: Plan, again: Plan) -> set[str]:
    """Names with a row that the outcome of the plan would treat otherwise; and those tied up."""
    names = {
        reading.name
        for reading, first, second in zip(readings, plan.verdicts, again.verdicts, strict=True)
        if isinstance(reading, RowFacts) and second.verdict is not _repeated(first.verdict)
    }
    read = [reading for reading in readings if isinstance(reading, RowFacts)]
    while True:
        claims = set().union(*(_claims(facts) for facts in read if facts.name in names))
        tied = {facts.name for facts in read if _claims(facts) & claims}
        if tied <= names:
            return names
        names |= tied


def _repeated(verdict: Verdict) -> Verdict:
    """What a row must come to when its file is imported again."""
    return verdict if verdict is Verdict.REJECTED else Verdict.UNCHANGED


def _claims(facts: RowFacts) -> set[str]:
    """What only one person can have: a number, a card."""
    number = facts.identity.number if facts.identity else ""
    return {number, facts.card_number and f"card {facts.card_number}"} - {""}


def _barred(reading: Reading, names: set[str]) -> Reading:
    if isinstance(reading, RowFacts) and reading.name in names:
        return (Refusal("intake.row_unsettled", {"name": reading.name}),)
    return reading
