"""Writing a question."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.rules import Refusal
from audit.wording import explain
from questionbank.questions.access import get_question_for
from questionbank.questions.actions import save_version
from questionbank.questions.forms import QuestionForm, question_initial
from questionbank.questions.models import Question
from rosters.roles.access import roles_required
from rosters.roles.rules import Role


@roles_required(Role.OFFICER, whole_county=True)
def question_new(request: HttpRequest) -> HttpResponse:
    return _write(request, None, {})


@roles_required(Role.OFFICER, whole_county=True)
def question_edit(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_question_for(request.user, pk)
    return _write(request, question, question_initial(question))


def _write(
    request: HttpRequest, question: Question | None, initial: dict[str, Any]
) -> HttpResponse:
    """Shows the form, or stores what it says and goes to the question."""
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        saved = _save(request, question, form)
        if not isinstance(saved, Refusal):
            messages.success(request, _("Saved."))
            return redirect("questions:detail", saved[0].pk)
        form.add_error(None, explain(saved))
    status = 422 if form.errors else 200
    context = {"form": form, "question": question}
    return render(request, "questionbank/questions/form.html", context, status=status)


def _save(
    request: HttpRequest, question: Question | None, form: QuestionForm
) -> tuple[Question, str] | Refusal:
    return save_version(
        actor=request.user,
        question=question,
        seen=form.cleaned_data["version"],
        code=form.cleaned_data["code"] or None,
        content=form.content,
        topics=form.cleaned_data["topics"],
        citations=form.places,
        source="",
        now=timezone.now(),
    )
