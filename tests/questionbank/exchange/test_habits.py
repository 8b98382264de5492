"""Question banks as they come: one small text for each habit of their authors."""

import pytest

from audit.rules import Refusal
from questionbank.exchange.documents import numbered
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.laws.rules import Cited
from questionbank.questions.rules import Content, ItemKind
from tests.questionbank.exchange.texts import (
    blanks,
    contents,
    items,
    multiple,
    outcome,
    read,
    single,
    truth,
)

PAIR = "\nA.甲\nB.乙\n"


@pytest.mark.parametrize("mark", ["1、", "1.", "1．", "１．", "1)", "1：", "第1题", "第1题："])
def test_numbering_styles(mark):
    assert contents(f"{mark}期限为（）。{PAIR}答案：B") == [
        single("期限为（　）。", "甲", "乙", key="B")
    ]


def test_full_width_letters_and_two_options_a_line():
    text = "２．属于处罚的有（ ）\nＡ．警告　Ｂ．罚款\nＣ．拘传　　　Ｄ．责令改正\n答案：ＡＢ。"
    assert contents(text) == [
        multiple("属于处罚的有（　）", "警告", "罚款", "拘传", "责令改正", key="AB")
    ]


def test_all_options_on_one_line_with_tabs_and_spaces():
    assert contents("1.原则有（）\nA.公开 B.公正\tC.公平　D.效率\n答案：ABCD")[0].options == (
        "公开", "公正", "公平", "效率",
    )  # fmt: skip


def test_options_glued_to_each_other():
    assert contents("1.几级（）\nA.1B.2C.3D.4\n答案：A")[0].options == ("1", "2", "3", "4")


def test_options_behind_the_stem_on_its_line():
    text = "1.罚款（）？A.五十元 B.二百元 C.一千元\n答案：B"
    assert contents(text) == [single("罚款（　）？", "五十元", "二百元", "一千元", key="B")]


def test_letters_without_a_separator():
    text = "1.由（）设定\nA县级以上\nB市级以上\nC2级以上\n答案：B"
    assert contents(text)[0].options == ("县级以上", "市级以上", "2级以上")


def test_option_texts_with_letters_dots_and_digits_stay_whole():
    text = "1.格式（）\nA.GB/T 9704 B.2.5倍 C.A4纸\n答案：B"
    assert contents(text)[0].options == ("GB/T 9704", "2.5倍", "A4纸")


def test_an_option_wrapped_over_lines_is_joined():
    text = "1.正确的是（）\nA.甲\nB.乙在山区发现\n甲，未予救助\nC.丙\n答案：B"
    assert contents(text)[0].options == ("甲", "乙在山区发现甲，未予救助", "丙")


@pytest.mark.parametrize(
    ("bracket", "kind", "key"),
    [("（B）", ItemKind.SINGLE, "B"), ("（ B ）", ItemKind.SINGLE, "B"),
     ("( AB )", ItemKind.MULTIPLE, "AB"), ("（A、B）", ItemKind.MULTIPLE, "AB")],
)  # fmt: skip
def test_a_key_inside_the_bracket_of_the_stem(bracket, kind, key):
    text = f"4.拘留由{bracket}实施。{PAIR}5.其余由（A）实施。{PAIR}"
    assert contents(text) == [
        Content(kind, "拘留由（　）实施。", ("甲", "乙"), key),
        single("其余由（　）实施。", "甲", "乙", key="A"),
    ]


def test_answers_written_into_the_stem_are_blanks():
    assert contents("5、复议期限是（六十日）。\n6、机关是【司法局】。") == [
        blanks("复议期限是____。", "六十日"),
        blanks("机关是____。", "司法局"),
    ]


@pytest.mark.parametrize(
    "marker",
    ["答案：B", "答案:B", "答案；B", "答案B", "【答案】B", "【答案】:B", "参考答案：B",
     "正确答案: B", "标准答案：B", "答案：Ｂ", "答案：b", "答案：B。", "[答案]B", "  答案： B "],
)  # fmt: skip
def test_answer_markers(marker):
    assert contents(f"1.期限为（）。{PAIR}{marker}") == [
        single("期限为（　）。", "甲", "乙", key="B")
    ]


