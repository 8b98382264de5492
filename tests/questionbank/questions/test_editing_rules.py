from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.questions.rules import (
    CHOICE_KINDS,
    LETTERS,
    VERSION_KINDS,
    Basis,
    Content,
    ItemKind,
    LawText,
    marks_of_points,
    remarks,
    source_fault,
    stated_total,
    validate,
)


def choice(kind=ItemKind.SINGLE, stem="由（　）管辖。", options=("甲", "乙", "丙"), key="A"):
    return Content(kind, stem, options, key)


def short(key, stem="简述听证的程序。"):
    return Content(ItemKind.SHORT, stem, (), key)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (choice(), []),
        (choice(ItemKind.MULTIPLE), [Refusal("questions.one_right_option", {"key": "A"})]),
        (choice(ItemKind.INDEFINITE), []),
        (
            choice(options=("甲", "乙", "以上都对")),
            [Refusal("questions.options_kept_last", {"letters": "C"})],
        ),
        (choice(options=("甲", "乙", "A和B")), [Refusal("questions.options_name_letters")]),
        (
            choice(stem="下列不属于行政处罚的是（　）。"),
            [Refusal("questions.negative_stem", {"text": "不属于"})],
        ),
        (choice(stem="下列【不属于】行政处罚的是（　）。"), []),
        (choice(stem="下列“不属于”行政处罚的是（　）。"), []),
        (choice(stem="下列情形不予行政处罚的是（　）。"), []),
        (choice(stem="当事人不能按期缴纳的，（　）。"), []),
        (Content(ItemKind.TRUE_FALSE, "下列说法不正确。", (), "T"), []),
        (short("公开（2分）\n及时（3分）"), []),
        (short("公开（2分）；及时（3分）。共5分", "简述（共5分）"), []),
        (short("公开；及时"), [Refusal("questions.no_points")]),
        (
            short("公开（2分）\n及时（2.5分）", "简述。（满分5分）"),
            [Refusal("questions.points_differ", {"points": "4.5", "stated": "5"})],
        ),
        (
            short("公开（10分）\n及时"),
            [Refusal("questions.point_without_marks", {"number": 2})],
        ),
    ],
)
def test_remarks(content, expected):
    assert remarks(content) == expected


texts = st.text("甲乙不属于以上都对ABC和下列的是（）分2", min_size=1, max_size=12)


@given(
    st.sampled_from(VERSION_KINDS),
    texts,
    st.lists(texts, max_size=6).map(tuple),
    st.text("AB甲（2分）\n", max_size=12),
)
def test_remarks_have_an_answer_for_every_content(kind, stem, options, key):
    content = Content(kind, stem, options if kind in CHOICE_KINDS else (), key)
    found = remarks(content)
    assert len({one.code for one in found}) == len(found)
    if kind not in CHOICE_KINDS and kind is not ItemKind.SHORT:
        assert found == []


@given(st.lists(st.integers(1, 20), min_size=1, max_size=8))
def test_points_are_read_as_they_are_written(marks):
    key = "\n".join(f"要点（{mark}分）" for mark in marks)
    assert marks_of_points(key) == tuple(map(Decimal, marks))
    assert remarks(short(f"{key}\n共{sum(marks)}分")) == []
    assert [one.code for one in remarks(short(f"{key}\n共{sum(marks) + 1}分"))] == [
        "questions.points_differ"
    ]


@pytest.mark.parametrize(
    ("text", "total"),
    [("共10分", Decimal(10)), ("满分7.5分", Decimal("7.5")), ("（2分）", None), ("公共2处", None)],
)
def test_stated_total(text, total):
    assert stated_total(text) == total


PARAGRAPHS = "一年内未被发现的，不再给予处罚。\n前款规定的期限，从行为发生之日起计算。"
LOADED = LawText(7, {"36": PARAGRAPHS})


def basis(article="36", paragraph=None, quote=""):
    return Basis(1, 7, date(2021, 7, 15), article, paragraph, quote)


@pytest.mark.parametrize(
    ("cited", "text", "code"),
    [
        (basis(), LOADED, None),
        (basis(paragraph=2, quote="从行为发生之日起计算"), LOADED, None),
        (basis(paragraph=3), LOADED, "questions.place_not_found"),
        (basis("37"), LOADED, "questions.place_not_found"),
        (basis(paragraph=1, quote="从行为发生之日起计算"), LOADED, "questions.misquoted"),
        (basis(quote="二年内未被发现"), LOADED, "questions.misquoted"),
        (basis("999", quote="任何话"), LawText(7), None),
    ],
)
def test_source_fault(cited, text, code):
    fault = source_fault("《行政处罚法》第三十六条", cited, text)
    assert (fault and fault.code) == code


@given(st.sets(st.sampled_from(LETTERS), min_size=1))
def test_single_choice_has_one_right_option(letters):
    key = "".join(sorted(letters))
    options = tuple(f"选项文字{number}" for number in range(len(LETTERS)))
    refusal = validate(choice(options=options, key=key))
    assert (refusal is None) == (len(key) == 1)
