"""GIFT and Aiken as other systems write them."""

import pytest

from questionbank.exchange.rules.lines import Line
from questionbank.questions.rules import Content, Difficulty, ItemKind
from tests.questionbank.exchange.formats.readers import items, read, reasons
from tests.questionbank.exchange.texts import blanks, multiple, single, truth


def contents(text):
    return [item.content for item in items(text)]


def test_aiken_items_end_with_their_answer():
    text = """行政处罚由哪一级的机关管辖？
A. 乡级
B) 县级以上
ANSWER: B

听证要收费吗？
仅问当事人。
A. 收费
B. 不收费，
  也不预收
ANSWER: B
"""
    assert contents(text) == [
        single("行政处罚由哪一级的机关管辖？", "乡级", "县级以上", key="B"),
        single("听证要收费吗？\n仅问当事人。", "收费", "不收费，\n也不预收", key="B"),
    ]


def test_aiken_says_what_no_answer_ends():
    reading = read("问？\nA. 甲\nB. 乙\nANSWER: C\n\n后面一问？\nA. 甲\nB. 乙\n")
    assert reasons(reading) == [("questions.key_names_no_option", {"key": "C"})]
    assert reading.unread == [Line(6, "后面一问？"), Line(7, "A. 甲"), Line(8, "B. 乙")]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("::一:: 谁管辖？{~乡级 =县级 ~省级}", single("谁管辖？", "乡级", "县级", "省级", key="B")),
        ("谁可以{=申请 ~命令}复议？", single("谁可以（　）复议？", "申请", "命令", key="A")),
        (
            "下列是处罚的有{~%50%警告#对 ~%-50%记过#错 ~%50%罚款}",
            multiple("下列是处罚的有", "警告", "记过", "罚款", key="AC"),
        ),
        ("听证免费。{T}", truth("听证免费。", "T")),
        ("听证收费。{FALSE#错了#对了}", truth("听证收费。", "F")),
        ("期限是{=六十日 =60日 =%50%两个月}内。", blanks("期限是____内。", "六十日/60日")),
        ("期限是几日？{#60}", blanks("期限是几日？ ____", "60")),
        ("是____，不是____。{=六十日；三日}", blanks("是____，不是____。", "六十日\n三日")),
        (
            "[html]<p>罚款<b>上限</b>&nbsp;是：</p><p>\\=\\{\\}</p>{=甲 ~乙}",
            single("罚款上限 是：\n={}", "甲", "乙", key="A"),
        ),
    ],
)  # fmt: skip
def test_gift_question(text, content):
    reading = read(text)
    assert [item.content for item in reading.parsed] == [content]


def test_gift_keeps_identifier_tags_category_and_the_basis_in_the_feedback():
    text = """$CATEGORY: $course$/top/行政处罚

// [id:CF-1] [tag:听证] [tag:难度\\]题]
::听证::听证免费。{T
####应当免费。\\n依据：《行政处罚法》第六十四条\\n难度：易}

复议免费。{T}
"""
    first, second = items(text)
    assert (first.code, first.topics, first.basis) == (
        "CF-1",
        ("听证", "难度]题"),
        "《行政处罚法》第六十四条",
    )
    expected = Content(ItemKind.TRUE_FALSE, "听证免费。", (), "T", "应当免费。", Difficulty.EASY)
    assert first.content == expected
    assert (second.code, second.topics) == (None, ("行政处罚",))


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("连线。{=甲->乙 =丙->丁}", "matching"),
        ("多少日？{#60:5}", "numerical ±"),
        ("多少日？{#1..5}", "numerical ±"),
        ("括号{=不齐 ~{甲}", "{ }"),
    ],
)
def test_gift_question_that_has_no_like_is_rejected(text, type_):
    reading = read(f"听证免费。{{T}}\n\n{text}")
    assert len(reading.parsed) == 1
    assert reasons(reading) == [("exchange.type_not_taken", {"type": type_})]


def test_gift_texts_without_answers_and_lost_halves_are_told():
    reading = read(
        "说明：以下各题单选。\n\n问？{~%50%甲 ~%50%乙}\n\n简述听证。{}\n\n几日？{=六 =%30%七}"
    )
    assert reading.unread == [
        Line(1, "说明：以下各题单选。"),
        Line(7, "%30% 七"),
    ]
    assert reasons(reading) == [("questions.no_key", {})]


def test_braces_in_a_chinese_bank_are_no_gift():
    text = "一、判断题\n1. 集合{=甲}包含{T}。\n答案：正确\n"
    assert contents(text) == [truth("集合{=甲}包含{T}。", "T")]
