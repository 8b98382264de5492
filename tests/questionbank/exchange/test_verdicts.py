"""What items are to each other and to the bank, and how texts of items are mended."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.exchange import preparing
from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.mending import merged, numbered, read_mended, read_one, retyped
from questionbank.exchange.rules.verdicts import Weighed, settle
from questionbank.exchange.rules.writing import write_item
from questionbank.questions.rules import ItemKind, Verdict
from questionbank.questions.rules.likeness import Wording, alike
from tests.questionbank.exchange.test_writing import parsed_items

NEW = Weighed(1, sound=True, identity="a", meaning=("甲",), key="A", bank=Verdict.ADDED)


def other(line, **facts):
    return replace(NEW, line=line, identity=f"i{line}", **facts)


def verdicts(*items):
    return [(str(verdict), reason and reason.code) for verdict, reason in settle(items)]


def test_the_first_of_its_kind_counts():
    assert settle([NEW, replace(NEW, line=9)]) == [
        (Verdict.ADDED, None), (Verdict.DUPLICATE, Refusal("exchange.repeat_of", {"line": 1})),
    ]  # fmt: skip
    contradicting = replace(NEW, line=9, key="B", meaning=("乙",))
    assert settle([NEW, contradicting])[1] == (
        Verdict.REJECTED,
        Refusal("exchange.contradicts", {"line": 1, "first": "A", "second": "B"}),
    )


def test_codes_questions_and_places_are_taken_once():
    coded, known = other(2, code="X-1"), other(4, bank=Verdict.CHANGED, question=7)
    seated = other(6, case=("AL", 1))
    assert verdicts(
        coded, replace(coded, line=3, identity="c"),
        known, replace(known, line=5, identity="d"),
        seated, replace(seated, line=7, identity="e"),
    ) == [
        ("added", None), ("rejected", "exchange.code_twice"),
        ("changed", None), ("rejected", "exchange.same_question_twice"),
        ("added", None), ("rejected", "exchange.case_place_twice"),
    ]  # fmt: skip


def test_a_place_of_a_case_is_free_only_when_its_question_moves_too():
    taken = other(2, case=("AL", 1), taken=7)
    assert verdicts(taken) == [("rejected", "exchange.case_place_taken")]
    moving = other(3, bank=Verdict.CHANGED, question=7, case=("AL", 2))
    assert verdicts(taken, moving) == [("added", None), ("changed", None)]
    assert verdicts(replace(taken, question=7, bank=Verdict.CHANGED)) == [("changed", None)]


@given(
    st.builds(
        Weighed, st.integers(1, 99), st.booleans(),
        st.none() | st.builds(Refusal, st.just("questions.no_key"), st.just({"a": 1})),
        st.text(max_size=3), st.lists(st.text(max_size=3)).map(tuple), st.text(max_size=3),
        st.text(max_size=3), st.none() | st.sampled_from(Verdict), st.none() | st.integers(1, 9),
        st.text(max_size=3), st.none() | st.tuples(st.text(max_size=3), st.integers(1, 9)),
        st.none() | st.integers(1, 9), st.just((Refusal("exchange.has_picture"),)),
    )
)  # fmt: skip
def test_what_was_weighed_is_kept_as_it_is(weighed):
    assert Weighed.from_json(weighed.as_json()) == weighed


CHOICE = "3. 【单选】期限为（　）\nA. 甲\nB. 乙\n答案：AB\n难度：中"


def test_a_text_is_given_another_type():
    item = read_one(retyped(CHOICE, ItemKind.MULTIPLE))
    assert isinstance(item, ParsedItem)
    assert (item.content.kind, item.content.key, item.number) == (ItemKind.MULTIPLE, "AB", 3)
    assert retyped("期限为多久？", ItemKind.SHORT) == "1. 【简答】期限为多久？"


@given(parsed_items(), st.sampled_from([ItemKind.SINGLE, ItemKind.SHORT, ItemKind.BLANKS]))
def test_a_new_type_changes_nothing_else_of_the_text(item, kind):
    text = write_item(item)
    again = retyped(retyped(text, kind), item.content.kind)
    assert read_mended(again).texts == read_mended(text).texts


def test_two_texts_become_one_where_the_upper_one_ends():
    above = "1. 【简答】简述程序。\n答案：分三步：\n难度：中"
    below = "2. 【简答】立案；\n调查；\n难度：难"
    (item,) = read_mended(merged(above, below)).items
    assert isinstance(item, ParsedItem)
    assert (item.content.key, item.content.difficulty) == ("分三步：\n2. 立案；\n调查；", "hard")


def test_lines_that_are_no_item_become_one():
    assert numbered("甲局可以处罚。") == "1. 甲局可以处罚。"
    assert numbered("案例：AL-1\n2. 甲（）") == "案例：AL-1\n2. 甲（）"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "exchange.not_one_item"), (CHOICE + "\n\n" + CHOICE, "exchange.not_one_item"),
     (CHOICE.replace("难度：中", "难度：奇"), "exchange.line_not_read"),
     ("法规：甲法；版本：2021-01-22\n" + CHOICE.replace("AB", "A"), "exchange.line_not_read"),
     (CHOICE, "questions.several_keys")],
)  # fmt: skip
def test_a_text_that_is_not_one_sound_item_says_why(text, code):
    assert read_one(text).reason.code == code


@pytest.mark.parametrize("block", [1, 2, 250])
def test_items_are_held_against_the_bank_in_blocks_of_any_size(block, monkeypatch):
    monkeypatch.setattr(preparing, "_BLOCK", block)
    texts = ["行政处罚的追究期限为二年", "行政处罚的追究期限为三年", "听证不收取任何费用", "甲"]
    bank = [Wording(n, text, "") for n, text in enumerate(texts, 1)]
    items = [replace(one, question_id=-one.question_id) for one in bank[:3]]
    expected = [pair for item in items for pair in alike(item, bank)]
    found = preparing._mixed_pairs(items, bank)
    assert found == sorted(expected, key=lambda pair: (-pair.score, pair.second))
    assert {(pair.first, pair.second) for pair in found} == {
        (-1, 1), (-1, 2), (-2, 1), (-2, 2), (-3, 3),
    }  # fmt: skip
