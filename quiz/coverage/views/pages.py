"""Coverage on screen: the leader's page, all units, and the names behind each number."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quiz.coverage.access import READERS, exams_for, get_coverage_for
from quiz.coverage.figures import VERDICT_LABELS, cohort_label
from quiz.coverage.forms import NamesFilter, UnitsFilter
from quiz.coverage.queries import Coverage, judge_page, list_names
from quiz.coverage.reports import leader_page, units_page, units_to_list
from quiz.coverage.rules import shown_verdict
from quiz.results.rules import Verdict
from rosters.cohorts.models import Entry
from rosters.roles.access import roles_required

PAGE = 50


@roles_required(*READERS)
@require_safe
def coverage_list(request: HttpRequest) -> HttpResponse:
    exams = exams_for(request.user).order_by("-created_at", "-pk")
    page = Paginator(exams, PAGE).get_page(request.GET.get("page"))
    return render(request, "quiz/coverage/list.html", {"page": page})


@roles_required(*READERS)
@require_safe
def exam_coverage(request: HttpRequest, exam_id: int) -> HttpResponse:
    """The leader's one page."""
    coverage = get_coverage_for(request.user, exam_id, timezone.now())
    return render(request, "quiz/coverage/exam.html", leader_page(coverage))


@roles_required(*READERS)
@require_safe
def units(request: HttpRequest, exam_id: int) -> HttpResponse:
    """All units, ranked within their kind, alone or with the bodies below them."""
    coverage = get_coverage_for(request.user, exam_id, timezone.now())
    form = UnitsFilter(request.GET, coverage)
    chosen = form.chosen()
    page = Paginator(units_to_list(coverage, **chosen), PAGE).get_page(request.GET.get("page"))
    context = units_page(coverage, list(page), below="below" in chosen)
    return render(request, "quiz/coverage/units.html", context | {"form": form, "page": page})


@roles_required(*READERS)
@require_safe
def names(request: HttpRequest, exam_id: int) -> HttpResponse:
    """The people behind a number."""
    coverage = get_coverage_for(request.user, exam_id, timezone.now())
    form = NamesFilter(request.GET, coverage)
    found = list_names(coverage, **form.chosen())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [_line(coverage, entry) for entry in judge_page(coverage, page)]
    context = {"coverage": coverage, "exam": coverage.exam, "form": form, "page": page}
    return render(request, "quiz/coverage/names.html", context | {"rows": rows})


def _line(coverage: Coverage, entry: Entry) -> tuple[Entry, str, list[str], str, str]:
    """Entry, unit, cohorts, verdict and its name, as far as the reader may know it."""
    verdict = shown_verdict(Verdict(entry.verdict), coverage.marks_shown)
    unit = entry.unit_name or coverage.tree[entry.unit_id].name
    reasons = [cohort_label(reason.name or reason.cohort) for reason in entry.reasons.all()]
    return entry, unit, reasons, verdict, str(VERDICT_LABELS[verdict])
