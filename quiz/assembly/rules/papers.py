"""Drawing one candidate's paper from the bank. Pure. docs/drawing.md specifies it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from string import ascii_uppercase

from questionbank.questions.rules import CHOICE_KINDS, PoolItem
from quiz.assembly.rules.blueprint import Cell, cells_served, distinct, fillable
from quiz.drawing.rules import permutation, rank

_SPEAKS_OF_ALL = re.compile(r"^(以上|上述|前述)")
_SPEAKS_OF_LETTERS = re.compile(
    r"(?<![A-Za-z])[A-H]\s*[、，,和与及或]\s*[A-H](?![A-Za-z])|选项\s*[A-H]"
)


@dataclass(frozen=True)
class DrawnItem:
    """`option_order` lists the authored letters as shown; empty when there are no options."""

    version_id: int
    marks: Decimal
    option_order: str


def letters_kept_last(options: Sequence[str]) -> str:
    """The letters that a shuffle must leave at the end, in authored order.

    以上都对 and its like speak of the options above them. Options that name others by letter
    would say something else in another order, so that such a question is not shuffled at all.
    """
    if any(_SPEAKS_OF_LETTERS.search(text) for text in options):
        return ascii_uppercase[: len(options)]
    return "".join(
        letter
        for letter, text in zip(ascii_uppercase, options, strict=False)
        if _SPEAKS_OF_ALL.match(text.strip())
    )


@dataclass(frozen=True)
class Stock:
    """A pool seen through a blueprint, worked out once for all candidates.

    `kept_last` gives, by version id, the option letters that a shuffle leaves at the end.
    """

    cells: tuple[Cell, ...]
    items: Mapping[str, PoolItem]
    serves: Mapping[str, tuple[int, ...]]
    kept_last: Mapping[int, str] = field(default_factory=dict)
    _known: dict[object, bool] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls, cells: Iterable[Cell], pool: Iterable[PoolItem], kept_last: Mapping[int, str]
    ) -> "Stock":
        ordered = tuple(sorted(cells, key=lambda cell: cell.position))
        items = distinct(pool)
        return cls(ordered, items, cells_served(ordered, items), kept_last)

    def paper(self, seed: bytes, candidate_key: str) -> tuple[DrawnItem, ...]:
        """The paper of one candidate. A blueprint with shortfalls is an error of the caller."""
        order = rank(seed, f"paper/{candidate_key}", self.serves)
        chosen = self._first_come(order) or self._first_feasible(order)
        return tuple(
            DrawnItem(item.version_id, cell.marks, self._options(seed, candidate_key, item))
            for cell, key in self._by_kind(chosen)
            for item in [self.items[key]]
        )

    def _first_come(self, order: Sequence[str]) -> list[list[str]] | None:
        """Cell by cell the first that fit and are free; None when a cell stays short."""
        used: set[str] = set()
        chosen = []
        for index, cell in enumerate(self.cells):
            free = (key for key in order if index in self.serves[key] and key not in used)
            picks = list(islice(free, cell.count))
            if len(picks) < cell.count:
                return None
            used.update(picks)
            chosen.append(picks)
        return chosen

    def _first_feasible(self, order: Sequence[str]) -> list[list[str]]:
        """The same, passing over a question whenever taking it would leave another cell short.

        Where `_first_come` succeeds it passes over nothing, so both agree.
        """
        needs = [cell.count for cell in self.cells]
        supply = Counter(self.serves.values())
        free = list(order)
        chosen: list[list[str]] = []
        for index in range(len(self.cells)):
            picks: list[str] = []
            for key in free:
                if needs[index] and index in self.serves[key]:
                    needs[index] -= 1
                    supply[self.serves[key]] -= 1
                    if self._can_fill(needs, supply):
                        picks.append(key)
                    else:
                        needs[index] += 1
                        supply[self.serves[key]] += 1
            if needs[index]:
                raise ValueError(f"cell {self.cells[index].position} cannot be filled")
            free = [key for key in free if key not in set(picks)]
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
