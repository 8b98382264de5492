"""Two rows that may be one person: proposed, compared, merged, kept apart, taken apart again."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.rules import Refusal
from audit.wording import explain
from rosters.people.access import (
    get_editable_person_for,
    get_merge_for,
    get_pair_for,
    people_for,
)
from rosters.people.actions import (
    declare_distinct,
    merge_people,
    reconsider_distinct,
    undo_merge,
)
from rosters.people.forms import GROUND_CHOICES, BasisForm, PairFilter, SomebodyForm
from rosters.people.models import Person
from rosters.people.queries import (
    Order,
    compare,
    distinct_pair,
    in_order,
    likely_pairs,
    load_listed,
    plan_merge,
    search_people,
)
from rosters.people.views.asking import answered
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 50
county_officer = roles_required(Role.OFFICER, whole_county=True)


@county_officer
def duplicates(request: HttpRequest) -> HttpResponse:
    """People who may be one, the strongest grounds first."""
    filters = PairFilter(request.GET)
    ground = filters.chosen()
    pairs = likely_pairs(people_for(request.user, Role.OFFICER))
    if ground:
        pairs = [pair for pair in pairs if ground in pair.grounds]
    page = Paginator(pairs, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    keys = {key for pair in shown for key in (pair.first, pair.second)}
    people = {person.pk: person for person in load_listed(sorted(keys))}
    labels = dict(GROUND_CHOICES)
    page.object_list = [
        (people[pair.first], people[pair.second], [labels[g] for g in pair.grounds])
        for pair in shown
    ]
    context = {"filters": filters, "filtered": ground is not None, "page": page}
    return render(request, "rosters/people/duplicates.html", context)


@county_officer
def others(request: HttpRequest, person_id: int) -> HttpResponse:
    """Whom to compare a person with: those of the same name, or whoever is looked for."""
    person = get_editable_person_for(request.user, person_id)
    form = SomebodyForm(request.GET if "q" in request.GET else {"q": person.name})
    found = people_for(request.user, Role.OFFICER).exclude(pk=person.pk)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    keys = in_order(search_people(found, q=asked), Order.PINYIN)
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    page.object_list = load_listed(list(page.object_list))
    context = {"person": person, "form": form, "page": page}
    return render(request, "rosters/people/others.html", context)


@county_officer
def comparison(request: HttpRequest, one_id: int, other_id: int) -> HttpResponse:
    """Both side by side, and what a merge into the first one would do."""
    kept, gone = get_pair_for(request.user, one_id, other_id)
    return _comparison(request, kept, gone, BasisForm())


def _comparison(
    request: HttpRequest, kept: Person, gone: Person, form: BasisForm, **response: Any
) -> HttpResponse:
    plan = plan_merge(kept, gone)
    context = {
        "kept": kept,
        "gone": gone,
        "lines": compare(plan),
        "plan": plan,
        "refusal": explain(plan.refusal) if plan.refusal else "",
        "distinct": distinct_pair(kept, gone),
        "form": form,
    }
    return render(request, "rosters/people/compare.html", context, **response)


@require_POST
@county_officer
def merge(request: HttpRequest, one_id: int, other_id: int) -> HttpResponse:
    """Merges the second into the first, exactly as the page showed it."""
    kept, gone = get_pair_for(request.user, one_id, other_id)
    form = BasisForm(request.POST)
    if form.is_valid():
        merged = merge_people(
            actor=request.user,
            kept=kept,
            gone=gone,
            seen=request.POST.get("seen", ""),
            now=timezone.now(),
            **form.cleaned_data,
        )
        if not isinstance(merged, Refusal):
            messages.success(
                request,
                _("Merged. What %(name)s sat stays theirs, and the merge can be undone.")
                % {"name": kept.name},
            )
            return redirect("people:detail", kept.pk)
        form.add_error(None, explain(merged))
    kept.refresh_from_db()
    gone.refresh_from_db()
    return _comparison(request, kept, gone, form, status=422)


@require_POST
@county_officer
def merge_undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    found = get_merge_for(request.user, merge_id)
    result = undo_merge(actor=request.user, merge=found, now=timezone.now())
    if not isinstance(result, Refusal):
        messages.success(request, _("The merge is undone: these are two people again."))
    return answered(request, found.kept, result)


@require_POST
@county_officer
def distinct(request: HttpRequest, one_id: int, other_id: int) -> HttpResponse:
    """Two people: not proposed again."""
    one, other = get_pair_for(request.user, one_id, other_id)
    declare_distinct(actor=request.user, one=one, other=other, now=timezone.now())
    messages.success(request, _("Recorded as two people. They are not proposed again."))
    return redirect("people:duplicates")


@require_POST
@county_officer
def distinct_undo(request: HttpRequest, one_id: int, other_id: int) -> HttpResponse:
    one, other = get_pair_for(request.user, one_id, other_id)
    reconsider_distinct(actor=request.user, one=one, other=other)
    return redirect("people:compare", one.pk, other.pk)
