"""Pages of the room: a reform is looked at before it happens."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from audit.rules import Refusal
from audit.wording import explain
from rosters.reforms.actions import merge_units, split_unit
from rosters.reforms.forms import CarryOutForm, MergerForm, SplitForm
from rosters.reforms.queries import plan_merger
from rosters.roles.access import roles_required
from rosters.roles.rules import Role
from rosters.units.access import get_unit_for

county_officer = roles_required(Role.OFFICER, whole_county=True)


@county_officer
def merge(request: HttpRequest) -> HttpResponse:
    """Shows what a merger would move, and carries out exactly what was shown."""
    posted = request.method == "POST"
    data = request.POST if posted else request.GET
    choice = MergerForm(data) if "into" in data else MergerForm(initial=_named(request))
    order = CarryOutForm(request.POST if posted else None)
    if posted and choice.is_valid() and order.is_valid():
        seen = request.POST.get("seen", "")
        arguments = choice.cleaned_data | order.cleaned_data | {"seen": seen}
        moved = merge_units(actor=request.user, now=timezone.now(), **arguments)
        if not isinstance(moved, Refusal):
            told = ngettext("%(n)s person was moved.", "%(n)s people were moved.", moved)
            messages.success(request, told % {"n": moved})
            return redirect("units:detail", choice.cleaned_data["into"].pk)
        order.add_error(None, explain(moved))
    plan = plan_merger(**choice.cleaned_data) if choice.is_bound and choice.is_valid() else None
    context = {"choice": choice, "order": order, "plan": plan}
    return render(request, "rosters/reforms/merge.html", context, status=422 if posted else 200)


def _named(request: HttpRequest) -> dict[str, list[str]]:
    return {"units": request.GET.getlist("units")}


@county_officer
def split(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = get_unit_for(request.user, unit_id)
    form = SplitForm(request.POST or None, unit=unit, initial={"kind": unit.kind})
    if request.method == "POST" and form.is_valid():
        new = split_unit(actor=request.user, unit=unit, now=timezone.now(), **form.cleaned_data)
        if not isinstance(new, Refusal):
            return redirect("units:detail", new.pk)
        form.add_error(None, explain(new))
    context = {"unit": unit, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "rosters/reforms/split.html", context, status=status)
