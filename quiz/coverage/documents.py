"""Coverage as an office report on A4."""

from itertools import groupby

from django.template.loader import render_to_string

from audit.rules import Refusal
from quiz.coverage.figures import report
from quiz.coverage.queries import Coverage, select_names
from quiz.results.rules import Verdict
from rosters.typesetting.documents import typeset
from rosters.typesetting.glyphs import SERIF, unprintable


def coverage_pdf(coverage: Coverage) -> bytes | Refusal:
    """The page as a report, with a table of all units and the absent by name."""
    absent = select_names(coverage, verdict=Verdict.ABSENT)
    units = coverage.units
    texts = [(line.name, line.name) for line in absent]
    texts += [(unit.name, unit.name) for unit in units.values()]
    if refusal := unprintable([*texts, (coverage.exam.title, coverage.exam.title)], SERIF):
        return refusal
    context = report(coverage) | {
        "absent": [
            (units[unit_id], [line.name for line in lines])
            for unit_id, lines in groupby(absent, key=lambda line: line.unit_id)
        ]
    }
    page = render_to_string("quiz/coverage/report.html", context)
    return typeset([page], "quiz/coverage/report.css")
