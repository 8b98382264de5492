"""Pages of the room."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from rosters.roles.access import has_county_role, roles_required
from rosters.roles.rules import Role
from rosters.units.access import get_unit_for, units_for
from rosters.units.actions import add_alias, add_unit, rename_unit
from rosters.units.forms import NameForm, UnitForm
from rosters.units.models import Unit
from rosters.units.queries import load_branches


@roles_required(Role.OFFICER)
def unit_list(request: HttpRequest) -> HttpResponse:
    """The tree of units under each kind, with the number of people and the aliases."""
    branches = load_branches(units_for(request.user, Role.OFFICER))
    labels = dict(Unit._meta.get_field("kind").flatchoices)
    return render(
        request,
        "rosters/units/list.html",
        {
            "kinds": [(labels[kind], found) for kind, found in branches.items()],
            "count": sum(len(found) for found in branches.values()),
            "may_change": has_county_role(request.user, Role.OFFICER),
        },
    )


@roles_required(Role.OFFICER, whole_county=True)
def unit_add(request: HttpRequest) -> HttpResponse:
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        unit = add_unit(actor=request.user, **form.cleaned_data)
        if not isinstance(unit, Refusal):
            return redirect("units:detail", unit.pk)
        form.add_error("name", explain(unit))
    status = 422 if form.is_bound else 200
    return render(request, "rosters/units/add.html", {"form": form}, status=status)


@roles_required(Role.OFFICER, whole_county=True)
def unit_detail(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = get_unit_for(request.user, unit_id)
    return _detail(request, unit, NameForm(initial={"name": unit.name}), NameForm(prefix="alias"))


@require_POST
@roles_required(Role.OFFICER, whole_county=True)
def unit_rename(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = get_unit_for(request.user, unit_id)
    form = NameForm(request.POST)
    if form.is_valid():
        result = rename_unit(actor=request.user, unit=unit, name=form.cleaned_data["name"])
        if not isinstance(result, Refusal):
            return redirect("units:detail", unit.pk)
        form.add_error("name", explain(result))
    return _detail(request, unit, form, NameForm(prefix="alias"), status=422)


@require_POST
@roles_required(Role.OFFICER, whole_county=True)
def unit_alias(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = get_unit_for(request.user, unit_id)
    form = NameForm(request.POST, prefix="alias")
    if form.is_valid():
        result = add_alias(actor=request.user, unit=unit, name=form.cleaned_data["name"])
        if not isinstance(result, Refusal):
            return redirect("units:detail", unit.pk)
        form.add_error("name", explain(result))
    return _detail(request, unit, NameForm(initial={"name": unit.name}), form, status=422)


def _detail(
    request: HttpRequest, unit: Unit, rename: NameForm, alias: NameForm, **response: Any
) -> HttpResponse:
    context = {"unit": unit, "rename": rename, "alias": alias, "history": history(unit)}
    return render(request, "rosters/units/detail.html", context, **response)
