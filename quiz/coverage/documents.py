"""Coverage as an office report on A4."""

from itertools import groupby

from django.template.loader import render_to_string

from audit.rules import Refusal
from quiz.coverage.queries import Coverage, select_names
from quiz.coverage.reports import printed
from quiz.results.rules import Verdict
from rosters.typesetting.documents import typeset
from rosters.typesetting.glyphs import SERIF, unprintable

LOWEST_PRINTED = 100
MOST_NAMES = 2000
"""A report of very many units or absent says how many there are and leads to the workbook."""


AbsentByUnit = list[tuple[str, list[str]]]


def coverage_pdf(coverage: Coverage, absent: AbsentByUnit) -> bytes | Refusal:
    """The page as a report, with tables of all dimensions and the absent by name."""
    context = printed(coverage, LOWEST_PRINTED)
    texts = [(name, name) for _unit, names in absent for name in names]
    tables = [*context["full"], *context["tables"]]
    texts += [(row.label, row.label) for table in tables for row in table.rows]
    texts += [(unit, unit) for unit, _names in absent]
    if refusal := unprintable([*texts, (coverage.exam.title, coverage.exam.title)], SERIF):
        return refusal
    page = render_to_string("quiz/coverage/report.html", context | {"absent": absent})
    return typeset([page], "quiz/coverage/report.css")


def absent_by_unit(coverage: Coverage) -> AbsentByUnit:
    """The absent under the frozen names of their units; none when they are too many to print."""
    if coverage.total.absent > MOST_NAMES:
        return []
    found = select_names(coverage, verdict=Verdict.ABSENT)
    names = {unit.unit_id: unit.name for unit in coverage.units}
    return [
        (names[unit_id], [entry.shown_name for entry in entries])
        for unit_id, entries in groupby(found, key=lambda entry: entry.unit_id)
    ]
