"""The coverage of an exam: the frozen roster joined with its outcomes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quiz.assembly.models import Exam
from quiz.coverage.rules import RankedUnit, Tally, UnitTally, add, matches, rank_units, tally
from quiz.results.models import Publication
from quiz.results.queries import OutcomeLine, load_outcomes, publication_of
from quiz.results.rules import Verdict
from rosters.cohorts.models import EntryReason
from rosters.cohorts.rules import CohortKind
from rosters.units.models import Unit
from rosters.units.rules import UnitKind


@dataclass(frozen=True)
class Coverage:
    """Everything that the page, the workbook and the PDF say.

    `cohorts` overlap: a person in two of them is counted in each, but once in `total`.
    """

    exam: Exam
    as_of: datetime
    publication: Publication | None
    whole_county: bool
    marks_shown: bool
    total: Tally
    kinds: dict[UnitKind, list[RankedUnit]]
    cohorts: dict[CohortKind, Tally]
    lines: list[OutcomeLine]
    units: dict[int, Unit]
    cohorts_of: dict[int, list[CohortKind]]


def load_coverage(
    exam: Exam, now: datetime, *, unit_ids: frozenset[int] | None = None, marks_shown: bool = True
) -> Coverage:
    """Coverage of the whole county, or of some units; at most six queries whatever the size."""
    publication = publication_of(exam)
    lines = [
        line for line in load_outcomes(exam, now) if unit_ids is None or line.unit_id in unit_ids
    ]
    cohorts_of = _cohorts_of(exam)
    units = Unit.objects.in_bulk({line.unit_id for line in lines})
    tallies = _by_unit(lines, units.values())
    total = tally(line.verdict for line in lines)
    assert total == add(unit.tally for unit in tallies), "units do not add up to the roster"
    return Coverage(
        exam=exam,
        as_of=publication.published_at if publication else now,
        publication=publication,
        whole_county=unit_ids is None,
        marks_shown=marks_shown,
        total=total,
        kinds=rank_units(tallies),
        cohorts=_by_cohort(lines, cohorts_of),
        lines=lines,
        units=units,
        cohorts_of=cohorts_of,
    )


def _by_unit(lines: Iterable[OutcomeLine], units: Iterable[Unit]) -> list[UnitTally]:
    """The tally of each unit, in the county's order."""
    verdicts: dict[int, list[Verdict]] = defaultdict(list)
    for line in lines:
        verdicts[line.unit_id].append(line.verdict)
    return [
        UnitTally(unit.pk, unit.name, UnitKind(unit.kind), tally(verdicts[unit.pk]))
        for unit in sorted(units, key=lambda unit: (unit.order, unit.pk))
    ]


def _by_cohort(
    lines: Iterable[OutcomeLine], cohorts_of: Mapping[int, Sequence[CohortKind]]
) -> dict[CohortKind, Tally]:
    """The tally of each cohort that has anybody."""
    verdicts: dict[CohortKind, list[Verdict]] = defaultdict(list)
    for line in lines:
        for cohort in cohorts_of.get(line.entry_id, []):
            verdicts[cohort].append(line.verdict)
    return {kind: tally(verdicts[kind]) for kind in CohortKind if kind in verdicts}


def _cohorts_of(exam: Exam) -> dict[int, list[CohortKind]]:
    """Why each entry is on the roster."""
    reasons = EntryReason.objects.filter(entry__roster_id=exam.roster_id).order_by("pk")
    found: dict[int, list[CohortKind]] = defaultdict(list)
    for entry, cohort in reasons.values_list("entry_id", "cohort"):
        found[entry].append(CohortKind(cohort))
    return dict(found)


def select_names(
    coverage: Coverage,
    *,
    name: str = "",
    unit: int | None = None,
    verdict: str = "",
    cohort: str = "",
) -> list[OutcomeLine]:
    """The people behind a number, unit by unit in the county's order."""
    found = [
        line
        for line in coverage.lines
        if name in line.name
        and (unit is None or line.unit_id == unit)
        and matches(line.verdict, verdict, coverage.marks_shown)
        and (not cohort or cohort in coverage.cohorts_of.get(line.entry_id, []))
    ]
    units = coverage.units
    return sorted(found, key=lambda line: (units[line.unit_id].order, line.unit_id))
