"""The coverage of an exam: the roster joined with what became of each of its entries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from quiz.assembly.models import Exam
from quiz.coverage.counting import Counted, count_entries
from quiz.coverage.rules import (
    RankedUnit,
    Tally,
    UnitTally,
    add,
    asked_verdicts,
    ids_below,
    rank_units,
    with_bodies_below,
)
from quiz.coverage.verdicts import judged_entries
from quiz.results.models import Publication
from quiz.results.queries import publication_of
from rosters.cohorts.models import Entry, EntryReason
from rosters.cohorts.rules import CohortKind
from rosters.people.rules import fold_person_name
from rosters.units.models import Unit
from rosters.units.rules import UnitKind


@dataclass(frozen=True)
class Coverage:
    """Everything that the pages, the workbook and the PDF say in numbers.

    `late` of those who must sit came onto the roster after it was frozen. `units` are in the
    county's order, each without the bodies below it; `tree` has every unit in the reader's
    sight, and `above` the unit over each, as the tree is today. `cohorts` (by name, or by kind
    where the roster froze no name) overlap: a person in two of them is counted in each, but once
    in `total`. `levels` are highest first, `fields` of enforcement largest first.
    """

    exam: Exam
    as_of: datetime
    publication: Publication | None
    unit_ids: frozenset[int] | None
    marks_shown: bool
    total: Tally
    late: int
    units: list[UnitTally]
    tree: dict[int, UnitTally]
    above: dict[int, int | None]
    cohorts: dict[str, Tally]
    levels: dict[int | None, Tally]
    fields: dict[str, Tally]

    @property
    def whole_county(self) -> bool:
        return self.unit_ids is None

    @property
    def frozen(self) -> int:
        """How many of those who must sit stood on the roster when it was frozen."""
        return self.total.must_sit - self.late

    @property
    def kinds(self) -> dict[UnitKind, list[RankedUnit]]:
        """Units ranked among their kind, each by its own people."""
        return rank_units(self.units)

    @property
    def kinds_with_below(self) -> dict[UnitKind, list[RankedUnit]]:
        """The same, each unit with all the bodies below it."""
        return rank_units(with_bodies_below(self.units, self.above, self.tree))

    @property
    def kind_totals(self) -> dict[UnitKind, Tally]:
        return {
            kind: add(unit.tally for unit in self.units if unit.kind == kind)
            for kind in UnitKind
            if any(unit.kind == kind for unit in self.units)
        }


def load_coverage(
    exam: Exam, now: datetime, *, unit_ids: frozenset[int] | None = None, marks_shown: bool = True
) -> Coverage:
    """Coverage of the whole county, or of some units; three queries whatever the size."""
    publication = publication_of(exam)
    judged = judged_entries(exam, publication, now)
    if unit_ids is not None:
        judged = judged.filter(unit__in=unit_ids)
    counted = count_entries(judged)
    units, tree, above = _units(counted, unit_ids)
    total = add(unit.tally for unit in units)
    _assert_adds_up(total, counted)
    return Coverage(
        exam=exam,
        as_of=publication.published_at if publication else now,
        publication=publication,
        unit_ids=unit_ids,
        marks_shown=marks_shown,
        total=total,
        late=counted.late,
        units=units,
        tree=tree,
        above=above,
        cohorts=_cohorts(counted.cohorts),
        levels=dict(sorted(counted.levels.items(), key=lambda item: -(item[0] or 0))),
        fields=dict(
            sorted(counted.fields.items(), key=lambda item: (not item[0], -item[1].must_sit))
        ),
    )


def _assert_adds_up(total: Tally, counted: Counted) -> None:
    """Each entry is in one unit, on one level and in one field, so each table has the same sum."""
    for table in (counted.levels, counted.fields):
        assert total == add(table.values()), "the tables do not add up to the roster"


def _units(
    counted: Counted, unit_ids: frozenset[int] | None
) -> tuple[list[UnitTally], dict[int, UnitTally], dict[int, int | None]]:
    """Counted units under their frozen names; the tree in sight; and the unit over each."""
    rows = Unit.objects.order_by("order", "pk").values_list("pk", "name", "kind", "parent_id")
    nobody = Tally(0)
    units, tree, above = [], {}, {}
    for pk, name, kind, parent in rows:
        if unit_ids is not None and pk not in unit_ids:
            continue
        above[pk] = parent
        tree[pk] = UnitTally(pk, name, UnitKind(kind), nobody)
        if pk in counted.units:
            found = counted.units[pk]
            frozen = UnitTally(pk, found.name or name, UnitKind(found.kind or kind), found.tally)
            units.append(frozen)
            tree[pk] = frozen
    return units, tree, above


def _cohorts(counted: Mapping[tuple[str, str], Tally]) -> dict[str, Tally]:
    """By name, in the order of the kinds."""
    order = list(CohortKind)
    listed = sorted(
        counted.items(), key=lambda item: (order.index(CohortKind(item[0][0])), item[0])
    )
    return {name or kind: tally for (kind, name), tally in listed}


def select_names(coverage: Coverage, *, verdict: str = "", **asked: Any) -> QuerySet[Entry]:
    """The people behind a number, with their `verdict`, unit by unit in the county's order.

    Only those whom the coverage counts. `asked` is what `_narrowed` understands.
    """
    found = _narrowed(_judged(coverage), coverage, **asked)
    if verdict:
        found = found.filter(verdict__in=asked_verdicts(verdict, coverage.marks_shown))
    return _in_order(found).prefetch_related("reasons")


def list_names(coverage: Coverage, *, verdict: str = "", **asked: Any) -> QuerySet[Entry]:
    """The same people without their verdicts, so that a page of them is found sooner."""
    if verdict:
        found = select_names(coverage, verdict=verdict, **asked)
        return _in_order(Entry.objects.filter(pk__in=found.order_by().values("pk")))
    entries = Entry.objects.filter(roster_id=coverage.exam.roster_id)
    if coverage.publication:
        entries = entries.filter(outcomes__publication=coverage.publication)
    return _in_order(_narrowed(entries, coverage, **asked))


def judge_page(coverage: Coverage, entries: Iterable[Entry]) -> list[Entry]:
    """The entries of a page with their verdicts, in the same order; two queries."""
    ids = [entry.pk for entry in entries]
    judged = {
        entry.pk: entry
        for entry in _judged(coverage).filter(pk__in=ids).prefetch_related("reasons")
    }
    return [judged[pk] for pk in ids]


def _judged(coverage: Coverage) -> QuerySet[Entry]:
    return judged_entries(coverage.exam, coverage.publication, coverage.as_of)


def _in_order(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.order_by("unit__order", "unit_id", "number")


def _narrowed(
    found: QuerySet[Entry],
    coverage: Coverage,
    *,
    name: str = "",
    unit_name: str = "",
    unit: int | None = None,
    below: bool = False,
    kind: str = "",
    cohort: str = "",
    level: int | None = None,
    field: str | None = None,
    late: bool = False,
) -> QuerySet[Entry]:
    """`below` takes the bodies below `unit` along, level 0 asks for those without a level, "-" for
    those without a field."""
    if name:
        found = found.filter(name__contains=fold_person_name(name))
    if unit_name:
        by_name = Q(unit_name__contains=unit_name) | Q(unit__name__contains=unit_name)
        found = found.filter(by_name)
    if cohort:
        reasons = EntryReason.objects.filter(entry=OuterRef("pk"))
        asked = Q(name=cohort) | Q(name="", cohort=cohort)
        found = found.filter(Exists(reasons.filter(asked)))
    if level is not None:
        found = found.filter(level=level or None)
    if field is not None:
        found = found.filter(field="" if field == "-" else field)
    if late:
        found = found.filter(late__isnull=False)
    units = _asked_units(coverage, unit, below, kind)
    return found if units is None else found.filter(unit__in=units)


def _asked_units(
    coverage: Coverage, unit: int | None, below: bool, kind: str
) -> frozenset[int] | None:
    """Ids of the units that are asked for, within the reader's; None when that is everybody."""
    units = coverage.unit_ids
    if kind:
        of_kind = frozenset(each.unit_id for each in coverage.units if each.kind == kind)
        units = of_kind if units is None else units & of_kind
    if unit is not None:
        chosen = ids_below(unit, coverage.above) if below else frozenset({unit})
        units = chosen if units is None else units & chosen
    return units
