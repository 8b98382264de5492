"""What the law's changes did to the bank, law by law, and citations moved forward."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from audit.rules import Refusal
from audit.wording import explain
from questionbank.laws.models import Law
from questionbank.questions.actions import check_currency, move_citations
from questionbank.questions.models import Question, QuestionVersion
from questionbank.questions.queries import (
    Affected,
    affected_by_law,
    affected_laws,
    cited_now,
    coming_changes,
)
from questionbank.questions.rules import QuestionState, StandingKind
from questionbank.questions.views.bank import day_in, reader
from questionbank.questions.wording import STANDINGS
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role

PAGE = 20
_IN_USE = (QuestionState.APPROVED, QuestionState.RE_REVIEW)


@reader
def currency_overview(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    on = day_in(request.GET.get("on"), today)
    rows = [
        (row, [(kind, STANDINGS[kind], n) for kind, n in row.counts]) for row in affected_laws(on)
    ]
    context = {
        "on": on, "today": today, "rows": rows, "coming": coming_changes(today),
        "can_edit": has_county_role(request.user, Role.OFFICER),
    }  # fmt: skip
    return render(request, "questionbank/questions/currency.html", context)


@require_POST
@reader
def currency_check(request: HttpRequest) -> HttpResponse:
    done = check_currency(actor=request.user, now=timezone.now())
    text = _("Checked %(checked)s: %(sent)s sent to re-review, %(restored)s in force again.")
    messages.success(request, text % vars(done))
    return redirect("questions:currency")


@reader
def currency_law(request: HttpRequest, law_id: int) -> HttpResponse:
    """The questions that the changes of one law concern, the two texts side by side."""
    law, today = get_object_or_404(Law, pk=law_id), timezone.localdate()
    on = day_in(request.GET.get("on"), today)
    affected = affected_by_law(on, law).get(law.pk, [])
    kinds = [kind for kind in StandingKind if any(one.kind == kind for one in affected)]
    wanted = request.GET.get("kind")
    chosen = [one for one in affected if wanted not in kinds or one.kind == wanted]
    chosen.sort(key=lambda one: (kinds.index(one.kind), one.version))
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    movable = _movable(request, affected)
    context = {
        "law": law, "on": on, "today": today, "page": page, "kind": wanted,
        "kinds": [(kind, STANDINGS[kind], sum(one.kind == kind for one in affected))
                  for kind in kinds],
        "cards": _cards(page.object_list, law, on, movable),
        "movable": len(movable),
        "can_edit": has_county_role(request.user, Role.OFFICER),
    }  # fmt: skip
    return render(request, "questionbank/questions/currency_law.html", context)


def _cards(
    affected: list[Affected], law: Law, on: date, movable: dict[int, Question]
) -> list[dict[str, object]]:
    """Each question with its citations of this law that do not stand, or quote wrongly."""
    ids = [one.version for one in affected]
    stored = QuestionVersion.objects.select_related("question").prefetch_related("options")
    versions, cited = stored.in_bulk(ids), cited_now(ids, on)
    return [
        {
            "version": versions[one.version],
            "right": [o for o in versions[one.version].options.all()
                      if o.letter in versions[one.version].key],
            "movable": one.version in movable,
            "citations": [
                c for c in cited[one.version]
                if c.basis.law == law.pk and (c.misquoted or not c.stands)
            ],
        }
        for one in affected
    ]  # fmt: skip


def _movable(request: HttpRequest, affected: list[Affected]) -> dict[int, Question]:
    """Those of which every cited text only moved, by version, without the reader's own."""
    moved = [one.version for one in affected if one.overall is StandingKind.MOVED]
    rows = Question.objects.filter(current__in=moved, state__in=_IN_USE).order_by("pk")
    others = rows.exclude(current__author=request.user.pk)
    return {question.current_id: question for question in others if question.current_id}


@require_POST
@reader
def currency_move(request: HttpRequest, law_id: int) -> HttpResponse:
    """Moves the citations of one question, or of all of the law that only moved, forward."""
    law = get_object_or_404(Law, pk=law_id)
    on = day_in(request.POST.get("on"), timezone.localdate())
    movable = _movable(request, affected_by_law(on, law).get(law.pk, []))
    if version := request.POST.get("version"):
        movable = {pk: question for pk, question in movable.items() if str(pk) == version}
    now = timezone.now()
    done = move_citations(actor=request.user, questions=movable.values(), on=on, now=now)
    if isinstance(done, Refusal):
        messages.error(request, explain(done))
    elif done:
        said = ngettext(
            "The citation of %(n)s question is moved forward; the question is approved.",
            "The citations of %(n)s questions are moved forward; the questions are approved.",
            done,
        )
        messages.success(request, said % {"n": done})
    else:
        messages.error(request, _("Nothing is left to move. Open the page again."))
    return redirect(f"{reverse('questions:currency_law', args=[law.pk])}?on={on.isoformat()}")
