"""Lists of results sat elsewhere, made directly as rows."""

from datetime import date

from quiz.assembly.models import Exam
from quiz.official.models import OfficialImport, OfficialResult
from rosters.cohorts.models import Entry
from tests.factories import NOW


def make_import(exam: Exam, *passed: Entry, failed: tuple[Entry, ...] = ()) -> OfficialImport:
    """A list that was taken over, by which some entries passed and others failed."""
    kept = OfficialImport.objects.create(
        exam=exam,
        title="公共法律知识考试",
        source="省司法厅",
        document="赣司函〔2026〕8号",
        filename="成绩.xlsx",
        digest="0" * 64,
        rows=len(passed) + len(failed),
        imported_at=NOW,
        applied_at=NOW,
    )
    for entry in (*passed, *failed):
        OfficialResult.objects.create(
            source=kept,
            exam=exam,
            entry=entry,
            passed=entry in passed,
            sat_on=date(2026, 3, 1),
        )
    return kept
