"""The list, one question, its versions side by side, and its relations."""

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.wording import explain
from questionbank.questions.access import get_question_for, get_version_for
from questionbank.questions.actions import relate_question
from questionbank.questions.forms import QuestionFilters, RelationsForm, relations_initial
from questionbank.questions.models import STATE_CHOICES, Question, Review
from questionbank.questions.queries import (
    bank_list,
    cited_now,
    differences,
    given_back,
    review_history,
    shown_version,
    state_counts,
    version_history,
)
from questionbank.questions.rules import QuestionState, ReviewVerdict
from questionbank.questions.wording import PARTS, STANDINGS
from rosters.roles.access import has_county_role, roles_required
from rosters.roles.rules import Role

PAGE = 50
officer = roles_required(Role.OFFICER, whole_county=True)
reader = roles_required(Role.OFFICER, Role.REVIEWER, whole_county=True)


def number_in(text: str) -> int | None:
    """The number that an address or a form names; one too long for a row id names no row."""
    return int(text[:18]) if text.isdecimal() else None


def day_in(text: str | None, today: date) -> date:
    """The day that a page looks at: today, or one to come."""
    try:
        return max(parse_date(text or "") or today, today)
    except ValueError:
        return today


@reader
def question_list(request: HttpRequest) -> HttpResponse:
    filters = QuestionFilters(request.GET)
    chosen = filters.chosen()
    page = Paginator(bank_list(chosen), PAGE).get_page(request.GET.get("page"))
    counts = state_counts()
    context = {
        "filters": filters,
        "filtered": bool(chosen),
        "page": page,
        "states": [(s.value, label, counts.get(s, 0)) for s, label in STATE_CHOICES],
        "state": chosen.get("state", ""),
        "reviewing": chosen.get("state") == QuestionState.IN_REVIEW,
        "can_edit": has_county_role(request.user, Role.OFFICER),
    }
    return render(request, "questionbank/questions/list.html", context)


@reader
def question_detail(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """A question as candidates see it, with its key, at its current or at an earlier version."""
    question = get_question_for(request.user, pk)
    return _detail(request, question, number, RelationsForm(initial=relations_initial(question)))


def _detail(
    request: HttpRequest, question: Question, number: int | None, relations: RelationsForm
) -> HttpResponse:
    version = get_version_for(request.user, question.pk, number) if number else question.current
    assert version is not None
    context = {
        "question": question,
        "shown": shown_version(version),
        "citations": cited_now([version.pk], timezone.localdate())[version.pk],
        "versions": version_history(question),
        "given_back": given_back(question),
        "reviews": _worded(review_history(question)),
        "relations": relations,
        "can_edit": has_county_role(request.user, Role.OFFICER),
    }
    status = 422 if relations.errors else 200
    return render(request, "questionbank/questions/detail.html", context, status=status)


def _worded(reviews: Iterable[Review]) -> list[Review]:
    """The decisions; what the platform found about a cited text is put into words."""
    found = list(reviews)
    for review in found:
        if review.verdict == ReviewVerdict.RE_REVIEW:
            review.reason = str(STANDINGS[review.reason])
    return found


@require_POST
@officer
def question_relate(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_question_for(request.user, pk)
    form = RelationsForm(request.POST)
    if form.is_valid():
        refusal = relate_question(actor=request.user, question=question, **form.cleaned_data)
        if refusal is None:
            messages.success(request, _("Saved."))
            return redirect("questions:detail", pk)
        form.add_error(None, explain(refusal))
    return _detail(request, question, None, form)


@reader
def question_compare(request: HttpRequest, pk: int, old: int, new: int) -> HttpResponse:
    """Two versions side by side, as far as they differ."""
    question = get_question_for(request.user, pk)
    before = get_version_for(request.user, pk, old)
    after = get_version_for(request.user, pk, new)
    context = {
        "question": question,
        "before": before,
        "after": after,
        "differences": [(PARTS[one.part], one) for one in differences(before, after)],
        "can_edit": has_county_role(request.user, Role.OFFICER),
    }
    return render(request, "questionbank/questions/review_compare.html", context)
