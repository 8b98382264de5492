"""Pages of the room."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from questionbank.questions.access import get_question_for, get_version_for
from questionbank.questions.actions import retire_question, save_version
from questionbank.questions.forms import QuestionFilters, QuestionForm, RetireForm, question_initial
from questionbank.questions.models import Question
from questionbank.questions.queries import bank_list, shown_version, version_history
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 50


@roles_required(Role.OFFICER, whole_county=True)
def question_list(request: HttpRequest) -> HttpResponse:
    filters = QuestionFilters(request.GET)
    chosen = filters.chosen()
    page = Paginator(bank_list(chosen), PAGE).get_page(request.GET.get("page"))
    context = {"filters": filters, "filtered": bool(chosen), "page": page}
    return render(request, "questionbank/questions/list.html", context)


@roles_required(Role.OFFICER, whole_county=True)
def question_detail(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """A question as candidates see it, with its key, at its current or at an earlier version."""
    question = get_question_for(request.user, pk)
    version = get_version_for(request.user, pk, number) if number else question.current
    context = {
        "question": question,
        "shown": shown_version(version),
        "versions": version_history(question),
        "history": history(question),
    }
    return render(request, "questionbank/questions/detail.html", context)


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


@require_POST
@roles_required(Role.OFFICER, whole_county=True)
def question_retire(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_question_for(request.user, pk)
    form = RetireForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["reason"]))
        return redirect("questions:detail", pk)
    refusal = retire_question(
        actor=request.user,
        question=question,
        reason=form.cleaned_data["reason"],
        now=timezone.now(),
    )
    if refusal:
        messages.error(request, explain(refusal))
    else:
        messages.success(request, _("The question is retired. No new paper will hold it."))
    return redirect("questions:detail", pk)
