"""Pages of the cohorts: their rules, and whom these list and why."""

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
from rosters.cohorts.access import county_officer, get_cohort_for
from rosters.cohorts.actions import save_cohort
from rosters.cohorts.forms import CohortForm, CompareForm, DayForm, VerdictFilter
from rosters.cohorts.models import Cohort
from rosters.cohorts.queries import (
    compare_with,
    judge_person,
    judge_some,
    rosters_with,
    sort_people,
)
from rosters.cohorts.rules import Rule, rule_words
from rosters.people.access import get_person_for

PAGE = 50


@county_officer
def cohort_list(request: HttpRequest) -> HttpResponse:
    """The cohorts with their rules in words."""
    cohorts = [(cohort, _words(cohort)) for cohort in Cohort.objects.all()]
    return render(request, "rosters/cohorts/cohorts.html", {"cohorts": cohorts})


def _words(cohort: Cohort) -> str:
    return rule_words(Rule.from_json(cohort.rule))


@county_officer
def cohort_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@county_officer
def cohort_edit(request: HttpRequest, cohort_id: int) -> HttpResponse:
    return _edit(request, get_cohort_for(request.user, cohort_id))


def _edit(request: HttpRequest, cohort: Cohort | None) -> HttpResponse:
    """The rule as a form. Posted with `count` it is only read back and counted."""
    form = CohortForm(request.POST or None, cohort=cohort)
    counting = "count" in request.POST
    if form.is_bound and not counting and form.is_valid():
        named = {name: form.cleaned_data[name] for name in ("name", "kind", "active")}
        saved = save_cohort(actor=request.user, cohort=cohort, rule=form.rule(), **named)
        if not isinstance(saved, Refusal):
            messages.success(request, _("Saved. It applies to rosters frozen from now on."))
            return redirect("cohorts:cohorts")
        form.add_error("name", explain(saved))
    context = {
        "form": form,
        "cohort": cohort,
        "counted": _count(request, form, cohort),
        "history": history(cohort) if cohort else None,
    }
    status = 422 if form.is_bound and not counting else 200
    return render(request, "rosters/cohorts/cohort.html", context, status=status)


@require_POST
@county_officer
def cohort_count(request: HttpRequest) -> HttpResponse:
    """The rule of a form being filled in, in words, and how many it lists on a day."""
    counted = _count(request, CohortForm(request.POST), None)
    return render(request, "rosters/cohorts/_cohort_count.html", {"counted": counted})


def _count(request: HttpRequest, form: CohortForm, cohort: Cohort | None) -> dict[str, Any]:
    """What the rule reads like and lists; of a form with mistakes only the day."""
    today = timezone.localdate()
    day = DayForm(request.POST if form.is_bound else {"as_of": today})
    counted: dict[str, Any] = {"day": day}
    if not day.is_valid() or (form.is_bound and not form.conditions_valid()):
        return counted
    rule = form.rule() if form.is_bound else Rule.from_json(cohort.rule if cohort else {})
    sorting = sort_people(rule, day.cleaned_data["as_of"])
    numbers = {"listed": len(sorting.listed), "others": len(sorting.others)}
    return counted | numbers | {"words": rule_words(rule), "as_of": day.cleaned_data["as_of"]}


@county_officer
def cohort_people(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Everybody in or out of a cohort on a day, with the fact behind each condition."""
    cohort = get_cohort_for(request.user, cohort_id)
    filters = VerdictFilter({"as_of": timezone.localdate()} | request.GET.dict())
    context: dict[str, Any] = {"cohort": cohort, "filters": filters, "words": _words(cohort)}
    if filters.is_valid():
        asked, rule = filters.cleaned_data, Rule.from_json(cohort.rule)
        sorting = sort_people(rule, asked["as_of"], asked["q"])
        shown = {"in": sorting.listed, "out": sorting.others}
        ids = shown.get(asked["show"], sorting.listed + sorting.others)
        page = Paginator(ids, PAGE).get_page(request.GET.get("page"))
        page.judged = judge_some(page.object_list, rule, asked["as_of"])
        context |= {"page": page, "listed": len(sorting.listed), "others": len(sorting.others)}
    return render(request, "rosters/cohorts/cohort_people.html", context)


@county_officer
def cohort_compare(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Who is new in a cohort, and who is gone from it, since a roster was frozen."""
    cohort = get_cohort_for(request.user, cohort_id)
    last = rosters_with(cohort).first()
    usual = {"as_of": timezone.localdate(), "roster": last.pk if last else ""}
    form = CompareForm(usual | request.GET.dict(), cohort=cohort)
    context: dict[str, Any] = {"cohort": cohort, "form": form, "last": last}
    if last and form.is_valid():
        as_of, roster = form.cleaned_data["as_of"], form.cleaned_data["roster"]
        compared = compare_with(roster, cohort, as_of)
        gone = request.GET.get("show") == "gone"
        ids = compared.gone if gone else compared.new
        page = Paginator(ids, PAGE).get_page(request.GET.get("page"))
        page.judged = judge_some(page.object_list, Rule.from_json(cohort.rule), as_of)
        context |= {"compared": compared, "page": page, "gone": gone, "roster": roster}
    return render(request, "rosters/cohorts/cohort_compare.html", context)


@county_officer
def why(request: HttpRequest, person_id: int) -> HttpResponse:
    """Why one person is or is not in each cohort on a day."""
    person = get_person_for(request.user, person_id)
    day = DayForm({"as_of": request.GET.get("as_of", timezone.localdate())})
    context: dict[str, Any] = {"person": person, "day": day}
    if day.is_valid():
        dossier, judged = judge_person(person, day.cleaned_data["as_of"])
        context |= {"dossier": dossier, "judged": judged}
    return render(request, "rosters/cohorts/cohort_why.html", context)
