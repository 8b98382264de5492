"""The list, one question, and its retirement."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.queries import history
from audit.wording import explain
from questionbank.questions.access import get_question_for, get_version_for
from questionbank.questions.actions import retire_question
from questionbank.questions.forms import QuestionFilters, RetireForm
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
