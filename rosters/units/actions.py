"""Adding units, and the names they are known by."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from rosters.units.models import Unit, UnitAlias
from rosters.units.queries import find_unit
from rosters.units.rules import LONGEST_NAME, UnitKind, fold_unit_name

Result = TypeVar("Result")


def _named(action: Callable[..., Result]) -> Callable[..., Result | Refusal]:
    """Runs an action on a folded name, all or nothing.

    Who comes second when two give the same name at the same moment is refused like any other.
    """

    @wraps(action)
    def run(*, name: str, **arguments: Any) -> Result | Refusal:
        folded = fold_unit_name(name)
        try:
            with transaction.atomic():
                return action(name=folded, **arguments)
        except IntegrityError:
            return Refusal("units.name_taken", {"name": folded, "unit": folded})

    return run


@_named
def add_unit(
    *, actor: Actor, name: str, kind: UnitKind, parent: Unit | None = None
) -> Unit | Refusal:
    """A new unit, last in the county's order."""
    if refusal := _refuse_name(name):
        return refusal
    last = Unit.objects.order_by("-order").values_list("order", flat=True).first() or 0
    unit = Unit.objects.create(name=name, kind=kind, parent=parent, order=last + 1)
    record(actor=actor, action="add_unit", subject=unit, facts={"name": name, "kind": kind})
    return unit


@_named
def rename_unit(*, actor: Actor, unit: Unit, name: str) -> Unit | Refusal:
    """Gives a unit a new name; the old one stays as an alias, so that old rosters still match."""
    old = unit.name
    if refusal := _refuse_name(name, unit):
        return refusal
    unit.aliases.filter(name=name).delete()
    if fold_unit_name(old) != name:
        UnitAlias.objects.create(unit=unit, name=fold_unit_name(old))
    unit.name = name
    unit.save(update_fields=["name"])
    record(actor=actor, action="rename_unit", subject=unit, facts={"old": old, "new": name})
    return unit


@_named
def add_alias(*, actor: Actor, unit: Unit, name: str) -> UnitAlias | Refusal:
    """Another name by which imports recognise the unit."""
    if refusal := _refuse_name(name):
        return refusal
    alias = UnitAlias.objects.create(unit=unit, name=name)
    record(actor=actor, action="add_alias", subject=unit, facts={"alias": name})
    return alias


def _refuse_name(name: str, unit: Unit | None = None) -> Refusal | None:
    """Why a folded name may not be given: empty, too long, or another unit has it already."""
    if not name:
        return Refusal("units.name_missing")
    if len(name) > LONGEST_NAME:
        return Refusal("units.name_long", {"length": len(name), "most": LONGEST_NAME})
    bearer = find_unit(name)
    if bearer is None or bearer == unit:
        return None
    return Refusal("units.name_taken", {"name": name, "unit": bearer.name})
