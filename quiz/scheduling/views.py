"""The page on which batches are planned."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.rules import Refusal
from audit.wording import explain
from quiz.assembly.access import get_exam_for
from quiz.assembly.models import Exam
from quiz.scheduling import queries
from quiz.scheduling.actions import plan_batches
from quiz.scheduling.forms import BatchesForm, SeriesForm
from quiz.scheduling.models import Batch
from quiz.scheduling.rules import Window
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 100


@roles_required(Role.OFFICER, whole_county=True)
def batches(request: HttpRequest, exam_id: int) -> HttpResponse:
    """Shows the plan; a POST plans anew; GET with a series fills in the rows."""
    exam = get_exam_for(request.user, exam_id)
    planned = list(queries.batches_with_counts(exam))
    people = queries.entries_to_seat(exam).count()
    series = _series(request, exam, people)
    form = BatchesForm(request.POST or None, _rows(series, planned))
    if form.is_bound and form.is_valid() and _plan(request, exam, form):
        return redirect("scheduling:batches", exam.pk)
    context = {
        "exam": exam,
        "batches": planned,
        "people": people,
        "series": series,
        "form": form,
        "released": queries.is_released(exam),
    } | _chosen(request, planned)
    status = 422 if form.is_bound else 200
    return render(request, "quiz/scheduling/batches.html", context, status=status)


def _plan(request: HttpRequest, exam: Exam, form: BatchesForm) -> bool:
    """Plans what the form says and tells the officer how it went."""
    result = plan_batches(
        actor=request.user,
        exam=exam,
        windows=form.windows(),
        max_unit_share=form.max_unit_share(),
        now=timezone.now(),
    )
    if isinstance(result, Refusal):
        messages.error(request, explain(result))
        return False
    messages.success(request, _("Everybody is assigned to a batch."))
    return True


def _series(request: HttpRequest, exam: Exam, people: int) -> SeriesForm:
    if "first" in request.GET:
        return SeriesForm(request.GET)
    tomorrow = timezone.localdate() + timedelta(days=1)
    initial = {
        "first": datetime.combine(max(tomorrow, exam.starts_on), time(9)),
        "minutes": exam.minutes + 30,
        "gap": 30,
        "number": 3,
        "capacity": -(-people // 3) or 1,
    }
    return SeriesForm(initial=initial)


def _rows(series: SeriesForm, planned: list[Batch]) -> list[Window]:
    if series.is_bound and series.is_valid():
        return series.windows()
    return [Window(batch.opens_at, batch.closes_at, batch.capacity) for batch in planned]


def _chosen(request: HttpRequest, planned: list[Batch]) -> dict[str, Any]:
    """The batch whose people are to be listed, if the address names one."""
    number = request.GET.get("batch", "")
    if not number:
        return {}
    batch = next((batch for batch in planned if str(batch.number) == number), None)
    if batch is None:
        raise Http404
    page = Paginator(queries.candidates_by_unit(batch), PAGE).get_page(request.GET.get("page"))
    return {"chosen": batch, "page": page}
