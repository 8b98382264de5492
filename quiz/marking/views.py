"""Handing in, and marking short answers."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from audit.rules import Refusal
from audit.wording import explain
from quiz.assembly.models import Exam
from quiz.delivery.forms import MALFORMED, read_number
from quiz.delivery.saving import STATUS
from quiz.delivery.tokens import read_token
from quiz.marking.actions import mark_response, submit_attempt
from quiz.marking.forms import MarkForm
from quiz.marking.models import Response
from quiz.marking.queries import (
    exams_to_mark,
    last_marked,
    marking_progress,
    next_response,
    responses_by_hand,
)
from rosters.roles.access import roles_required
from rosters.roles.rules import Role


@csrf_exempt  # the attempt token in the body is the proof; browsers never send it on their own
@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Hands in an attempt: JSON for the script, a redirect to the receipt for the plain page."""
    if request.content_type != "application/json":
        return _submit_plain(request, request.POST.get("token", ""))
    token = _token_in(request.body)
    result = MALFORMED if token is None else submit_attempt(token=token, now=timezone.now())
    if isinstance(result, Refusal):
        body = {"code": result.code, "message": explain(result)}
        return JsonResponse(body, status=STATUS.get(result.code, 409))
    closed_at = timezone.localtime(result.closed_at)
    return JsonResponse(
        {
            "code": result.code,
            "closed_at": format_date(closed_at, "DATETIME_FORMAT"),
            "answered": result.answered,
            "slots": result.slots,
            "by_clock": result.by_clock,
        }
    )


def _token_in(body: bytes) -> str | None:
    try:
        token = json.loads(body)["token"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return token if isinstance(token, str) else None


def _submit_plain(request: HttpRequest, token: str) -> HttpResponse:
    result = submit_attempt(token=token, now=timezone.now())
    if not isinstance(result, Refusal):
        return redirect("delivery:attempt", result.attempt_id)
    messages.error(request, explain(result))
    device = read_token(token)
    if isinstance(device, Refusal):
        return redirect("delivery:mine")
    return redirect("delivery:attempt", device.attempt_id)


@roles_required(Role.OFFICER, Role.MARKER, whole_county=True)
@require_GET
def marking_list(request: HttpRequest) -> HttpResponse:
    """Exams with answers for a marker."""
    return render(request, "quiz/marking/list.html", {"exams": exams_to_mark(request.user)})


@roles_required(Role.OFFICER, Role.MARKER, whole_county=True)
def marking_exam(request: HttpRequest, exam_id: int) -> HttpResponse:
    """One answer at a time: the next that waits, or with `?response=` one to look at again."""
    exam = get_object_or_404(Exam, pk=exam_id)
    if request.method == "POST":
        return _mark(request, exam)
    if "response" in request.GET:
        response = _response_for(request, exam, request.GET["response"])
    else:
        response = next_response(exam, request.user)
    return _marking_page(request, exam, response)


def _response_for(request: HttpRequest, exam: Exam, number: str) -> Response:
    return get_object_or_404(responses_by_hand(exam, request.user), pk=read_number(number))


def _marking_page(
    request: HttpRequest, exam: Exam, response: Response | None, form: MarkForm | None = None
) -> HttpResponse:
    if response and form is None:
        initial = {"response": response.pk, "seen": response.mark, "mark": response.mark}
        form = MarkForm(initial=initial, most=response.item.marks)
    context = {
        "exam": exam,
        "response": response,
        "form": form,
        "progress": marking_progress(exam, request.user),
        "last": last_marked(exam, request.user),
    }
    status = 422 if form and form.is_bound else 200
    return render(request, "quiz/marking/exam.html", context, status=status)


def _mark(request: HttpRequest, exam: Exam) -> HttpResponse:
    response = _response_for(request, exam, request.POST.get("response", ""))
    form = MarkForm(request.POST, most=response.item.marks)
    if not form.is_valid():
        return _marking_page(request, exam, response, form)
    marked = mark_response(
        actor=request.user,  # type: ignore[arg-type]
        response=response,
        mark=form.cleaned_data["mark"],
        seen=form.cleaned_data["seen"],
        now=timezone.now(),
    )
    if isinstance(marked, Refusal) and marked.code == "marking.out_of_bounds":
        form.add_error("mark", explain(marked))
        return _marking_page(request, exam, response, form)
    if isinstance(marked, Refusal):
        messages.error(request, explain(marked))
    else:
        messages.success(request, gettext("Marked."))
    return redirect("marking:exam", exam.pk)
