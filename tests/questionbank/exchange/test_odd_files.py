"""Files as nobody means to write them: what is read of them is right, and the rest is in sight."""

from dataclasses import replace

import pytest

from audit.rules import Refusal
from questionbank.exchange.documents import read_bank
from questionbank.exchange.formats.sheets import Numbered, write_workbook
from questionbank.exchange.rules.mending import read_one
from questionbank.exchange.rules.writing import write_item, write_items
from tests.questionbank.exchange import files
from tests.questionbank.exchange.texts import (
    blanks,
    contents,
    read,
    single,
    truth,
)

TWO = "\nA.甲\nB.乙\n"
FIRST = single("有（　）", "甲", "乙", key="A")
SECOND = single("又（　）", "甲", "乙", key="B")


@pytest.mark.parametrize("field", ["专题：处罚", "编号：X-1", "难度：易", "对象：执法人员"])
def test_a_line_behind_a_short_field_is_no_part_of_it(field):
    reading = read(f"1.有（）{TWO}答案：A\n{field}\n（以上共一题）\n2.又（）{TWO}答案：B")
    assert [line.text for line in reading.unread] == ["（以上共一题）"]
    first = reading.parsed[0]
    assert (first.topics, first.code) in [((), None), (("处罚",), None), ((), "X-1")]


@pytest.mark.parametrize(
    "options", ["[A]甲\n[B]乙", "【A】甲\n【B】乙", "[A]甲 [B]乙", "（A）甲\n（B）乙"]
)
@pytest.mark.parametrize("key", ["A", "[A]", "【A】", "（A）", "A（2分）", "(A)。"])
def test_letters_may_stand_in_brackets(options, key):
    assert contents(f"1.有（）\n{options}\n答案：{key}\n2.又（）{TWO}答案：B") == [FIRST, SECOND]


def test_a_bracketed_truth_is_a_truth():
    assert contents("1.甲。\n答案：（√）\n2.乙。\n答案：【错误】") == [
        truth("甲。", "T"),
        truth("乙。", "F"),
    ]


@pytest.mark.parametrize(
    "key", ["（答案：A）", "【答案：A】", "[正确答案: A]", "（参考答案：A。）"]
)
def test_a_whole_key_line_may_stand_in_brackets(key):
    assert contents(f"1.有（）{TWO}{key}\n2.又（）{TWO}答案：B") == [FIRST, SECOND]


@pytest.mark.parametrize(
    "key", ["（1）公安；（2）法院", "1.公安 2.法院", "①公安②法院", "1、公安\n2、法院"]
)
def test_numbers_of_blanks_are_no_part_of_their_answers(key):
    expected = [blanks("由____和____实施", "公安\n法院")]
    assert contents(f"四、填空题\n1.由____和____实施\n答案：{key}") == expected


@pytest.mark.parametrize(
    "keys", ["答案：1.A 2.B", "参考答案：1-2 AB", "答案：1.A；2.B。", "参考答案：（一）1-2：AB"]
)
def test_all_keys_may_stand_on_one_line_behind_the_last_question(keys):
    assert contents(f"一、单选题\n1.有（）{TWO}2.又（）{TWO}{keys}") == [FIRST, SECOND]


def test_the_keys_of_truths_may_stand_on_one_line():
    text = "三、判断题\n1.甲。\n2.乙。\n答案：1.√ 2.×"
    assert contents(text) == [truth("甲。", "T"), truth("乙。", "F")]


def test_a_decimal_at_the_head_of_a_wrapped_line_is_no_item():
    expected = [single("期限为60.5日的是（　）", "甲", "乙", key="A"), SECOND]
    assert contents(f"1.期限为\n60.5日的是（）{TWO}答案：A\n2.又（）{TWO}答案：B") == expected


def test_an_item_may_begin_with_a_year_where_its_number_is_next():
    text = f"1.有（）{TWO}2.2020年（）{TWO}参考答案\n1.A 2.B"
    assert contents(text)[1].stem == "2020年（　）"


def table(*rows: list[object]):
    return read_bank(files.workbook(("题", list(rows))), "题.xlsx")


