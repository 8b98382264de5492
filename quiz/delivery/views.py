"""The candidate's pages: my exams, the gate, the paper, the receipt. And the officer's release."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from audit.rules import Refusal
from audit.wording import explain
from quiz.assembly.access import get_exam_for
from quiz.delivery.access import attempts_for, get_attempt_for
from quiz.delivery.actions import (
    prepare_attempts,
    save_sheet,
    start_attempt,
    take_over_device,
    take_pledge,
)
from quiz.delivery.devices import is_current_device, remember_device
from quiz.delivery.forms import read_number, read_sheet
from quiz.delivery.models import Attempt
from quiz.delivery.queries import (
    admission_of,
    last_answers,
    load_release,
    load_sheet,
    my_exams,
    receipt_of,
    shape_of,
)
from quiz.delivery.rules import AttemptState, may_enter, unanswered
from quiz.delivery.saving import answer_save
from quiz.delivery.sitting import sitting_page
from quiz.delivery.tokens import AttemptToken, make_token
from rosters.roles.access import roles_required
from rosters.roles.rules import Role


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The candidate's exams and what to do now."""
    exams = my_exams(attempts_for(request.user), timezone.now())
    return render(request, "quiz/delivery/mine.html", {"exams": exams})


@csrf_exempt
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """The save path when the middleware has not answered already. See `saving` on CSRF."""
    return answer_save(request)


@login_required
@never_cache
@gzip_page
def attempt(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """One attempt by its state: gate, paper, other device, or receipt."""
    mine = get_attempt_for(request.user, attempt_id)
    now = timezone.now()
    if mine.state == AttemptState.READY:
        return _gate(request, mine)
    if mine.state != AttemptState.IN_PROGRESS or mine.ends_at is None or mine.ends_at <= now:
        return _closed(request, mine)
    if request.method == "POST":
        return _post_sheet(request, mine)
    if not is_current_device(request, mine):
        return render(request, "quiz/delivery/elsewhere.html", {"attempt": mine})
    return sitting_page(request, mine, now)


def _gate(request: HttpRequest, mine: Attempt, refusal: Refusal | None = None) -> HttpResponse:
    """Not open yet, ready to start, or why not."""
    now = timezone.now()
    barred = may_enter(admission_of(mine), now)
    context = {
        "attempt": mine,
        "exam": mine.candidate.exam,
        "batch": mine.candidate.batch,
        "barred": barred and barred.code,
        "explanation": explain(refusal or barred) if refusal or barred else "",
    }
    return render(request, "quiz/delivery/gate.html", context, status=422 if refusal else 200)


def _closed(request: HttpRequest, mine: Attempt) -> HttpResponse:
    context = {"attempt": mine, "exam": mine.candidate.exam, "receipt": receipt_of(mine)}
    if context["receipt"] is None:
        context["token"] = make_token(AttemptToken(mine.pk, mine.device, ""))
    return render(request, "quiz/delivery/closed.html", context)


def _post_sheet(request: HttpRequest, mine: Attempt) -> HttpResponse:
    """Saves the plain page and comes back to it, or goes on to the review before handing in."""
    answers, misfits = read_sheet(request.POST, load_sheet(mine.paper_id))
    saved = save_sheet(
        attempt_id=mine.pk,
        token=request.POST.get("token", ""),
        answers=answers,
        seen=read_number(request.POST.get("seen", "")) or 0,
        now=timezone.now(),
    )
    if isinstance(saved, Refusal):
        messages.error(request, explain(saved))
        return redirect("delivery:attempt", mine.pk)
    unsaved = _unsaved(misfits, saved.refused)
    for text in unsaved:
        messages.error(request, text)
    if request.POST.get("next") == "review" and not unsaved:
        return redirect("delivery:review", mine.pk)
    n = len(saved.sequences)
    text = ngettext("%(n)s answer saved.", "%(n)s answers saved.", n)
    messages.success(request, text % {"n": n})
    return redirect("delivery:attempt", mine.pk)


def _unsaved(misfits: list[int], refused: dict[int, Refusal]) -> list[str]:
    """What to say about answers of a posted page that were not saved, each thing once."""
    text = gettext("The answer to question %(slot)s does not fit and was not saved.")
    told = [text % {"slot": slot} for slot in misfits]
    return told + list(dict.fromkeys(explain(why) for why in refused.values()))


@login_required
@require_POST
def start(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Accepts the pledge and starts the clock, on this device."""
    mine = get_attempt_for(request.user, attempt_id)
    now = timezone.now()
    if request.POST.get("pledge"):
        take_pledge(attempt_id=mine.pk, now=now)
    started = start_attempt(attempt_id=mine.pk, now=now)
    if isinstance(started, Refusal):
        if mine.state == AttemptState.READY and started.code != "delivery.already_started":
            return _gate(request, mine, started)
        return redirect("delivery:attempt", mine.pk)
    return remember_device(redirect("delivery:attempt", mine.pk), mine.pk, started.device)


@login_required
@require_POST
def take_over(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Goes on with a running attempt on this device."""
    mine = get_attempt_for(request.user, attempt_id)
    device = take_over_device(actor=request.user, attempt=mine, now=timezone.now())
    if isinstance(device, Refusal):
        messages.error(request, explain(device))
        return redirect("delivery:attempt", mine.pk)
    return remember_device(redirect("delivery:attempt", mine.pk), mine.pk, device)


@login_required
@never_cache
@require_GET
def review(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """What is still unanswered, before handing in without script."""
    mine = get_attempt_for(request.user, attempt_id)
    running = mine.state == AttemptState.IN_PROGRESS and mine.ends_at > timezone.now()
    if not running or not is_current_device(request, mine):
        return redirect("delivery:attempt", mine.pk)
    sheet = load_sheet(mine.paper_id)
    context: dict[str, Any] = {
        "attempt": mine,
        "exam": mine.candidate.exam,
        "slots": len(sheet),
        "empty": unanswered([item.slot for item in sheet], last_answers(mine.pk)),
        "token": make_token(AttemptToken(mine.pk, mine.device, shape_of(sheet))),
    }
    return render(request, "quiz/delivery/review.html", context)


@roles_required(Role.OFFICER)
def release(request: HttpRequest, exam_id: int) -> HttpResponse:
    """Shows who will get the exam, and gives it to them."""
    exam = get_exam_for(request.user, exam_id)
    if request.method == "POST":
        prepared = prepare_attempts(actor=request.user, exam=exam, now=timezone.now())
        if isinstance(prepared, Refusal):
            messages.error(request, explain(prepared))
        else:
            text = gettext("Released: %(n)s attempts are ready for their candidates.")
            messages.success(request, text % {"n": prepared})
        return redirect("delivery:release", exam.pk)
    context = {"exam": exam, "release": load_release(exam)}
    return render(request, "quiz/delivery/release.html", context)
