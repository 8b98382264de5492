"""Pools and blueprints for tests of the rules, by hand and by hypothesis."""

from dataclasses import replace
from hashlib import sha256

from hypothesis import strategies as st

from questionbank.questions.rules import Difficulty, ItemKind, PoolItem
from quiz.assembly.rules import Cell, shortfalls
from tests.quiz.factories import make_cell


def item(
    number: int,
    kind: ItemKind = ItemKind.SINGLE,
    difficulty: Difficulty = Difficulty.MEDIUM,
    topics: tuple[int, ...] = (),
    laws: tuple[int, ...] = (),
    options: int = 4,
) -> PoolItem:
    hashed = sha256(str(number).encode()).hexdigest()
    return PoolItem(
        number, number, kind, difficulty, frozenset(topics), frozenset(laws), options, hashed
    )


kinds = st.sampled_from([ItemKind.SINGLE, ItemKind.TRUE_FALSE])
small_sets = st.frozensets(st.integers(1, 3), max_size=2)


@st.composite
def pools(draw: st.DrawFn) -> list[PoolItem]:
    size = draw(st.integers(0, 14))
    return [
        item(n, draw(kinds), draw(st.sampled_from(Difficulty)), draw(small_sets), draw(small_sets))
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
    """Kuhn's algorithm, question by question: how many places can be filled at once."""
    places = [cell for cell in cells for _ in range(cell.count)]
    taken: dict[int, int] = {}

    def place(index: int, tried: set[int]) -> bool:
        for question in pool:
            if places[index].accepts(question) and question.version_id not in tried:
                tried.add(question.version_id)
                holder = taken.get(question.version_id)
                if holder is None or place(holder, tried):
                    taken[question.version_id] = index
                    return True
        return False

    return sum(place(index, set()) for index in range(len(places)))
