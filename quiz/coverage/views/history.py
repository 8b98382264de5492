"""Coverage over time: the figures that were kept, their chart, and two days side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from quiz.assembly.access import get_exam_for
from quiz.coverage.access import READERS, get_scope_for
from quiz.coverage.actions import take_snapshot
from quiz.coverage.comparison import comparison_tables
from quiz.coverage.forms import ComparisonForm
from quiz.coverage.history import KeptDay, load_days
from quiz.coverage.rules import draw_chart, percent
from rosters.roles.access import has_county_role, roles_required
from rosters.roles.rules import Role


@roles_required(*READERS)
@require_safe
def history(request: HttpRequest, exam_id: int) -> HttpResponse:
    """The figures of each day on which they were kept."""
    scope = get_scope_for(request.user, exam_id)
    days = load_days(scope.exam, scope.unit_ids)
    context = {
        "exam": scope.exam,
        "scope": scope,
        "rows": [_row(day) for day in reversed(days)],
        "chart": _chart(days, scope.marks_shown),
        "form": _newest_two(days) if len(days) > 1 else None,
        "may_take": has_county_role(request.user, Role.OFFICER),
    }
    return render(request, "quiz/coverage/history.html", context)


@roles_required(*READERS)
@require_safe
def compare(request: HttpRequest, exam_id: int) -> HttpResponse:
    """Two days side by side: in all, by kind, by cohort, and every unit that changed."""
    scope = get_scope_for(request.user, exam_id)
    days = load_days(scope.exam, scope.unit_ids)
    form = ComparisonForm(request.GET, _choices(days))
    by_id = {day.snapshot.pk: day for day in days}
    chosen = form.chosen()
    first, second = by_id.get(chosen.get("first")), by_id.get(chosen.get("second"))
    if first is None or second is None or first.snapshot.day >= second.snapshot.day:
        messages.error(request, _("Choose two different days, the earlier one first."))
        return redirect("coverage:history", exam_id)
    context = {"exam": scope.exam, "scope": scope, "form": form, "first": first, "second": second}
    tables = comparison_tables(first, second, scope.marks_shown)
    return render(request, "quiz/coverage/compare.html", context | {"tables": tables})


@roles_required(Role.OFFICER, whole_county=True)
@require_POST
def take(request: HttpRequest, exam_id: int) -> HttpResponse:
    """Keeps the figures of today."""
    exam = get_exam_for(request.user, exam_id)
    answer = take_snapshot(actor=request.user, exam=exam, now=timezone.now())
    if isinstance(answer, Refusal):
        messages.error(request, explain(answer))
    else:
        messages.success(request, _("The figures of today are kept."))
    return redirect("coverage:history", exam_id)


def _row(day: KeptDay) -> dict[str, Any]:
    total = day.total
    return {
        "day": day,
        "total": total,
        "participation": percent(total.participation),
        "pass_rate": percent(total.pass_rate),
    }


def _chart(days: list[KeptDay], marks_shown: bool) -> Any:
    series = [[day.total.participation for day in days]]
    if marks_shown:
        series.append([day.total.pass_rate for day in days])
    return draw_chart([day.snapshot.day for day in days], *series)


def _newest_two(days: list[KeptDay]) -> ComparisonForm:
    first, second = (day.snapshot.pk for day in days[-2:])
    return ComparisonForm({"first": first, "second": second}, _choices(days))


def _choices(days: list[KeptDay]) -> list[tuple[int, str]]:
    return [(day.snapshot.pk, date_format(day.snapshot.day, "DATE_FORMAT")) for day in days]