@pytest.mark.parametrize("tail", ["ABC。", "A B C", "A、B、C", "A,B,C", "CBA.", "abc", "ＡＢＣ"])
def test_answer_tails(tail):
    text = f"1.有（）\nA.甲\nB.乙\nC.丙\n答案：{tail}"
    assert contents(text) == [multiple("有（　）", "甲", "乙", "丙", key="ABC")]


@pytest.mark.parametrize(
    ("said", "key"),
    [("正确", "T"), ("错误。", "F"), ("对", "T"), ("错", "F"), ("√", "T"), ("×", "F"), ("✓", "T"),
     ("✗", "F"), ("T", "T"), ("F", "F"), ("A", "T"), ("B", "F"), ("是", "T"), ("否", "F")],
)  # fmt: skip
def test_true_false_tokens(said, key):
    assert contents(f"三、判断题\n6.听证免费。（）\n答案：{said}") == [
        truth("听证免费。（　）", key)
    ]


def test_true_false_in_the_stem_and_as_options():
    text = "三判断题\n1.听证免费。（√）\n2.听证收费。( × )\n3.听证公开（）\nA.正确\nB.错误\n答案：B"
    assert contents(text) == [
        truth("听证免费。", "T"),
        truth("听证收费。", "F"),
        truth("听证公开（　）", "F"),
    ]


@pytest.mark.parametrize(
    "heading",
    ["二、多项选择题（每题2分，共40分）", "二、多选题(20题×2分)", "二多选题", "多选题",
     "（二）多项选择题", "第二部分 多项选择题", "二、多选题：每题2分"],
)  # fmt: skip
def test_a_heading_decides_the_type_even_with_one_right_letter(heading):
    assert contents(f"{heading}\n1.有（）{PAIR}答案：A") == [
        multiple("有（　）", "甲", "乙", key="A")
    ]


@pytest.mark.parametrize(
    "tag", ["【多选题】7.", "[多选] 7.", "（多选题）7.", "7.【多选】", "7、(多选题)"]
)
def test_a_type_tag_decides_for_one_item(tag):
    assert contents(f"{tag}有（）{PAIR}答案：A\n8.有几（）{PAIR}答案：A") == [
        multiple("有（　）", "甲", "乙", key="A"),
        single("有几（　）", "甲", "乙", key="A"),
    ]


def test_without_heading_the_type_follows_from_key_and_options():
    text = (
        f"1.甲（）{PAIR}答案：A\n2.乙（）{PAIR}答案：AB\n3.丙。\n答案：对\n"
        "4.期限为____。\n答案：十日\n5.简述丁。\n答案：要点"
    )
    assert [content.kind for content in contents(text)] == [
        ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.TRUE_FALSE, ItemKind.BLANKS, ItemKind.SHORT,
    ]  # fmt: skip


def test_explanation_and_basis_in_either_order():
    text = (
        f"1.甲（）{PAIR}答案：A\n答案解析：因为一。\n依据：《甲法》第三条\n"
        f"2.乙（）{PAIR}法律依据：《甲法》第四条\n【解析】因为二。\n1. 首先\n2. 其次\n【答案】B"
    )
    first, second = items(text)
    assert (first.content.rationale, first.cited) == ("因为一。", (Cited("甲法", "3"),))
    assert (second.content.rationale, second.cited) == (
        "因为二。\n1. 首先\n2. 其次",
        (Cited("甲法", "4"),),
    )
    assert (first.content.key, second.content.key) == ("A", "B")


def test_explanation_glued_to_the_last_option_and_marked_twice():
    text = "1.甲（）\nA.甲\nB.可以保管 【解析】前半\n【解析】后半\n【答案】B"
    (item,) = items(text)
    assert item.content.options == ("甲", "可以保管")
    assert item.content.rationale == "前半\n后半"


def test_a_code_in_place_of_the_number():
    text = f"【20200145】甲（）{PAIR}答案：A\n【20200146】乙（）{PAIR}答案：B"
    assert [(item.code, item.content.key) for item in items(text)] == [
        ("20200145", "A"), ("20200146", "B"),
    ]  # fmt: skip


