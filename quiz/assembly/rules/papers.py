"""Drawing one candidate's paper from the bank. Pure. docs/drawing.md specifies it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from string import ascii_uppercase

from questionbank.questions.rules import CHOICE_KINDS, PoolItem
from quiz.assembly.rules.blueprint import (
    Cell,
    cells_served,
    distinct,
    fillable,
    supply_by_unit,
    supply_unit,
)
from quiz.assembly.rules.cases import split_marks
from quiz.drawing.rules import permutation, rank


@dataclass(frozen=True)
class DrawnItem:
    """A question at a slot. `option_order` lists the authored letters as shown; "" without any."""

    version_id: int
    content_hash: str
    marks: Decimal
    option_order: str


def asked(item: PoolItem, marks: Decimal) -> Iterator[tuple[PoolItem, Decimal]]:
    """What takes up slots, with its marks: the question, or the sub-questions of a case."""
    if not item.parts:
        return iter([(item, marks)])
    return zip(item.parts, split_marks(marks, [part.weight for part in item.parts]), strict=True)


@dataclass(frozen=True)
class Stock:
    """A pool seen through a blueprint, worked out once for all candidates.

    `units` gives what of each question a paper takes at most once, `fits` the cells of each unit.
    `kept_last` gives, by version id, the option letters that a shuffle leaves at the end.
    """

    cells: tuple[Cell, ...]
    items: Mapping[str, PoolItem]
    serves: Mapping[str, tuple[int, ...]]
    units: Mapping[str, str]
    fits: Mapping[str, tuple[int, ...]]
    kept_last: Mapping[int, str] = field(default_factory=dict)
    _known: dict[object, bool] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls, cells: Iterable[Cell], pool: Iterable[PoolItem], kept_last: Mapping[int, str]
    ) -> "Stock":
        ordered = tuple(sorted(cells, key=lambda cell: cell.position))
        items = distinct(pool)
        serves = cells_served(ordered, items)
        units = {key: supply_unit(items[key]) for key in serves}
        return cls(ordered, items, serves, units, supply_by_unit(serves, items), kept_last)

    def paper(self, seed: bytes, candidate_key: str) -> tuple[DrawnItem, ...]:
        """The paper of one candidate. A blueprint with shortfalls is an error of the caller."""
        order = rank(seed, f"paper/{candidate_key}", self.serves)
        chosen = self._first_come(order) or self._first_feasible(order)
        return tuple(
            DrawnItem(
                item.version_id,
                item.content_hash,
                marks,
                self._options(seed, candidate_key, item),
            )
            for cell, key in self._by_kind(chosen)
            for item, marks in asked(self.items[key], cell.marks)
        )

    def _first_come(self, order: Sequence[str]) -> list[list[str]] | None:
        """Cell by cell the first that fit and are free; None when a cell stays short."""
        used: set[str] = set()
        chosen = []
        for index, cell in enumerate(self.cells):
            picks: list[str] = []
            for key in order:
                if index in self.serves[key] and self.units[key] not in used:
                    used.add(self.units[key])
                    picks.append(key)
                    if len(picks) == cell.count:
                        break
            if len(picks) < cell.count:
                return None
            chosen.append(picks)
        return chosen

    def _first_feasible(self, order: Sequence[str]) -> list[list[str]]:
        """The same, passing over a question whenever taking it would leave another cell short.

        Where `_first_come` succeeds it passes over nothing, so both agree.
        """
        needs = [cell.count for cell in self.cells]
        supply = Counter(self.fits.values())
        used: set[str] = set()
        chosen: list[list[str]] = []
        for index, cell in enumerate(self.cells):
            picks: list[str] = []
            for key in order:
                unit = self.units[key]
                if needs[index] and index in self.serves[key] and unit not in used:
                    needs[index] -= 1
                    supply[self.fits[unit]] -= 1
                    if self._can_fill(needs, supply):
                        used.add(unit)
                        picks.append(key)
                    else:
                        needs[index] += 1
                        supply[self.fits[unit]] += 1
            if needs[index]:
                raise ValueError(f"cell {cell.position} cannot be filled")
            chosen.append(picks)
        return chosen

    def _can_fill(self, needs: Sequence[int], supply: Mapping[tuple[int, ...], int]) -> bool:
        state = (tuple(needs), tuple(sorted(supply.items())))
        if state not in self._known:
            self._known[state] = fillable(needs, supply) == list(needs)
        return self._known[state]

    def _by_kind(self, chosen: Sequence[Sequence[str]]) -> Iterator[tuple[Cell, str]]:
        """Cells and questions in slot order: kinds as they first come in the blueprint."""
        kinds = dict.fromkeys(cell.kind for cell in self.cells)
        for kind in kinds:
            for cell, keys in zip(self.cells, chosen, strict=True):
                if cell.kind == kind:
                    yield from ((cell, key) for key in keys)

    def _options(self, seed: bytes, candidate_key: str, item: PoolItem) -> str:
        if item.kind not in CHOICE_KINDS:
            return ""
        last = self.kept_last.get(item.version_id, "")
        shuffled = permutation(
            seed, f"options/{candidate_key}/{item.content_hash}", item.option_count
        )
        letters = (ascii_uppercase[number] for number in shuffled)
        return "".join(letter for letter in letters if letter not in last) + last
