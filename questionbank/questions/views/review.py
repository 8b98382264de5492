"""The queue of reviewers, and every decision about a question."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from audit.rules import Refusal
from audit.wording import explain
from questionbank.questions import actions
from questionbank.questions.access import get_question_for
from questionbank.questions.forms import DecisionForm, QuestionFilters
from questionbank.questions.models import Question
from questionbank.questions.queries import (
    bank_list,
    cited_now,
    differences,
    next_waiting,
    shown_version,
    version_before,
    waiting_for,
)
from questionbank.questions.rules import QuestionState
from questionbank.questions.views.bank import number_in, reader
from questionbank.questions.wording import PARTS
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role

# Who may, and what is said once it is done.
_DONE = {
    "submit": (Role.OFFICER, gettext_lazy("The question waits for its reviewer.")),
    "take_back": (Role.OFFICER, gettext_lazy("The question is a draft again.")),
    "approve": (Role.REVIEWER, gettext_lazy("The question is approved.")),
    "return": (Role.REVIEWER, gettext_lazy("The question is returned to its author.")),
    "no_answer": (
        Role.REVIEWER,
        gettext_lazy("The question is kept out of papers: it has no correct answer."),
    ),
    "retire": (Role.OFFICER, gettext_lazy("The question is retired. No new paper will hold it.")),
    "reopen": (Role.OFFICER, gettext_lazy("The question waits for review again.")),
}


@reader
def review_next(request: HttpRequest) -> HttpResponse:
    """Goes to the question that waits first, or behind the version `after`."""
    question = next_waiting(request.user, number_in(request.GET.get("after", "")))
    if question is None:
        return render(request, "questionbank/questions/review_empty.html", _mine(request))
    return redirect("questions:review_one", question.pk)


def _mine(request: HttpRequest) -> dict[str, Any]:
    waiting = Question.objects.filter(state=QuestionState.IN_REVIEW)
    own = waiting.filter(current__author=request.user.pk).count()
    return {"own": own, "can_edit": has_county_role(request.user, Role.OFFICER)}


@reader
def review_one(request: HttpRequest, pk: int) -> HttpResponse:
    """A question as candidates see it, beside its key and the text it rests on."""
    question = get_question_for(request.user, pk)
    version = question.current
    assert version is not None
    before = version_before(version)
    changed = differences(before, version) if before else []
    context = {
        "question": question,
        "shown": shown_version(version),
        "citations": cited_now([version.pk], timezone.localdate())[version.pk],
        "before": before,
        "differences": [(PARTS[one.part], one) for one in changed],
        "waiting": waiting_for(request.user).count(),
        "is_own": version.author_id == request.user.pk,
        "can_edit": has_county_role(request.user, Role.OFFICER),
    }
    return render(request, "questionbank/questions/review.html", context)


@require_POST
@reader
def question_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision about the version that was seen; from the queue on to the next question."""
    question = get_question_for(request.user, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.what_is_wrong())
        return redirect("questions:detail", pk)
    role, done = _DONE[form.cleaned_data["decision"]]
    if not has_county_role(request.user, role, Role.OFFICER):
        raise PermissionDenied
    question.current_id = form.cleaned_data["version"]
    decided = _decide(request, question, form.cleaned_data)
    if isinstance(decided, Refusal):
        messages.error(request, explain(decided))
    else:
        messages.success(request, done)
        if "queue" in request.POST:
            return redirect(f"{reverse('questions:review')}?after={question.current_id}")
    return redirect("questions:review_one" if "queue" in request.POST else "questions:detail", pk)


def _decide(request: HttpRequest, question: Question, data: dict[str, Any]) -> int | Refusal | None:
    about = {"actor": request.user, "now": timezone.now()}
    if data["decision"] in ("submit", "approve"):
        many = {"submit": actions.submit_questions, "approve": actions.approve_questions}
        return many[data["decision"]](questions=[question], **about)
    if data["decision"] == "take_back":
        return actions.take_back_question(question=question, **about)
    with_reason: dict[str, Callable[..., Refusal | None]] = {
        "return": actions.return_question,
        "no_answer": actions.mark_no_answer,
        "retire": actions.retire_question,
        "reopen": actions.reopen_question,
    }
    return with_reason[data["decision"]](question=question, reason=data["reason"], **about)


@require_POST
@reader
def approve_many(request: HttpRequest) -> HttpResponse:
    """Approves those ticked, or, once that was confirmed, all that the filters of the list show."""
    chosen = bank_list(QuestionFilters(request.GET).chosen()).prefetch_related(None)
    waiting = waiting_for(request.user, chosen)
    back = f"{reverse('questions:list')}?{request.GET.urlencode()}"
    if request.POST.get("scope") == "chosen":
        waiting = waiting.filter(current__in=_numbers(request.POST.getlist("version")))
    elif not (upto := _numbers([request.POST.get("upto", "")])):
        newest = waiting.aggregate(newest=Max("current"))["newest"]
        context = {"count": waiting.count(), "upto": newest, "back": back, **_mine(request)}
        return render(request, "questionbank/questions/review_many.html", context)
    else:
        waiting = waiting.filter(current__lte=upto[0])
    now = timezone.now()
    done = actions.approve_questions(actor=request.user, questions=waiting, now=now)
    if isinstance(done, Refusal):
        messages.error(request, explain(done))
    elif done:
        said = ngettext("%(n)s question is approved.", "%(n)s questions are approved.", done)
        messages.success(request, said % {"n": done})
    else:
        messages.error(request, _("Nothing was chosen. Tick the questions you have read."))
    return redirect(back)


def _numbers(texts: list[str]) -> list[int]:
    return [number for number in map(number_in, texts) if number is not None]
