"""Adding units, and the names they are known by."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.units.models import Unit, UnitAlias, UnitChange
from rosters.units.queries import bearer_of, latest_change, standing_units
from rosters.units.rules import (
    LONGEST_NAME,
    ChangeKind,
    UnitKind,
    fold_unit_name,
    read_order,
    refuse_day,
)

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
def rename_unit(
    *, actor: Actor, unit: Unit, name: str, effective_on: date, now: datetime, document: str = ""
) -> Unit | Refusal:
    """Gives a unit a new name from a day on.

    The old one stays as an alias, so that old rosters still match.
    """
    old = unit.name
    if refusal := _refuse_name(name, unit) or refuse_change(unit, effective_on, now):
        return refusal
    unit.aliases.filter(name=name).delete()
    if fold_unit_name(old) != name:
        UnitAlias.objects.create(unit=unit, name=fold_unit_name(old))
    unit.name = name
    unit.save(update_fields=["name"])
    note_change(
        unit,
        ChangeKind.RENAMED,
        effective_on=effective_on,
        now=now,
        document=document,
        old_name=old,
    )
    facts = {"old": old, "new": name, "effective_on": effective_on.isoformat()}
    record(actor=actor, action="rename_unit", subject=unit, facts=facts)
    return unit


@transaction.atomic
def place_unit(
    *, actor: Actor, unit: Unit, kind: UnitKind, parent: Unit | None, enforces: bool | None
) -> Unit | Refusal:
    """Puts a unit where it belongs: its kind, the unit above it, whether it enforces the law."""
    hold_chain()
    if parent and (parent.dissolved_on or parent in unit.descendants(include_self=True)):
        return Refusal("units.parent_below", {"unit": unit.name, "parent": parent.name})
    unit.kind, unit.parent, unit.enforces = kind, parent, enforces
    unit.save(update_fields=["kind", "parent", "enforces"])
    facts = {"kind": kind, "parent": parent.pk if parent else None, "enforces": enforces}
    record(actor=actor, action="place_unit", subject=unit, facts=facts)
    return unit


@transaction.atomic
def order_units(*, actor: Actor, text: str) -> int | Refusal:
    """The county's order of units, as a list with one name a line; how many there are."""
    hold_chain()
    units = {unit.name: unit for unit in standing_units()}
    names = read_order(text, list(units))
    if isinstance(names, Refusal):
        return names
    for order, name in enumerate(names, start=1):
        units[name].order = order
    Unit.objects.bulk_update(units.values(), ["order"], batch_size=500)
    if names:
        first = units[names[0]]
        record(actor=actor, action="order_units", subject=first, facts={"units": len(names)})
    return len(names)


@transaction.atomic
def remove_alias(*, actor: Actor, unit: Unit, name: str) -> Unit | Refusal:
    """Takes an alias away that proved to be wrong."""
    folded = fold_unit_name(name)
    if not unit.aliases.filter(name=folded).delete()[0]:
        return Refusal("units.alias_unknown", {"name": folded, "unit": unit.name})
    record(actor=actor, action="remove_alias", subject=unit, facts={"alias": folded})
    return unit


def refuse_change(unit: Unit, effective_on: date, now: datetime) -> Refusal | None:
    """Why nothing can happen to a unit on a day: it is gone, or the day does not fit."""
    if unit.dissolved_on:
        return Refusal("units.dissolved", {"unit": unit.name, "day": unit.dissolved_on})
    return refuse_day(effective_on, latest_change(unit), timezone.localdate(now), unit.name)


def note_change(
    unit: Unit,
    kind: ChangeKind,
    *,
    effective_on: date,
    now: datetime,
    document: str = "",
    old_name: str = "",
    other: Unit | None = None,
    people: int = 0,
) -> UnitChange:
    """A line in the history of a unit; inside the transaction of the action that changes it."""
    return UnitChange.objects.create(
        unit=unit,
        kind=kind,
        effective_on=effective_on,
        document=document.strip(),
        old_name=old_name or unit.name,
        new_name=unit.name,
        other=other,
        people=people,
        recorded_at=now,
    )


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
    bearer = bearer_of(name)
    if bearer is None or bearer == unit:
        return None
    return Refusal("units.name_taken", {"name": name, "unit": bearer.name})
