"""Coverage on screen, as a workbook and on paper."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.rules import Refusal
from audit.wording import explain
from quiz.coverage.access import READERS, exams_for, get_coverage_for
from quiz.coverage.documents import coverage_pdf
from quiz.coverage.figures import VERDICT_LABELS, report
from quiz.coverage.forms import NamesFilter
from quiz.coverage.queries import select_names
from quiz.coverage.rules import shown_verdict
from quiz.coverage.workbook import coverage_workbook
from rosters.cohorts.models import COHORT_CHOICES
from rosters.roles.access import roles_required

PAGE = 50


@roles_required(*READERS)
@require_safe
def coverage_list(request: HttpRequest) -> HttpResponse:
    exams = exams_for(request.user).annotate(must_sit=Count("roster__entries", distinct=True))
    page = Paginator(exams.order_by("-created_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "quiz/coverage/list.html", {"page": page})


@roles_required(*READERS)
@require_safe
def exam_coverage(request: HttpRequest, exam_id: int) -> HttpResponse:
    """The leader's one page."""
    return render(
        request,
        "quiz/coverage/exam.html",
        report(get_coverage_for(request.user, exam_id, timezone.now())),
    )


@roles_required(*READERS)
@require_safe
def names(request: HttpRequest, exam_id: int) -> HttpResponse:
    """The people behind a number."""
    coverage = get_coverage_for(request.user, exam_id, timezone.now())
    form = NamesFilter(request.GET, coverage)
    found = select_names(coverage, **form.chosen())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    cohorts = dict(COHORT_CHOICES)
    rows = []
    for line in page:
        verdict = shown_verdict(line.verdict, coverage.marks_shown)
        reasons = [cohorts[kind] for kind in coverage.cohorts_of.get(line.entry_id, [])]
        unit = coverage.units[line.unit_id]
        rows.append((line, unit, reasons, verdict, VERDICT_LABELS[verdict]))
    context = {"coverage": coverage, "exam": coverage.exam, "form": form, "page": page}
    return render(request, "quiz/coverage/names.html", context | {"rows": rows})


@roles_required(*READERS)
@require_safe
def workbook(request: HttpRequest, exam_id: int) -> HttpResponse:
    coverage = get_coverage_for(request.user, exam_id, timezone.now())
    content = BytesIO(coverage_workbook(coverage))
    return FileResponse(content, as_attachment=True, filename=f"{coverage.exam.title}.xlsx")


@roles_required(*READERS)
@require_safe
def pdf(request: HttpRequest, exam_id: int) -> HttpResponse:
    coverage = get_coverage_for(request.user, exam_id, timezone.now())
    content = coverage_pdf(coverage)
    if isinstance(content, Refusal):
        messages.error(request, explain(content))
        return redirect("coverage:exam", exam_id)
    return FileResponse(BytesIO(content), filename=f"{coverage.exam.title}.pdf")