HEAD: list[object] = ["题干", "选项A", "选项B", "答案", "来源", "备注"]


def test_columns_that_are_not_read_are_named():
    reading = table(
        HEAD, ["有（）", "甲", "乙", "A", "教材", "", "多余"], ["又（）", "甲", "乙", "B"]
    )
    assert [item.content for item in reading.parsed] == [FIRST, SECOND]
    assert reading.remarks == [Refusal("exchange.columns_unread", {"columns": "来源、G"})]


def test_all_columns_read_need_no_word():
    reading = table(HEAD, ["有（）", "甲", "乙", "A"])
    assert reading.remarks == []


def test_columns_that_we_write_ourselves_need_no_word():
    for ours in (["版本", "位置", "退回原因"], ["版本", "Where", "Reason for rejection"]):
        head = ["题干", "选项A", "选项B", "答案", *ours]
        assert table(head, ["有（）", "甲", "乙", "A", *"123"]).remarks == []


def test_a_column_named_twice_is_read_once_and_named():
    head = ["题干", "选项A", "选项B", "答案", "解析", "解析"]
    reading = table(head, ["有（）", "甲", "乙", "A", "一", "二"])
    assert reading.parsed[0].content.rationale == "一"
    assert reading.remarks == [Refusal("exchange.columns_unread", {"columns": "解析"})]


def test_options_keep_the_letters_of_their_columns():
    reading = table(["题干", "选项A", "选项B", "选项D", "答案"], ["有（）", "甲", "乙", "丁", "B"])
    assert [item.reason for item in reading.rejected] == [
        Refusal("exchange.options_out_of_order", {"letters": "A、B、D"})
    ]


def test_a_workbook_takes_as_many_quotations_as_there_are():
    basis = (
        "；".join(f"《甲法》第{n}条" for n in "一二三四五六七八九")
        + "；《乙法》第一条；《乙法》第二条"
    )
    quotes = "\n".join(f"引文：{n}" for n in range(1, 12))
    (item,) = read(f"1.有（）{TWO}答案：A\n依据：{basis}\n{quotes}").parsed
    back = read_bank(write_workbook([Numbered(item, 1)], []), "题.xlsx")
    assert [item.quotes for item in back.parsed] == [tuple(map(str, range(1, 12)))]


def test_a_text_of_two_encodings_is_refused():
    mixed = f"1.违法行为（）{TWO}答案：A\n".encode() + f"2.行政处罚（）{TWO}答案：B".encode(
        "gb18030"
    )
    assert read_bank(mixed, "题.txt") == Refusal("exchange.mixed_encodings", {"file": "题.txt"})


def test_an_aiken_question_without_an_answer_swallows_no_other():
    reading = read_bank("甲甲\nA. 一\nB. 二\n\n乙乙\nA) 三\nB) 四\nANSWER: B\n".encode(), "题.txt")
    assert [item.content for item in reading.parsed] == [single("乙乙", "三", "四", key="B")]
    assert [(item.stem, item.reason) for item in reading.rejected] == [
        ("甲甲", Refusal("questions.no_key"))
    ]


@pytest.mark.parametrize(
    "key",
    ["（1）甲\n（2）乙", "1.甲\n2.乙", "①甲\n②乙", "（甲）\n【乙】"],
    ids=["round", "dot", "ring", "bare"],
)
def test_blanks_that_look_numbered_are_written_to_read_back(key):
    (item,) = read("四、填空题\n1.由____和____实施\n答案：甲；乙").parsed
    item = replace(item, content=replace(item.content, key=key))
    (back,) = read(write_items([item])).parsed
    assert back.content == item.content
    (back,) = read_bank(write_workbook([Numbered(item, 1)], []), "题.xlsx").parsed
    assert back.content == item.content


@pytest.mark.parametrize("key", ["（√）", "【B】", "A（2分）"])
def test_answers_that_look_like_other_keys_are_written_to_read_back(key):
    (item,) = read("五、简答题\n1.简述\n答案：甲").parsed
    item = replace(item, content=replace(item.content, key=key))
    (back,) = read(write_items([item])).parsed
    assert back.content == item.content
    assert read_one(write_item(item)).content == item.content
