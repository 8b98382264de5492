"""Pools and blueprints for tests of the rules, by hand and by hypothesis."""

from dataclasses import replace
from functools import cache
from hashlib import sha256

from hypothesis import strategies as st

from questionbank.questions.rules import CHOICE_KINDS, Difficulty, ItemKind, PoolItem
from quiz.assembly.rules import Cell, shortfalls
from tests.quiz.factories import make_cell


def item(
    number: int,
    kind: ItemKind = ItemKind.SINGLE,
    difficulty: Difficulty = Difficulty.MEDIUM,
    topics: tuple[int, ...] = (),
    laws: tuple[int, ...] = (),
    options: int = 4,
    group: str = "",
    weight: int = 1,
) -> PoolItem:
    hashed = sha256(str(number).encode()).hexdigest()
    return PoolItem(
        number, number, kind, difficulty, frozenset(topics), frozenset(laws),
        options if kind in CHOICE_KINDS else 0, hashed, group=group, weight=weight,
    )  # fmt: skip


def case(number: int, *parts: PoolItem, topics: tuple[int, ...] = (), group: str = "") -> PoolItem:
    """A case of these sub-questions; two single choice questions unless given."""
    parts = parts or (item(1000 * number), item(1000 * number + 1))
    return replace(item(number, ItemKind.CASE, topics=topics, group=group), parts=parts)


kinds = st.sampled_from([ItemKind.SINGLE, ItemKind.TRUE_FALSE])
groups = st.sampled_from(["", "", "甲", "乙", "丙"])
small_sets = st.frozensets(st.integers(1, 3), max_size=2)


@st.composite
def pools(draw: st.DrawFn) -> list[PoolItem]:
    size = draw(st.integers(0, 14))
    return [
        item(
            n,
            draw(kinds),
            draw(st.sampled_from(Difficulty)),
            draw(small_sets),
            draw(small_sets),
            group=draw(groups),
        )
        for n in range(1, size + 1)
    ]


@st.composite
def blueprints(draw: st.DrawFn) -> list[Cell]:
    size = draw(st.integers(1, 4))
    return [
        make_cell(
            draw(kinds),
            draw(st.integers(1, 4)),
            position=position,
            difficulty=draw(st.sampled_from([None, *Difficulty])),
            topics=draw(small_sets),
            laws=draw(small_sets),
        )
        for position in range(1, size + 1)
    ]


@st.composite
def fillable_problems(draw: st.DrawFn) -> tuple[list[Cell], list[PoolItem]]:
    """A blueprint cut down to what its pool can fill, which often is just about enough."""
    cells, pool = draw(blueprints()), draw(pools())
    short = {cell.position: cell.available for cell in shortfalls(cells, pool)}
    counts = [short.get(cell.position, cell.count) for cell in cells]
    return [replace(c, count=n) for c, n in zip(cells, counts, strict=True) if n], pool


def largest_matching(cells: list[Cell], pool: list[PoolItem]) -> int:
    """How many places can be filled at once, no question and no group twice: tries every way.

    A way is known by what it has left, so the numbers of ways stay small.
    """

    @cache
    def best(index: int, room: tuple[int, ...], used: frozenset[str]) -> int:
        if index == len(pool):
            return 0
        question, most = pool[index], best(index + 1, room, used)
        if question.group in used:
            return most
        after = used | {question.group} - {""}
        for number, cell in enumerate(cells):
            if room[number] and cell.accepts(question):
                less = (*room[:number], room[number] - 1, *room[number + 1 :])
                most = max(most, 1 + best(index + 1, less, after))
        return most

    return best(0, tuple(cell.count for cell in cells), frozenset())
