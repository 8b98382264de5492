"""Pages of the room."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from rosters.roles.access import has_county_role, roles_required
from rosters.roles.rules import Role
from rosters.units.access import get_unit_for, units_for
from rosters.units.actions import (
    add_alias,
    add_unit,
    order_units,
    place_unit,
    remove_alias,
    rename_unit,
)
from rosters.units.forms import AliasForm, OrderForm, PlaceForm, RenameForm, UnitForm
from rosters.units.models import Unit
from rosters.units.queries import changes_of, load_branches, standing_units

county_officer = roles_required(Role.OFFICER, whole_county=True)


@roles_required(Role.OFFICER)
def unit_list(request: HttpRequest) -> HttpResponse:
    """The tree of units under each kind, with the number of people and the aliases."""
    branches = load_branches(units_for(request.user, Role.OFFICER))
    labels = dict(Unit._meta.get_field("kind").flatchoices)
    standing = [b for found in branches.values() for b in found if not b.unit.dissolved_on]
    context = {
        "kinds": [(labels[kind], found) for kind, found in branches.items()],
        "count": len(standing),
        "may_change": has_county_role(request.user, Role.OFFICER),
    }
    return render(request, "rosters/units/list.html", context)


@county_officer
def unit_add(request: HttpRequest) -> HttpResponse:
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        unit = add_unit(actor=request.user, **form.cleaned_data)
        if not isinstance(unit, Refusal):
            return redirect("units:detail", unit.pk)
        form.add_error("name", explain(unit))
    status = 422 if form.is_bound else 200
    return render(request, "rosters/units/add.html", {"form": form}, status=status)


@county_officer
def unit_order(request: HttpRequest) -> HttpResponse:
    """The order in which every list of the county stands, as lines to move about."""
    names = standing_units().order_by("order", "pk").values_list("name", flat=True)
    form = OrderForm(request.POST or None, initial={"names": "\n".join(names)})
    if request.method == "POST" and form.is_valid():
        ordered = order_units(actor=request.user, text=form.cleaned_data["names"])
        if not isinstance(ordered, Refusal):
            messages.success(request, _("The order is saved."))
            return redirect("units:list")
        form.add_error("names", explain(ordered))
    status = 422 if form.is_bound else 200
    return render(request, "rosters/units/order.html", {"form": form}, status=status)


@county_officer
def unit_detail(request: HttpRequest, unit_id: int) -> HttpResponse:
    return _detail(request, get_unit_for(request.user, unit_id))


@require_POST
@county_officer
def unit_rename(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = get_unit_for(request.user, unit_id)
    form = RenameForm(request.POST)
    if form.is_valid():
        facts = form.cleaned_data
        result = rename_unit(actor=request.user, unit=unit, now=timezone.now(), **facts)
        if not isinstance(result, Refusal):
            return redirect("units:detail", unit.pk)
        form.add_error("effective_on" if "day" in result.code else "name", explain(result))
    return _detail(request, unit, rename=form)


@require_POST
@county_officer
def unit_place(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = get_unit_for(request.user, unit_id)
    form = PlaceForm(request.POST, unit=unit)
    if form.is_valid():
        result = place_unit(actor=request.user, unit=unit, **form.cleaned_data)
        if not isinstance(result, Refusal):
            messages.success(request, _("Saved."))
            return redirect("units:detail", unit.pk)
        form.add_error("parent", explain(result))
    return _detail(request, unit, place=form)


@require_POST
@county_officer
def unit_alias(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = get_unit_for(request.user, unit_id)
    form = AliasForm(request.POST, prefix="alias")
    if form.is_valid():
        result = add_alias(actor=request.user, unit=unit, name=form.cleaned_data["name"])
        if not isinstance(result, Refusal):
            return redirect("units:detail", unit.pk)
        form.add_error("name", explain(result))
    return _detail(request, unit, alias=form)


@require_POST
@county_officer
def unit_unalias(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = get_unit_for(request.user, unit_id)
    name = request.POST.get("name", "")
    result = remove_alias(actor=request.user, unit=unit, name=name)
    if isinstance(result, Refusal):
        messages.error(request, explain(result))
    return redirect("units:detail", unit.pk)


def _detail(request: HttpRequest, unit: Unit, **refused: Form) -> HttpResponse:
    """The page of a unit; the form that was `refused`, if any, with what is wrong in it."""
    now = {"name": unit.name, "effective_on": timezone.localdate()}
    context: dict[str, Any] = {
        "unit": unit,
        "rename": RenameForm(initial=now),
        "place": PlaceForm(unit=unit),
        "alias": AliasForm(prefix="alias"),
        "changes": changes_of(unit),
        "history": history(unit),
    }
    status = 422 if refused else 200
    return render(request, "rosters/units/detail.html", context | refused, status=status)