def test_repeated_and_missing_numbers_do_not_matter():
    text = "".join(f"{mark}（）{PAIR}答案：A\n" for mark in ("1.甲", "1.乙", "390.丙", "2.丁"))
    assert [item.number for item in items(text)] == [1, 1, 390, 2]


def test_a_repeat_is_a_duplicate_whatever_the_order_of_its_options():
    reading = read(f"1.甲（）{PAIR}答案：A\n2.甲（ ）。\nA.乙\nB.甲\n答案：B")
    assert (len(reading.parsed), reading.repeats) == (2, {1: 0})


def test_statements_stay_in_the_stem_line_by_line():
    text = "1.下列：\n①甲\n②乙\n属于处罚的是（）\nA.①②  B.①\n答案：B"
    assert contents(text) == [single("下列：\n①甲\n②乙属于处罚的是（　）", "①②", "①", key="B")]


def test_numbered_statements_in_a_stem_are_no_items():
    text = f"5.说法：\n1. 甲\n2. 乙\n正确的是（）\nA.1和2\nB.1\n答案：B\n6.丙（）{PAIR}答案：A"
    assert [item.number for item in items(text)] == [5, 6]


def test_a_stem_that_begins_with_a_year():
    text = f"1.2021年起（）{PAIR}答案：A\n2．2022年起（）{PAIR}答案：B"
    assert [content.stem for content in contents(text)] == ["2021年起（　）", "2022年起（　）"]


@pytest.mark.parametrize(
    ("stem", "answer", "key"),
    [
        ("包括____、____。", "养老金；账户金", "养老金\n账户金"),
        ("包括____、____。", "养老金、账户金", "养老金\n账户金"),
        ("包括__、______。", "养老金  账户金", "养老金\n账户金"),
        ("包括（）、（ ）。", "养老金；账户金。", "养老金\n账户金"),
        ("期限为＿＿。", "三十日/30日/一个月", "三十日/30日/一个月"),
        ("属于____。", "公开、公正", "公开、公正"),
    ],
)
def test_blanks_and_their_answers(stem, answer, key):
    (content,) = contents(f"四、填空题\n1.{stem}\n答案：{answer}")
    assert (content.kind, content.key) == (ItemKind.BLANKS, key)


def test_short_answers_keep_their_points_and_numbered_lists():
    text = (
        "五、简答题\n1. 简述程序。\n答案：1. 立案（2分）\n2. 调查（3分）\n3. 决定\n解析：见法。\n"
        "2. 简述原则。\n答：公开（2分）；\n公正（2分）"
    )
    assert [content.key for content in contents(text)] == [
        "1. 立案（2分）\n2. 调查（3分）\n3. 决定",
        "公开（2分）；\n公正（2分）",
    ]


def test_quotes_left_over_from_a_worksheet_cell():
    text = '"146．材料有()\n①甲②乙"\nA.①\nB.②\n答案：A'
    assert contents(text) == [single("材料有（　）\n①甲②乙", "①", "②", key="A")]


def test_carriage_return_marks_and_invisible_characters_are_dropped():
    text = "1.甲\u200b为（）_x000D_\nA.\ufeff甲\nB.乙\n答案：\u00a0B"
    assert contents(text) == [single("甲为（　）", "甲", "乙", key="B")]


def test_gaps_inside_words_are_closed():
    text = "1.行政  处罚由（）\nA.县级  机关\nB.乡级 Office 2016\n答案：A"
    assert contents(text) == [single("行政处罚由（　）", "县级机关", "乡级 Office 2016", key="A")]


def test_a_whole_item_in_one_soft_broken_paragraph():
    text = "1.甲（）\vA.甲\vB.乙\v答案：B"
    assert contents(text) == [single("甲（　）", "甲", "乙", key="B")]


def test_brackets_that_hold_only_spaces_are_read_at_once():
    assert contents(f"四、填空题\n1.期限为（{' ' * 20_000}十日{' ' * 20_000}）。") == [
        blanks("期限为____。", "十日")
    ]
    reading = read(f"四、填空题\n1.期限为（{' ' * 20_000}十日\n2.期限为（十日）。")
    assert [item.reason.code for item in reading.rejected] == ["questions.no_key"]


