"""Coverage as workbooks and on paper: they hold names, so each asks for what they are needed."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.rules import Refusal
from audit.wording import explain
from quiz.assembly.models import Exam
from quiz.coverage.access import READERS, get_coverage_for
from quiz.coverage.documents import absent_by_unit, coverage_pdf
from quiz.coverage.forms import NamesFilter
from quiz.coverage.queries import select_names
from quiz.coverage.workbook import coverage_workbook, names_sheet
from rosters.disclosure.actions import record_disclosure
from rosters.disclosure.forms import stated_purpose
from rosters.disclosure.rules import Disclosed, Purpose
from rosters.roles.access import roles_required


@roles_required(*READERS)
@require_POST
def workbook(request: HttpRequest, exam_id: int) -> HttpResponse:
    """All tables, and everybody's name and verdict."""
    coverage = get_coverage_for(request.user, exam_id, timezone.now())
    purpose = stated_purpose(request)
    if purpose is None:
        return _ask_again(request, coverage.exam)
    content = coverage_workbook(coverage)
    _record(request, coverage.exam, "coverage-tables.xlsx", coverage.total.must_sit, purpose)
    return _hand_out(content, f"{coverage.exam.title}.xlsx")


@roles_required(*READERS)
@require_POST
def names_workbook(request: HttpRequest, exam_id: int) -> HttpResponse:
    """Exactly the people that the list shows."""
    coverage = get_coverage_for(request.user, exam_id, timezone.now())
    purpose = stated_purpose(request)
    if purpose is None:
        return _ask_again(request, coverage.exam)
    found = select_names(coverage, **NamesFilter(request.POST, coverage).chosen())
    content = names_sheet(coverage, found)
    _record(request, coverage.exam, "coverage-names.xlsx", found.count(), purpose)
    return _hand_out(content, f"{coverage.exam.title} {_('Names')}.xlsx")


@roles_required(*READERS)
@require_POST
def pdf(request: HttpRequest, exam_id: int) -> HttpResponse:
    """The report with the absent by name."""
    coverage = get_coverage_for(request.user, exam_id, timezone.now())
    purpose = stated_purpose(request)
    if purpose is None:
        return _ask_again(request, coverage.exam)
    absent = absent_by_unit(coverage)
    content = coverage_pdf(coverage, absent)
    if isinstance(content, Refusal):
        messages.error(request, explain(content))
        return redirect("coverage:exam", exam_id)
    named = sum(len(names) for _unit, names in absent)
    _record(request, coverage.exam, "coverage-report.pdf", named, purpose)
    return _hand_out(content, f"{coverage.exam.title}.pdf")


def _ask_again(request: HttpRequest, exam: Exam) -> HttpResponse:
    messages.error(request, _("Say for what the data are needed. It is recorded."))
    return redirect("coverage:exam", exam.pk)


def _record(request: HttpRequest, exam: Exam, what: str, count: int, purpose: Purpose) -> None:
    record_disclosure(
        actor=request.user,
        form=Disclosed.EXPORT,
        subject=exam,
        what=what,
        count=count,
        purpose=purpose,
    )


def _hand_out(content: bytes, filename: str) -> HttpResponse:
    return FileResponse(BytesIO(content), as_attachment=True, filename=filename)
