"""Adding units, and the names they are known by."""

from django.db import transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from rosters.units.models import Unit, UnitAlias
from rosters.units.queries import find_unit
from rosters.units.rules import UnitKind, fold_unit_name


@transaction.atomic
def add_unit(
    *, actor: Actor, name: str, kind: UnitKind, parent: Unit | None = None
) -> Unit | Refusal:
    """A new unit, last in the county's order."""
    name = fold_unit_name(name)
    if refusal := _refuse_name(name):
        return refusal
    last = Unit.objects.order_by("-order").values_list("order", flat=True).first() or 0
    unit = Unit.objects.create(name=name, kind=kind, parent=parent, order=last + 1)
    record(actor=actor, action="add_unit", subject=unit, facts={"name": name, "kind": kind})
    return unit


@transaction.atomic
def rename_unit(*, actor: Actor, unit: Unit, name: str) -> Unit | Refusal:
    """Gives a unit a new name; the old one stays as an alias, so that old rosters still match."""
    name, old = fold_unit_name(name), unit.name
    if refusal := _refuse_name(name, unit):
        return refusal
    unit.aliases.filter(name=name).delete()
    if fold_unit_name(old) != name:
        UnitAlias.objects.create(unit=unit, name=fold_unit_name(old))
    unit.name = name
    unit.save(update_fields=["name"])
    record(actor=actor, action="rename_unit", subject=unit, facts={"old": old, "new": name})
    return unit


@transaction.atomic
def add_alias(*, actor: Actor, unit: Unit, name: str) -> UnitAlias | Refusal:
    """Another name by which imports recognise the unit."""
    name = fold_unit_name(name)
    if refusal := _refuse_name(name):
        return refusal
    alias = UnitAlias.objects.create(unit=unit, name=name)
    record(actor=actor, action="add_alias", subject=unit, facts={"alias": name})
    return alias


def _refuse_name(name: str, unit: Unit | None = None) -> Refusal | None:
    """Why a folded name may not be given: empty, or it means a unit other than `unit` already."""
    if not name:
        return Refusal("units.name_missing")
    bearer = find_unit(name)
    if bearer is None or bearer == unit:
        return None
    return Refusal("units.name_taken", {"name": name, "unit": bearer.name})