def test_titles_and_chapters_are_headings_and_end_a_section():
    text = f"二、多选题\n1.甲（）{PAIR}答案：A\n第二章 行政许可\n1.乙（）{PAIR}答案：A"
    headings = read_blocks(numbered(text)).headings
    assert [line.text for line in headings] == ["二、多选题", "第二章 行政许可"]
    assert [item.content.kind for item in read(text).parsed] == [ItemKind.MULTIPLE, ItemKind.SINGLE]


@pytest.mark.parametrize("stem", ["判断（）属于过错的标准", "选择（）由当事人作出", "填空（）"])
def test_a_stem_that_begins_like_a_heading_is_a_stem(stem):
    (content,) = contents(f"2.{stem}{PAIR}答案：B")
    assert content.stem == stem.replace("（）", "（　）")


def test_an_item_numbered_like_a_chapter_is_not_taken_for_a_heading():
    text = f"1.甲（）{PAIR}答案：A\n二、下列属于处罚的是（）{PAIR}答案：A"
    reading = read(text)
    assert read_blocks(numbered(text)).headings == []
    assert len(reading.unread) + len(reading.rejected) > 0


def test_lines_that_belong_to_nothing_are_listed():
    reading = read(f"某县题库\n1.甲（）{PAIR}答案：A\n第 1 页 共 9 页\n难度：不详")
    assert [(line.number, line.text) for line in reading.unread] == [
        (1, "某县题库"), (6, "第 1 页 共 9 页"), (7, "难度：不详"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"1.甲（）{PAIR}", "questions.no_key"),
        (f"1.甲（）{PAIR}答案：C", "questions.key_names_no_option"),
        (f"1.甲（）{PAIR}答案：见附页", "questions.key_not_understood"),
        ("1.甲（）\nA.甲\n答案：A", "questions.few_options"),
        ("1.甲（）\nA.甲。\nB.甲\n答案：A", "questions.equal_options"),
        ("1.甲（）\nA.（选项内容待补充）\nB.乙\n答案：B", "questions.option_placeholder"),
        ("1.甲（）\nA.甲\nC.乙\n答案：A", "exchange.options_out_of_order"),
        (f"1.甲（A）{PAIR}答案：B", "exchange.two_keys"),
        (f"1.甲（）{PAIR}答案：A\n参考答案：B", "exchange.two_keys"),
        (f"一、单选题\n1.甲（）{PAIR}答案：AB", "questions.several_keys"),
        ("三、判断题\n1.甲\n答案：不一定", "questions.key_not_true_false"),
        (f"五、简答题\n1.甲{PAIR}答案：要点", "exchange.options_unexpected"),
        ("四、填空题\n1.甲____乙____\n答案：一", "questions.blanks_differ"),
        (f"1.（）{PAIR}答案：A", "questions.empty_stem"),
        (f"1.甲（）{PAIR}答案：A\n编号：{'X' * 41}", "exchange.too_long"),
    ],
)
def test_an_unsound_item_is_rejected_with_its_line_and_reason(text, code):
    reading = read(f"一、选择题\n9.乙（）{PAIR}答案：B\n{text}")
    (rejected,) = reading.rejected
    assert (rejected.reason.code, rejected.number) == (code, 1)
    assert rejected.line.text.startswith("1.")
    assert len(reading.parsed) == 1


def test_an_item_that_contradicts_an_earlier_one_is_rejected():
    reading = read(f"1.甲（）{PAIR}答案：A\n2.甲（）{PAIR}答案：B")
    assert [item.reason for item in reading.rejected] == [
        Refusal("exchange.contradicts", {"line": 1, "first": "A", "second": "B"})
    ]


@pytest.mark.parametrize(
    "text",
    ["1.B\n2.C\n3.AD", "1.正确答案： A\n2.正确答案： B", "1、高质量 2、ABC\n2、对",
     "1-5 ABCDA\n6-10 BBCAD"]
)  # fmt: skip
def test_a_sheet_of_answers_is_refused_as_a_whole(text):
    refusal = outcome(text)
    assert isinstance(refusal, Refusal)
    assert refusal.code in ("exchange.only_answers", "exchange.no_items")


def test_a_text_without_items_is_refused():
    assert outcome("关于开展培训的通知\n各乡镇：") == Refusal("exchange.no_items", {"lines": 2})
