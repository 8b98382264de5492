"""Units among their kind, by themselves or with the bodies below them. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quiz.coverage.rules.tally import Tally, add
from rosters.units.rules import UnitKind


@dataclass(frozen=True)
class UnitTally:
    """The people of one unit, under the name and kind that the roster froze."""

    unit_id: int
    name: str
    kind: UnitKind
    tally: Tally


@dataclass(frozen=True)
class RankedUnit:
    """`rank` 1 is the highest participation among `of` units of the kind; equals share it."""

    unit: UnitTally
    rank: int | None
    of: int


def rank_units(units: Iterable[UnitTally]) -> dict[UnitKind, list[RankedUnit]]:
    """Units by kind, the lowest participation first; never ranked across kinds.

    A unit where nobody is expected has no rate, hence no rank, and comes last.
    """
    by_kind: dict[UnitKind, list[UnitTally]] = defaultdict(list)
    for unit in units:
        by_kind[unit.kind].append(unit)
    return {kind: _rank(by_kind[kind]) for kind in UnitKind if kind in by_kind}


def _rank(units: Sequence[UnitTally]) -> list[RankedUnit]:
    rates = [(unit.tally.participation, unit) for unit in units]
    rated = [(rate, unit) for rate, unit in rates if rate is not None]
    better = Counter(rate for rate, _ in rated)
    ranks, above = {}, 0
    for rate in sorted(better, reverse=True):
        ranks[rate] = above + 1
        above += better[rate]
    rated.sort(key=lambda pair: pair[0])
    return [RankedUnit(unit, ranks[rate], len(rated)) for rate, unit in rated] + [
        RankedUnit(unit, None, len(rated)) for rate, unit in rates if rate is None
    ]


def with_bodies_below(
    units: Sequence[UnitTally], above: Mapping[int, int | None], known: Mapping[int, UnitTally]
) -> list[UnitTally]:
    """Each unit with all the bodies below it, in the order of `known`.

    `above` gives the unit over each; `known` every unit that may have to be named, because people
    are listed below one that has nobody itself. A body counts in each unit above it.
    """
    parts: dict[int, list[Tally]] = defaultdict(list)
    own = {unit.unit_id: unit for unit in units}
    for unit in units:
        for over in path_up(unit.unit_id, above):
            if over in known or over in own:
                parts[over].append(unit.tally)
    names = {**known, **own}
    return [
        UnitTally(unit_id, names[unit_id].name, names[unit_id].kind, add(parts[unit_id]))
        for unit_id in names
        if unit_id in parts
    ]


def path_up(unit_id: int, above: Mapping[int, int | None]) -> list[int]:
    """The unit and those over it, lowest first."""
    path: list[int] = []
    step: int | None = unit_id
    while step is not None and step not in path:
        path.append(step)
        step = above.get(step)
    return path


def ids_below(unit_id: int, above: Mapping[int, int | None]) -> frozenset[int]:
    """The unit and all the bodies below it."""
    return frozenset(each for each in above if unit_id in path_up(each, above)) | {unit_id}
