"""What an answer earns."""

from decimal import Decimal as D
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.questions.rules import SEVERAL_KINDS, ItemKind
from quiz.assembly.rules import MultipleRule
from quiz.marking.rules import (
    blank_matches,
    blanks_share,
    fold_blank,
    read_numeral,
    score_answer,
)

ALL, HALF, SHARE = MultipleRule.ALL_OR_NOTHING, MultipleRule.HALF, MultipleRule.PROPORTIONAL


def score(kind, key, answer, marks="2", rule=ALL, unordered=False):
    return score_answer(kind, key, answer, D(marks), rule, unordered)


@pytest.mark.parametrize(
    ("kind", "key", "answer", "mark"),
    [
        (ItemKind.SINGLE, "B", "B", "2.00"),
        (ItemKind.SINGLE, "B", "C", "0.00"),
        (ItemKind.SINGLE, "B", "", "0.00"),
        (ItemKind.TRUE_FALSE, "F", "F", "2.00"),
        (ItemKind.TRUE_FALSE, "F", "T", "0.00"),
        (ItemKind.SHORT, "要点", "  \n", "0.00"),
        (ItemKind.BLANKS, "二日\n机关", "2日\n机关", "2.00"),
        (ItemKind.BLANKS, "二日\n机关", "\n机关", "1.00"),
        (ItemKind.BLANKS, "甲\n乙\n丙", "甲\n乙\n丁", "1.33"),
        (ItemKind.BLANKS, "甲\n乙\n丙", "乙\n甲\n丙", "0.67"),
    ],
)
def test_answer_earns(kind, key, answer, mark):
    assert score(kind, key, answer) == D(mark)


def test_short_answer_waits_for_a_marker():
    assert score(ItemKind.SHORT, "要点", "作答") is None


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("ABD", ("2.00", "2.00", "2.00")),
        ("AB", ("0.00", "1.00", "1.33")),
        ("D", ("0.00", "1.00", "0.67")),
        ("ABC", ("0.00", "0.00", "0.00")),
        ("ABCD", ("0.00", "0.00", "0.00")),
        ("C", ("0.00", "0.00", "0.00")),
        ("", ("0.00", "0.00", "0.00")),
    ],
)
def test_multiple_choice_by_each_rule(answer, expected):
    for kind in SEVERAL_KINDS:
        marks = [score(kind, "ABD", answer, rule=rule) for rule in (ALL, HALF, SHARE)]
        assert marks == [D(mark) for mark in expected]


@pytest.mark.parametrize(
    ("key", "answer", "mark"),
    [
        ("警告\n罚款\n拘留", "拘留\n警告\n罚款", "3.00"),
        ("警告\n罚款\n拘留", "拘留\n\n罚款", "2.00"),
        ("警告\n罚款\n拘留", "警告\n警告\n警告", "1.00"),
        ("警告/告诫\n罚款\n拘留", "警告\n告诫\n罚款", "2.00"),
        ("甲/乙\n甲\n丙", "甲\n乙\n丙", "3.00"),
        ("二日\n十日\n甲", "10日\n2日\n乙", "2.00"),
    ],
)
def test_blanks_in_any_order(key, answer, mark):
    assert score(ItemKind.BLANKS, key, answer, marks="3", unordered=True) == D(mark)


some_words = st.lists(st.sampled_from("甲乙丙丁戊"), min_size=1, max_size=3, unique=True)
keys_of_blanks = st.lists(some_words.map("/".join), min_size=1, max_size=4).map("\n".join)


@given(keys_of_blanks, st.data())
def test_unordered_blanks_count_the_best_arrangement(key, data):
    blanks = key.count("\n") + 1
    words = st.sampled_from(["甲", "乙", "丙", "丁", "戊", ""])
    given_words = data.draw(st.lists(words, min_size=blanks, max_size=blanks))
    arranged = max(blanks_share(key, "\n".join(order)) for order in permutations(given_words))
    assert blanks_share(key, "\n".join(given_words), unordered=True) == arranged


def test_half_a_cent_is_rounded_up():
    assert score(ItemKind.MULTIPLE, "AB", "A", marks="0.25", rule=HALF) == D("0.13")


letters = st.sets(st.sampled_from("ABCDEF"), min_size=1).map(lambda s: "".join(sorted(s)))


@given(letters, letters, st.decimals("0.01", 20, places=2), st.sampled_from(MultipleRule))
def test_multiple_choice_never_leaves_its_bounds_and_orders_the_rules(key, answer, marks, rule):
    mark = score_answer(ItemKind.MULTIPLE, key, answer, marks, rule)
    assert D(0) <= mark <= marks
    assert (mark == marks) >= (answer == key)
    if not set(answer) <= set(key):
        assert mark == 0
    assert score_answer(ItemKind.MULTIPLE, key, answer, marks, ALL) <= mark


@given(letters.filter(lambda key: len(key) > 1), st.data())
def test_one_more_right_letter_never_costs_marks(key, data):
    fewer = data.draw(st.sets(st.sampled_from(key), min_size=1, max_size=len(key) - 1))
    more = fewer | {data.draw(st.sampled_from(sorted(set(key) - fewer)))}
    for rule in MultipleRule:
        less = score_answer(ItemKind.MULTIPLE, key, "".join(sorted(fewer)), D(3), rule)
        assert less <= score_answer(ItemKind.MULTIPLE, key, "".join(sorted(more)), D(3), rule)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("三十日", "30日"),
        ("三十日", "３０ 日。"),
        ("30日/一个月", "1个月"),
        ("第三十六条", "第36条"),
        ("百分之五十", "50％"),
        ("《行政处罚法》", "行政处罚法"),
        ("陈述、申辩", "（陈述、申辩）"),
        ("10万元", "十万元"),
        ("一亿二千万元", "120000000元"),
        ("二〇二一年", "2021年"),
        ("DNA", "ｄｎａ"),
    ],
)
def test_blank_takes_equal_writings(key, answer):
    assert blank_matches(key, answer)


@pytest.mark.parametrize(
    ("key", "answer"),
    [("三十日", "十三日"), ("30日", "30"), ("50%", "50"), ("0.5", "5"), ("两会", "二会"),
     ("机关", ""), ("机关/", ""), ("陈述、申辩", "陈述申辩"), ("1" * 40, "1" * 39 + "2")],
)  # fmt: skip
def test_blank_refuses_other_answers(key, answer):
    assert not blank_matches(key, answer)


@pytest.mark.parametrize("word", ["统一", "一般", "万", "十百", "1.2.3日"])
def test_words_and_broken_numbers_stay_as_they_are(word):
    assert fold_blank(word) == word


DIGITS, UNITS = "零一二三四五六七八九", ["", "十", "百", "千"]


def in_chinese(number: int) -> str:
    """A number below 10,000 the way officials write it."""
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + UNITS[place]
        zero = digit == 0
    return text or "零"


@given(st.integers(0, 9999))
def test_chinese_numerals_read_as_their_value(number):
    assert read_numeral(in_chinese(number)) == str(number)


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_numerals_with_ten_thousands_read_as_their_value(upper, lower):
    text = f"{in_chinese(upper)}万零{in_chinese(lower)}"
    assert read_numeral(text) == str(upper * 10**4 + lower)


@given(st.text(max_size=60))
def test_folding_takes_any_text_and_a_text_matches_itself(text):
    folded = fold_blank(text)
    if folded and "/" not in text and "／" not in text:
        assert blank_matches(text, text)
