"""Reading the units."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from rosters.units.models import Unit, UnitAlias, UnitChange
from rosters.units.rules import ChangeKind, Renaming, UnitKind, fold_unit_name, name_on


def find_unit(name: str) -> Unit | None:
    """The unit of that name or alias, in whatever spacing and width it is written."""
    return unit_finder()(name)


def unit_finder() -> Callable[[str], Unit | None]:
    """`find_unit` over a copy of all names, for whoever looks up many; two queries.

    The name of a unit that was merged away means the one that it became part of.
    """
    units = Unit.objects.in_bulk()
    known = {
        name: units[unit_id] for name, unit_id in UnitAlias.objects.values_list("name", "unit_id")
    }
    known |= {fold_unit_name(unit.name): unit for unit in units.values()}

    def find(name: str) -> Unit | None:
        unit = known.get(fold_unit_name(name))
        while unit is not None and unit.successor_id is not None:
            unit = units[unit.successor_id]
        return unit

    return find


def bearer_of(folded: str) -> Unit | None:
    """The unit whose own name or alias a folded name is, be it dissolved or not."""
    alias = UnitAlias.objects.filter(name=folded).select_related("unit").first()
    named = (unit for unit in Unit.objects.all() if fold_unit_name(unit.name) == folded)
    return alias.unit if alias else next(named, None)


def standing_units() -> QuerySet[Unit]:
    """Units that have not been merged away."""
    return Unit.objects.filter(dissolved_on=None)


def unit_name_on(unit: Unit, day: date) -> str:
    """What a unit was called on a day."""
    rows = unit.changes.filter(kind=ChangeKind.RENAMED)
    renamings = [Renaming(row.effective_on, row.old_name, row.new_name) for row in rows]
    return name_on(unit.name, renamings, day)


def latest_change(unit: Unit) -> date | None:
    """The day of the newest change of a unit."""
    return unit.changes.order_by("-effective_on").values_list("effective_on", flat=True).first()


def changes_of(unit: Unit) -> QuerySet[UnitChange]:
    """What reforms did to a unit, and to others that became part of it or were split off."""
    concerned = Q(unit=unit) | Q(other=unit)
    return UnitChange.objects.filter(concerned).select_related("unit", "other")


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
