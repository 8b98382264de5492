"""The marks of a case add up whatever its weights; neighbours with one material are a case."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assembly.rules import CasePart, case_parts, split_marks

weights = st.lists(st.integers(1, 9), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("marks", "by_weight", "expected"),
    [
        ("10", [1, 1, 1], ["3.5", "3.5", "3"]),
        ("10", [1, 2, 1], ["2.5", "5", "2.5"]),
        ("10", [1, 1, 4], ["2", "1.5", "6.5"]),
        ("6", [1], ["6"]),
        ("1", [1, 1, 1], ["0.34", "0.33", "0.33"]),
        ("2", [1, 9], ["0.20", "1.80"]),
        ("10.25", [1, 1], ["5.13", "5.12"]),
    ],
)
def test_marks_are_split(marks, by_weight, expected):
    assert split_marks(D(marks), by_weight) == tuple(map(D, expected))


@given(st.decimals("0.01", 999, places=2), weights)
def test_the_parts_add_up_and_follow_the_weights(marks, by_weight):
    split = split_marks(marks, by_weight)
    assert sum(split) == marks
    for share, weight in zip(split, by_weight, strict=True):
        assert abs(share - marks * weight / sum(by_weight)) < D("0.5")
    pairs = sorted(zip(by_weight, split, strict=True))
    assert [share for _, share in pairs] == sorted(split)


@given(st.integers(1, 200), weights)
def test_halves_are_kept_where_everybody_gets_one(halves, by_weight):
    split = split_marks(D(halves) / 2, by_weight)
    if all(2 * halves * weight >= 2 * sum(by_weight) for weight in by_weight):
        assert all(share % D("0.5") == 0 for share in split)


def test_neighbours_with_one_material_are_a_case():
    assert case_parts(["", "甲", "甲", "乙", "", ""]) == (
        None,
        CasePart(2, 1, 2, "甲"),
        CasePart(2, 2, 2, "甲"),
        CasePart(4, 1, 1, "乙"),
        None,
        None,
    )
    assert CasePart(2, 2, 2, "甲").last == 3
