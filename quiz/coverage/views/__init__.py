"""Coverage on screen, over time, as workbooks and on paper."""

from quiz.coverage.views.exports import names_workbook, pdf, workbook
from quiz.coverage.views.history import compare, history, take
from quiz.coverage.views.pages import coverage_list, exam_coverage, names, units

__all__ = [
    "compare",
    "coverage_list",
    "exam_coverage",
    "history",
    "names",
    "names_workbook",
    "pdf",
    "take",
    "units",
    "workbook",
]
