"""Which questions fit a cell, whether the bank can fill a blueprint, which rules are sound."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from audit.rules import Refusal
from questionbank.questions.rules import Difficulty, ItemKind
from quiz.assembly.rules import (
    PRESETS,
    ExamRules,
    Shortfall,
    bank_refusal,
    matching,
    objection,
    shortfalls,
    total_marks,
)
from tests.quiz.assembly.examples import blueprints, case, item, largest_matching, pools
from tests.quiz.factories import make_cell


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        (item(1, topics=(1, 2), laws=(7,), difficulty=Difficulty.HARD), True),
        (item(1, topics=(2,), laws=(7,), difficulty=Difficulty.HARD), False),
        (item(1, topics=(1,), laws=(), difficulty=Difficulty.HARD), False),
        (item(1, topics=(1,), laws=(7,), difficulty=Difficulty.EASY), False),
        (item(1, ItemKind.MULTIPLE, topics=(1,), laws=(7,), difficulty=Difficulty.HARD), False),
    ],
)
def test_a_question_must_pass_every_filter(question, fits):
    cell = make_cell(difficulty=Difficulty.HARD, topics=(1, 3), laws=(7,))
    assert cell.accepts(question) is fits


def test_a_cell_without_filters_takes_its_kind():
    assert make_cell().accepts(item(1, topics=(5,), laws=(6,)))


def test_shortfall_names_cell_need_and_supply():
    cells = [make_cell(count=2), make_cell(ItemKind.BLANKS, count=5, position=2)]
    pool = [item(1), item(2), item(3, ItemKind.BLANKS)]
    assert shortfalls(cells, pool) == [Shortfall(2, 5, 1)]


def test_overlapping_cells_share_fairly_and_never_falsely_fail():
    """Only the second cell is choosy; a greedy first cell would take its question."""
    pool = [item(1, topics=(1,)), item(2), item(3)]
    assert shortfalls([make_cell(count=2), make_cell(count=1, topics=(1,), position=2)], pool) == []


@pytest.mark.parametrize(("count", "marks", "fits"), [(10, "999.99", True), (11, "999.99", False)])
def test_more_marks_than_a_score_can_hold_are_refused(count, marks, fits):
    refusal = objection(ExamRules(), [make_cell(count=count, marks=marks)])
    facts = {"total": Decimal("10999.89"), "most": Decimal("9999.99")}
    assert refusal == (None if fits else Refusal("assembly.marks_too_many", facts))


def test_competing_cells_are_short_in_proportion():
    cells = [make_cell(count=20), make_cell(count=10, position=2)]
    pool = [item(number) for number in range(15)]
    assert shortfalls(cells, pool) == [Shortfall(1, 20, 10), Shortfall(2, 10, 5)]
    assert matching(cells, pool) == [15, 15]


def test_questions_of_equal_content_count_once():
    twin = replace(item(1), version_id=2, question_id=2)
    assert shortfalls([make_cell(count=2)], [item(1), twin]) == [Shortfall(1, 2, 1)]


def test_questions_of_one_group_count_once():
    """The three share a group, so that one of them serves one cell, whichever that is."""
    pool = [
        item(1, group="甲"),
        item(2, ItemKind.TRUE_FALSE, group="甲"),
        item(3, topics=(1,), group="甲"),
        item(4),
    ]
    cells = [make_cell(count=2), make_cell(ItemKind.TRUE_FALSE, 1, position=2)]
    assert shortfalls(cells[:1], pool) == shortfalls(cells[1:], pool) == []
    assert shortfalls(cells, pool) == [Shortfall(1, 2, 1)]
    assert matching(cells, pool) == [2, 1]


def test_a_case_serves_cells_of_cases_only():
    pool = [case(1), item(2)]
    cells = [make_cell(ItemKind.CASE, 1), make_cell(count=2, position=2)]
    assert shortfalls(cells, pool) == [Shortfall(2, 2, 1)]


@given(blueprints(), pools())
def test_shortfalls_are_exact(cells, pool):
    missing = sum(short.needed - short.available for short in shortfalls(cells, pool))
    assert sum(cell.count for cell in cells) - missing == largest_matching(cells, pool)


def test_bank_refusal_counts_what_is_missing():
    cells = [make_cell(count=3), make_cell(ItemKind.SHORT, count=2, position=2)]
    assert bank_refusal(cells, [item(1)]) == Refusal(
        "assembly.bank_short",
        {"position": 1, "needed": 3, "available": 1, "missing": 2, "cells": "1, 2"},
    )
    assert bank_refusal(cells[:1], [item(1), item(2), item(3)]) is None


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (ExamRules(), None),
        (ExamRules(minutes=4), "assembly.minutes"),
        (ExamRules(minutes=361), "assembly.minutes"),
        (ExamRules(attempts=0), "assembly.attempts"),
        (ExamRules(attempts=11), "assembly.attempts"),
        (ExamRules(cut_score=Decimal(0)), "assembly.cut_score"),
        (ExamRules(cut_score=Decimal(91)), "assembly.cut_score"),
        (ExamRules(excellent_score=Decimal("100.01")), "assembly.total_marks"),
        (ExamRules(excellent_score=Decimal(100)), None),
    ],
)
def test_objection_to_rules(rules, code):
    refusal = objection(rules, [make_cell(count=50, marks=2)])
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_presets_are_sound_and_add_up_to_100(preset):
    assert objection(preset.rules, preset.cells) is None
    assert total_marks(preset.cells) == 100
