"""Drawn papers obey the blueprint, never fail when it can be filled, and repeat exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.questions.rules import CHOICE_KINDS, VERSION_KINDS, ItemKind
from quiz.assembly.rules import Stock, total_marks
from quiz.drawing.rules import rank
from tests.quiz.assembly.examples import case, fillable_problems, item
from tests.quiz.factories import SEED, make_cell


def draw_paper(seed, candidate_key, cells, pool):
    return Stock.of(cells, pool, {}).paper(seed, candidate_key)


def serves_each_place_once(cells, pool, paper):
    """Whether the questions of a paper, in slot order, go to the cells in kind order."""
    by_version = {question.version_id: question for question in pool}
    kinds = list(dict.fromkeys(cell.kind for cell in cells))
    places = [
        cell for kind in kinds for cell in cells if cell.kind == kind for _ in range(cell.count)
    ]
    return len(places) == len(paper) and all(
        place.accepts(by_version[drawn.version_id]) and place.marks == drawn.marks
        for place, drawn in zip(places, paper, strict=True)
    )


@given(fillable_problems(), st.binary(min_size=32, max_size=32))
def test_every_fillable_blueprint_is_drawn_without_repeats(problem, seed):
    cells, pool = problem
    paper = draw_paper(seed, "1/1", cells, pool)
    assert serves_each_place_once(cells, pool, paper)
    assert len({drawn.version_id for drawn in paper}) == len(paper)
    groups = {question.version_id: question.group for question in pool}
    met = [groups[drawn.version_id] for drawn in paper if groups[drawn.version_id]]
    assert len(set(met)) == len(met)


@given(fillable_problems(), st.binary(min_size=32, max_size=32))
def test_the_quick_way_agrees_with_the_careful_way(problem, seed):
    cells, pool = problem
    stock = Stock.of(cells, pool, {})
    order = rank(seed, "paper/1/1", stock.serves)
    quick = stock._first_come(order)
    assert quick is None or quick == stock._first_feasible(order)


def test_a_tight_overlap_leaves_the_choosy_cell_its_question():
    cells = [make_cell(count=2), make_cell(count=1, topics=(1,), position=2)]
    pool = [item(1, topics=(1,)), item(2), item(3)]
    for number in range(20):
        paper = draw_paper(SEED, f"{number}/1", cells, pool)
        assert [drawn.version_id for drawn in paper[2:]] == [1]
        assert {drawn.version_id for drawn in paper[:2]} == {2, 3}


def test_an_impossible_blueprint_is_an_error():
    with pytest.raises(ValueError, match="cell 1 cannot be filled"):
        draw_paper(SEED, "1/1", [make_cell(count=2)], [item(1)])


def test_the_order_of_the_pool_does_not_matter():
    pool = [item(number) for number in range(30)]
    cells = [make_cell(count=10)]
    assert draw_paper(SEED, "1/1", cells, pool) == draw_paper(SEED, "1/1", cells, pool[::-1])


def test_candidates_attempts_and_seeds_give_different_papers():
    pool = [item(number) for number in range(200)]
    cells = [make_cell(count=20)]
    drawn = {
        draw_paper(seed, key, cells, pool)
        for seed in (SEED, SEED[::-1])
        for key in ("1/1", "1/2", "2/1")
    }
    assert len(drawn) == 6


def test_every_question_is_drawn_about_equally_often():
    """10 of 40 for 800 candidates: 200 each; 99.99 % of chi-squared (39 df) lies below 78."""
    stock = Stock.of([make_cell(count=10)], [item(number) for number in range(40)], {})
    seen = [0] * 40
    for number in range(800):
        for drawn in stock.paper(SEED, f"{number}/1"):
            seen[drawn.version_id] += 1
    assert sum((count - 200) ** 2 / 200 for count in seen) < 78


def test_kinds_are_grouped_in_blueprint_order():
    cells = [
        make_cell(ItemKind.TRUE_FALSE, 1, 1),
        make_cell(ItemKind.SINGLE, 1, 2, position=2),
        make_cell(ItemKind.TRUE_FALSE, 1, 3, position=3),
    ]
    pool = [item(1), *(item(number, ItemKind.TRUE_FALSE, options=0) for number in (2, 3, 4))]
    paper = draw_paper(SEED, "1/1", cells, pool)
    assert [int(drawn.marks) for drawn in paper] == [1, 3, 2]


def test_only_choice_questions_have_an_option_order():
    pool = [item(number, kind) for number, kind in enumerate(VERSION_KINDS)]
    cells = [make_cell(kind, 1, position=n) for n, kind in enumerate(VERSION_KINDS, start=1)]
    orders = [drawn.option_order for drawn in draw_paper(SEED, "1/1", cells, pool)]
    letters = ["ABCD" if kind in CHOICE_KINDS else "" for kind in VERSION_KINDS]
    assert ["".join(sorted(order)) for order in orders] == letters


def test_a_group_takes_one_place_of_a_paper():
    pool = [item(number, group="甲") for number in range(5)] + [item(7), item(8)]
    cells = [make_cell(count=3)]
    seen = set()
    for number in range(40):
        drawn = {drawn.version_id for drawn in draw_paper(SEED, f"{number}/1", cells, pool)}
        assert {7, 8} < drawn
        seen |= drawn
    assert seen == {0, 1, 2, 3, 4, 7, 8}


def test_a_tight_group_is_kept_for_the_cell_that_needs_it():
    """Only the group serves the second cell; its member for the first cell must be passed over."""
    pool = [item(1, group="甲"), item(2, ItemKind.TRUE_FALSE, group="甲"), item(3)]
    cells = [make_cell(count=1), make_cell(ItemKind.TRUE_FALSE, 1, position=2)]
    for number in range(20):
        paper = draw_paper(SEED, f"{number}/1", cells, pool)
        assert [drawn.version_id for drawn in paper] == [3, 2]


def test_a_case_is_asked_whole_with_its_marks_split_by_weight():
    parts = (item(11, weight=1), item(12, ItemKind.SHORT, weight=2), item(13, weight=1))
    cells = [make_cell(count=1, marks=2), make_cell(ItemKind.CASE, 1, 10, position=2)]
    paper = draw_paper(SEED, "1/1", cells, [case(10, *parts), item(1)])
    assert [(drawn.version_id, drawn.marks) for drawn in paper] == [
        (1, 2), (11, 2.5), (12, 5), (13, 2.5),
    ]  # fmt: skip
    assert [len(drawn.option_order) for drawn in paper] == [4, 4, 0, 4]
    assert [drawn.content_hash for drawn in paper[1:]] == [part.content_hash for part in parts]


@given(fillable_problems(), st.lists(st.integers(1, 5), min_size=1, max_size=4), st.data())
def test_every_paper_has_the_same_total(problem, weights, data):
    cells, pool = problem
    cases = [
        case(500 + n, *(item(600 + 10 * n + k, weight=w) for k, w in enumerate([*weights[n:], 1])))
        for n in range(len(weights))
    ]
    marks = data.draw(st.decimals("0.5", 40, places=1))
    cells = [*cells, make_cell(ItemKind.CASE, len(cases), marks, position=99)]
    paper = draw_paper(SEED, "1/1", cells, [*pool, *cases])
    assert sum(drawn.marks for drawn in paper) == total_marks(cells)


def test_options_come_in_every_order_but_those_kept_last():
    stock = Stock.of([make_cell(count=1)], [item(1)], {1: "D"})
    orders = {stock.paper(SEED, f"{number}/1")[0].option_order for number in range(200)}
    assert orders == {"ABCD", "ACBD", "BACD", "BCAD", "CABD", "CBAD"}
