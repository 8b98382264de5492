"""Made-up candidates answer in the forms that the platform stores."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.questions.rules import VERSION_KINDS, Difficulty, ItemKind
from quiz.assembly.rules import MultipleRule
from quiz.delivery.rules import clean_answer
from quiz.demonstration.rules.answers import Asked, Conduct, answer, conduct, mark_by_hand, sit
from quiz.marking.rules import score_answer

KEYS = {
    ItemKind.SINGLE: ("B", 4),
    ItemKind.MULTIPLE: ("ACD", 4),
    ItemKind.INDEFINITE: ("C", 4),
    ItemKind.TRUE_FALSE: ("F", 0),
    ItemKind.BLANKS: ("三十日/30日\n书面", 0),
    ItemKind.SHORT: ("一是事实清楚；二是证据确凿；三是程序合法。", 0),
}
ALL_RIGHT, NOTHING_RIGHT = 50.0, -50.0


def asked(kind: ItemKind, slot: int = 1) -> Asked:
    key, options = KEYS[kind]
    return Asked(slot, kind, Difficulty.MEDIUM, key, options)


@given(kind=st.sampled_from(VERSION_KINDS), ability=st.floats(-6, 6), seed=st.integers())
def test_answers_are_what_the_platform_would_store(kind, ability, seed):
    question = asked(kind)
    text = answer(Random(seed), ability, question)
    blanks = question.key.count("\n") + 1
    assert clean_answer(kind, "ABCD"[: question.options], blanks, text) == text


@pytest.mark.parametrize("kind", [kind for kind in VERSION_KINDS if kind is not ItemKind.SHORT])
@given(seed=st.integers())
def test_ability_decides_between_full_marks_and_not(kind, seed):
    question = asked(kind)
    for ability, full in ((ALL_RIGHT, True), (NOTHING_RIGHT, False)):
        text = answer(Random(seed), ability, question)
        mark = score_answer(kind, question.key, text, Decimal(2), MultipleRule.ALL_OR_NOTHING)
        assert (mark == 2) is full


def test_answers_of_a_sitting_come_in_time_and_in_order():
    paper = [asked(ItemKind.SINGLE, slot) for slot in range(1, 41)]
    given_answers = list(sit(Random(1), Conduct(0.5, comes=True, finishes=True), paper, 3600))
    assert [g.slot for g in given_answers] == list(range(1, 41))
    times = [g.after for g in given_answers]
    assert times == sorted(times) and times[0] > 0 and times[-1] < 3600


def test_whoever_does_not_finish_answers_half():
    paper = [asked(ItemKind.SINGLE, slot) for slot in range(1, 41)]
    given_answers = list(sit(Random(1), Conduct(0.5, comes=True, finishes=False), paper, 3600))
    assert [g.slot for g in given_answers] == list(range(1, 21))


def test_about_six_in_a_hundred_stay_away():
    dice = Random(7)
    away = sum(not conduct(dice, 0.0).comes for _ in range(5000))
    assert 0.045 < away / 5000 < 0.075


@given(st.integers(0, 60), st.sampled_from([Decimal(5), Decimal(10)]))
def test_marks_by_hand_are_halves_within_bounds(length, marks):
    key = KEYS[ItemKind.SHORT][0]
    mark = mark_by_hand(key[:length], key, marks)
    assert 0 <= mark <= marks and (mark * 2) % 1 == 0
    assert mark_by_hand(key, key, marks) == marks and mark_by_hand("", key, marks) == 0
