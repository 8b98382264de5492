"""What an exam asks for, and whether the question bank can serve it. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from audit.rules import Refusal
from questionbank.questions.rules import Difficulty, ItemKind, PoolItem
from quiz.assembly.rules.filling import fill
from quiz.assembly.rules.states import MultipleRule, RetakeRule

MINUTES = range(5, 361)
ATTEMPTS = range(1, 11)
MOST_MARKS = Decimal("9999.99")  # what the columns of scores hold


@dataclass(frozen=True)
class Cell:
    """`count` questions of a kind, or whole cases, at `marks` each.

    An empty filter lets everything through; a question serves the cell when it has one of the
    topics and cites one of the laws.
    """

    position: int
    kind: ItemKind
    difficulty: Difficulty | None
    topic_ids: frozenset[int]
    law_ids: frozenset[int]
    count: int
    marks: Decimal

    def accepts(self, item: PoolItem) -> bool:
        return (
            item.kind == self.kind
            and self.difficulty in (None, item.difficulty)
            and (not self.topic_ids or not self.topic_ids.isdisjoint(item.topic_ids))
            and (not self.law_ids or not self.law_ids.isdisjoint(item.law_ids))
        )


@dataclass(frozen=True)
class ExamRules:
    minutes: int = 60
    cut_score: Decimal = Decimal(60)
    excellent_score: Decimal = Decimal(90)
    attempts: int = 1
    retake_rule: RetakeRule = RetakeRule.BEST
    multiple_rule: MultipleRule = MultipleRule.ALL_OR_NOTHING
    pledge: str = ""


@dataclass(frozen=True)
class Shortfall:
    """A cell that the bank cannot fill: `available` is its fair part of what there is."""

    position: int
    needed: int
    available: int


def total_marks(cells: Iterable[Cell]) -> Decimal:
    return sum((cell.count * cell.marks for cell in cells), Decimal(0))


def distinct(pool: Iterable[PoolItem]) -> dict[str, PoolItem]:
    """The pool by content hash: questions that say the same thing count once, the oldest stays."""
    items: dict[str, PoolItem] = {}
    for item in pool:
        items.setdefault(item.content_hash, item)
    return items


def cells_served(
    cells: Sequence[Cell], items: Mapping[str, PoolItem]
) -> dict[str, tuple[int, ...]]:
    """For each question that fits anywhere, the indexes of the cells it fits."""
    served = {
        key: tuple(index for index, cell in enumerate(cells) if cell.accepts(item))
        for key, item in items.items()
    }
    return {key: indexes for key, indexes in served.items() if indexes}


def supply_unit(item: PoolItem) -> str:
    """What a paper takes at most once: the group of a question, or the question alone."""
    return f"group:{item.group}" if item.group else item.content_hash


def supply_by_unit(
    served: Mapping[str, tuple[int, ...]], items: Mapping[str, PoolItem]
) -> dict[str, tuple[int, ...]]:
    """For each unit of supply, the cells that one or another of its questions fits.

    A unit fills one place. Whichever of its cells that is in, it has a question for it, so a flow
    from units to cells is exact.
    """
    cells: dict[str, set[int]] = defaultdict(set)
    for key, indexes in served.items():
        cells[supply_unit(items[key])].update(indexes)
    return {unit: tuple(sorted(indexes)) for unit, indexes in cells.items()}


def fillable(needs: Sequence[int], supply: Mapping[tuple[int, ...], int]) -> list[int]:
    """How many each cell gets, when `supply[cells]` units of supply fit just those cells."""
    kinds = sorted(supply)
    limits = [
        [supply[kind] if index in kind else 0 for kind in kinds] for index in range(len(needs))
    ]
    return [sum(row) for row in fill(needs, [supply[kind] for kind in kinds], limits)]


def _units(cells: Sequence[Cell], pool: Iterable[PoolItem]) -> Iterable[tuple[int, ...]]:
    items = distinct(pool)
    return supply_by_unit(cells_served(cells, items), items).values()


def shortfalls(cells: Sequence[Cell], pool: Iterable[PoolItem]) -> list[Shortfall]:
    """The cells that cannot all be filled from different units of supply, in blueprint order.

    Units are counted by the set of cells they fit, so the size of the bank hardly matters.
    Where cells compete, what there is goes to them in proportion to what they need.
    """
    got = fillable([cell.count for cell in cells], Counter(_units(cells, pool)))
    return [
        Shortfall(cell.position, cell.count, available)
        for cell, available in zip(cells, got, strict=True)
        if available < cell.count
    ]


def matching(cells: Sequence[Cell], pool: Iterable[PoolItem]) -> list[int]:
    """For each cell, how many units of supply fit it, whatever the other cells need."""
    counts = Counter(index for indexes in _units(cells, pool) for index in indexes)
    return [counts[index] for index in range(len(cells))]


def days_objection(starts_on: date, ends_on: date) -> Refusal | None:
    if ends_on < starts_on:
        return Refusal("assembly.days_backward", {"first": starts_on, "last": ends_on})
    return None


def objection(rules: ExamRules, cells: Sequence[Cell]) -> Refusal | None:
    """What is wrong with the rules, or with the rules for a blueprint of these cells."""
    total = total_marks(cells)
    if rules.minutes not in MINUTES:
        return Refusal("assembly.minutes", {"low": MINUTES.start, "high": MINUTES.stop - 1})
    if rules.attempts not in ATTEMPTS:
        return Refusal("assembly.attempts", {"low": ATTEMPTS.start, "high": ATTEMPTS.stop - 1})
    if not 0 < rules.cut_score <= rules.excellent_score:
        return Refusal(
            "assembly.cut_score", {"cut": rules.cut_score, "excellent": rules.excellent_score}
        )
    if total > MOST_MARKS:
        return Refusal("assembly.marks_too_many", {"total": total, "most": MOST_MARKS})
    if cells and rules.excellent_score > total:
        return Refusal("assembly.total_marks", {"total": total, "excellent": rules.excellent_score})
    return None


def bank_refusal(cells: Sequence[Cell], pool: Iterable[PoolItem]) -> Refusal | None:
    """What the bank lacks for these cells, the first short cell in front."""
    short = shortfalls(cells, pool)
    if not short:
        return None
    first = short[0]
    return Refusal(
        "assembly.bank_short",
        {
            "position": first.position,
            "needed": first.needed,
            "available": first.available,
            "missing": first.needed - first.available,
            "cells": ", ".join(str(cell.position) for cell in short),
        },
    )
