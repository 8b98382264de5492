"""Writing a question."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.rules import Refusal
from audit.wording import explain
from questionbank.questions.access import get_case_for, get_question_for
from questionbank.questions.actions import save_version
from questionbank.questions.forms import QuestionForm, question_initial, tidied
from questionbank.questions.models import Case, Question
from questionbank.questions.queries import given_back
from questionbank.questions.views.bank import day_in, number_in, officer
from questionbank.questions.views.preview import preview_context


@officer
def question_new(request: HttpRequest) -> HttpResponse:
    """A new question; with `?case=` a new sub-question of a case."""
    return _write(request, None, _case_named(request))


@officer
def question_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """With `?on=` the form offers the citations as they are under the law of that day."""
    question = get_question_for(request.user, pk)
    return _write(request, question, question.case)


@require_POST
@officer
def question_preview(request: HttpRequest) -> HttpResponse:
    """A question as candidates will see it, and what is to be said about it; saves nothing.

    `?question=` is the one that is being changed, `?case=` the one that it is to stand in.
    """
    pk = number_in(request.GET.get("question", ""))
    question = get_question_for(request.user, pk) if pk is not None else None
    case = question.case if question else _case_named(request)
    form = QuestionForm(tidied(request.POST), case=case)
    context = preview_context(form, question)
    return render(request, "questionbank/questions/_preview.html", context)


def _case_named(request: HttpRequest) -> Case | None:
    pk = number_in(request.GET.get("case", ""))
    return get_case_for(request.user, pk) if pk is not None else None


def _write(request: HttpRequest, question: Question | None, case: Case | None) -> HttpResponse:
    """Shows the form, or stores what it says and goes to the question."""
    data = tidied(request.POST) if request.method == "POST" else None
    on = day_in(request.GET["on"], timezone.localdate()) if "on" in request.GET else None
    initial = question_initial(question, on) if question else {}
    form = QuestionForm(data, initial=initial, case=case)
    wanted = request.POST.get("do", "draft")
    context: dict[str, Any] = {"form": form, "question": question, "case": case, "on": on}
    context["given_back"] = given_back(question) if question else None
    if data is not None and wanted != "preview" and form.is_valid():
        saved = _save(request, question, form, submit=wanted == "review")
        if not isinstance(saved, Refusal):
            messages.success(request, _SAID[wanted == "review"])
            return redirect("questions:detail", saved[0].pk)
        form.add_error(None, explain(saved))
        context["stale"] = saved.code == "questions.stale"
        if question and context["stale"]:
            form.see(Question.objects.get(pk=question.pk))
    if data is not None:
        context |= preview_context(form, question)
        form.point_at_first_error()
    status = 422 if form.errors and wanted != "preview" else 200
    return render(request, "questionbank/questions/form.html", context, status=status)


_SAID = {
    True: _("Saved and sent to review. Somebody else has to approve it."),
    False: _("Saved as a draft. Only what was approved is asked."),
}


def _save(
    request: HttpRequest, question: Question | None, form: QuestionForm, *, submit: bool
) -> tuple[Question, str] | Refusal:
    version = question.current if question else None
    return save_version(
        actor=request.user,
        question=question,
        seen=form.cleaned_data["version"],
        seen_tags=form.cleaned_data["tags"],
        code=form.cleaned_data["code"] or None,
        content=form.content,
        topics=form.topic_names(),
        cohorts=form.cohort_kinds(),
        citations=form.places,
        case=form.place_in_case(question),
        source=version.source if version else "",
        submit=submit,
        now=timezone.now(),
    )
