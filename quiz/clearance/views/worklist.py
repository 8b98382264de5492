"""The work list, the decisions on it, and the county's parameters."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from quiz.clearance.access import READERS, cards_for, may_decide
from quiz.clearance.actions import Pick, keep_cards, reopen_cards, set_parameters
from quiz.clearance.forms import KeepForm, ParametersForm, WorkFilter, initial_of, read_picks
from quiz.clearance.models import ClearanceRules
from quiz.clearance.queries import (
    CardLine,
    count_findings,
    fields_of,
    load_lines,
    parameters_in_force,
    select_lines,
)
from quiz.clearance.reasons import FINDING_LABELS, decision_text, fact_text
from quiz.clearance.workbook import worklist_workbook
from rosters.disclosure.actions import record_disclosure
from rosters.disclosure.forms import stated_purpose
from rosters.disclosure.rules import Disclosed
from rosters.roles.access import roles_required
from rosters.roles.rules import Role
from rosters.units.access import units_for

PAGE = 50
officers_only = roles_required(Role.OFFICER, whole_county=True)


def _filtered(request: HttpRequest, data: Any) -> tuple[WorkFilter, list[CardLine], dict[str, Any]]:
    """The filter, all lines of the reader, and what was asked of them."""
    cards = cards_for(request.user)
    form = WorkFilter(data, units_for(request.user, *READERS), fields_of(cards))
    lines = load_lines(cards, parameters_in_force(), timezone.localdate())
    return form, lines, form.chosen()


@roles_required(*READERS)
@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """Cards with something against them, by what that is and what was decided."""
    form, lines, chosen = _filtered(request, request.GET)
    page = Paginator(select_lines(lines, **chosen), PAGE).get_page(request.GET.get("page"))
    beside = select_lines(lines, **chosen | {"finding": ""})
    context = {
        "form": form,
        "page": page,
        "rows": [(line, worded(line)) for line in page],
        "counts": [
            (finding, FINDING_LABELS[finding], number)
            for finding, number in count_findings(beside).items()
        ],
        "finding": chosen.get("finding", ""),
        "back": request.GET.urlencode(),
        "asked": [(name, value) for name, value in request.GET.items() if name != "page"],
        "decides": may_decide(request.user),
    }
    return render(request, "quiz/clearance/list.html", context)


def worded(line: CardLine) -> list[tuple[str, Any, str, str, str]]:
    """What the page says of each ground: what to tick, the state, label, facts and decision."""
    return [
        (
            f"{line.card_id}:{one.found.finding}",
            one.state,
            FINDING_LABELS[one.found.finding],
            fact_text(one.found),
            decision_text(one),
        )
        for one in line.judged
    ]


@roles_required(*READERS)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Exactly what the filter shows."""
    purpose = stated_purpose(request)
    if purpose is None:
        messages.error(request, _("Say for what the data are needed. It is recorded."))
        return redirect("clearance:list")
    _form, lines, chosen = _filtered(request, request.POST)
    shown = select_lines(lines, **chosen)
    record_disclosure(
        actor=request.user,
        form=Disclosed.EXPORT,
        subject=request.user,
        what="cards.xlsx",
        count=len(shown),
        purpose=purpose,
    )
    content = BytesIO(worklist_workbook(shown))
    return FileResponse(content, as_attachment=True, filename=f"{_('Card clean-up')}.xlsx")


def picked(request: HttpRequest) -> tuple[set[Pick], dict[str, Any]]:
    """What was ticked, and what a page about it shows."""
    picks = read_picks(request.POST.getlist("pick"))
    cards = cards_for(request.user).filter(pk__in={card for card, _ground in picks})
    lines = load_lines(cards, parameters_in_force(), timezone.localdate())
    shown = [
        (line, [row for row in worded(line) if read_picks(row[:1]) <= picks]) for line in lines
    ]
    context = {"rows": shown, "picks": len(picks), "back": request.POST.get("back", "")}
    return picks, context


def to_list(request: HttpRequest) -> HttpResponse:
    """Back to the work list as its reader had filtered it."""
    return redirect(f"{reverse('clearance:list')}?{request.POST.get('back', '')}")


@officers_only
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Asks on what basis and until when ticked cards are kept, and keeps them."""
    picks, context = picked(request)
    form = KeepForm(request.POST if "until" in request.POST else None)
    if not picks:
        return refuse(request, Refusal("clearance.nothing_ticked"))
    if form.is_valid():
        now = timezone.now()
        today = timezone.localdate(now)
        kept = keep_cards(actor=request.user, picks=picks, day=today, now=now, **form.cleaned_data)
        if not isinstance(kept, Refusal):
            told = ngettext("%(n)s finding is kept.", "%(n)s findings are kept.", kept)
            messages.success(request, told % {"n": kept})
            return to_list(request)
        form.add_error(None, explain(kept))
    status = 422 if form.is_bound else 200
    return render(request, "quiz/clearance/keep.html", context | {"form": form}, status=status)


@officers_only
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Kept findings wait for a decision again."""
    now = timezone.now()
    picks = read_picks(request.POST.getlist("pick"))
    done = reopen_cards(actor=request.user, picks=picks, day=timezone.localdate(now), now=now)
    if isinstance(done, Refusal):
        return refuse(request, done)
    messages.success(request, _("The ticked findings wait for a decision again."))
    return to_list(request)


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    messages.error(request, explain(refusal))
    return to_list(request)


@officers_only
def parameters(request: HttpRequest) -> HttpResponse:
    """What the county asks of cards and their holders."""
    form = ParametersForm(request.POST or None, initial=initial_of(parameters_in_force()))
    if form.is_bound and form.is_valid():
        set_parameters(actor=request.user, parameters=form.parameters(), now=timezone.now())
        messages.success(request, _("The parameters are in force."))
        return redirect("clearance:list")
    context = {"form": form, "newest": ClearanceRules.objects.select_related("set_by").last()}
    status = 422 if form.is_bound else 200
    return render(request, "quiz/clearance/parameters.html", context, status=status)
