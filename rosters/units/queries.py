"""Reading the units."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from rosters.units.models import Unit, UnitAlias
from rosters.units.rules import UnitKind, fold_unit_name


def find_unit(name: str) -> Unit | None:
    """The unit of that name or alias, in whatever spacing and width it is written."""
    return unit_finder()(name)


def unit_finder() -> Callable[[str], Unit | None]:
    """`find_unit` over a copy of all names, for whoever looks up many; two queries."""
    units = Unit.objects.in_bulk()
    known = {
        name: units[unit_id] for name, unit_id in UnitAlias.objects.values_list("name", "unit_id")
    }
    known |= {fold_unit_name(unit.name): unit for unit in units.values()}
    return lambda name: known.get(fold_unit_name(name))


@dataclass(frozen=True)
class Branch:
    """A unit on the page: its depth in the tree, its people, and those of the units below it."""

    unit: Unit
    depth: int
    people: int
    aliases: tuple[UnitAlias, ...]


def load_branches(units: QuerySet[Unit]) -> dict[UnitKind, list[Branch]]:
    """The units as a tree in the county's order, under the kind of the unit at the root."""
    serving = Count(
        "postings__person", distinct=True, filter=Q(postings__ended_on=None, postings__primary=True)
    )
    rows = list(units.annotate(people=serving).prefetch_related("aliases"))
    ids = {unit.pk for unit in rows}
    below: dict[int | None, list[Unit]] = {}
    for unit in rows:
        below.setdefault(unit.parent_id if unit.parent_id in ids else None, []).append(unit)
    branches: dict[UnitKind, list[Branch]] = {kind: [] for kind in UnitKind}

    def grow(unit: Unit, depth: int, kind: UnitKind) -> None:
        branches[kind].append(Branch(unit, depth, unit.people, tuple(unit.aliases.all())))
        for child in below.get(unit.pk, []):
            grow(child, depth + 1, kind)

    for root in below.get(None, []):
        grow(root, 0, UnitKind(root.kind))
    return {kind: found for kind, found in branches.items() if found}
