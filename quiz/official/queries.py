"""Reading lists of results sat elsewhere, and what each row of one comes to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet

from audit.rules import Refusal
from quiz.assembly.models import Exam
from quiz.official.matching import Listed, Listing
from quiz.official.models import OfficialImport, OfficialResult
from quiz.official.rules import (
    Column,
    Given,
    Line,
    Report,
    Result,
    Row,
    RowVerdict,
)
from quiz.scheduling.models import Candidate

Reading = Given | tuple[Refusal, ...]
_VERDICTS = {
    "official.row_not_listed": RowVerdict.NOT_LISTED,
    "official.row_several": RowVerdict.AMBIGUOUS,
    "official.row_without_unit": RowVerdict.AMBIGUOUS,
}


def imports_of(exam: Exam) -> QuerySet[OfficialImport]:
    """The lists that were applied, the newest first, each with how many results it added."""
    applied = exam.official_imports.exclude(applied_at=None).select_related("imported_by")
    return applied.defer("sealed").annotate(counted=Count("results"))


def waiting_imports(exam: Exam) -> QuerySet[OfficialImport]:
    """Lists that were uploaded and neither applied nor given up."""
    return exam.official_imports.filter(applied_at=None).select_related("imported_by")


def is_published(exam: Exam) -> bool:
    """Whether the results of the exam are official, so that nothing more can count for it."""
    return Exam.objects.filter(pk=exam.pk, publication__isnull=False).exists()


def results_of(source: OfficialImport) -> QuerySet[OfficialResult]:
    return source.results.select_related("entry__unit").order_by("entry__number")


def load_report(exam: Exam, read: Iterable[tuple[Line, Reading]], today: date) -> Report:
    """One verdict for each row, in the order of the file."""
    listing, plan = Listing(exam, today), _Plan(exam)
    rows = [
        plan.weigh(given, listing.find(given))
        if isinstance(given, Given)
        else _rejected(line, given)
        for line, given in read
    ]
    return Report(tuple(plan.settled(rows)))


def _rejected(line: Line, reasons: tuple[Refusal, ...]) -> Row:
    name, unit = line.text(Column.NAME), line.text(Column.UNIT)
    return Row(line.where, name, unit, RowVerdict.REJECTED, reasons)


class _Plan:
    """What is held already, and what this list says of each entry."""

    def __init__(self, exam: Exam) -> None:
        held = exam.official_results.values_list("entry", "passed", "excellent", "score", "sat_on")
        self.held = {entry: Result(*result) for entry, *result in held}
        began = Candidate.objects.filter(exam=exam, attempts__started_at__isnull=False)
        self.sat_here = set(began.values_list("entry", flat=True))
        self.said: dict[int, set[Result]] = defaultdict(set)

    def weigh(self, given: Given, found: Listed | Refusal) -> Row:
        """The row as it stands alone."""
        who = (given.where, given.name, given.unit)
        if isinstance(found, Refusal):
            return Row(*who, _VERDICTS.get(found.code, RowVerdict.REJECTED), (found,))
        entry_id = found.entry_id
        self.said[entry_id].add(given.result)
        if entry_id in self.sat_here:
            refusal = Refusal("official.row_sat_here", {"name": given.name})
            return Row(*who, RowVerdict.REJECTED, (refusal,))
        held = self.held.get(entry_id)
        if held not in (None, given.result):
            refusal = Refusal("official.row_differs", {"name": given.name})
            return Row(*who, RowVerdict.REJECTED, (refusal,))
        verdict = RowVerdict.COUNTED if held is None else RowVerdict.UNCHANGED
        return Row(*who, verdict, (), entry_id, given.result)

    def settled(self, rows: Iterable[Row]) -> Iterable[Row]:
        """The rows beside each other: of equal ones the first counts, of differing ones none."""
        counted: set[int] = set()
        for row in rows:
            if row.entry_id is None:
                yield row
            elif len(self.said[row.entry_id]) > 1:
                refusal = Refusal("official.row_twice", {"name": row.name})
                yield Row(row.where, row.name, row.unit, RowVerdict.REJECTED, (refusal,))
            elif row.entry_id in counted:
                yield Row(
                    row.where, row.name, row.unit, RowVerdict.UNCHANGED, (), row.entry_id,
                    row.result,
                )  # fmt: skip
            else:
                counted.add(row.entry_id)
                yield row
