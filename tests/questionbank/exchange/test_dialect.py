"""The parts of the dialect that only this project's files have: cases, quotations, cohorts."""

from datetime import date

import pytest

from audit.rules import Refusal
from questionbank.exchange.documents import numbered
from questionbank.exchange.queries import plan_import
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.laws.actions import store_declared_laws
from questionbank.laws.models import Article, LawVersion
from questionbank.laws.rules import LawDeclaration, LawKind, LawPlace
from questionbank.questions.rules import CasePlace, Content, ItemKind
from rosters.cohorts.rules import CohortKind
from tests.questionbank.exchange.texts import contents, items, read, single

PAIR = "\nA.甲\nB.乙\n"
CASE = """七、案例分析题

案例：AL-01 某局处罚案
材料：2025年3月，甲局查封乙店。
1. 未出示证件；
2. 未制作笔录。
三、处理情况：乙不服。

1. 【单选】查封应当（　）。
A. 出示证件
B. 口头告知
答案：A
2. 【判断】甲局可以委托查封。
答案：错误
权重：2
3. 【简答】简述程序。
答案：1. 立案
2. 调查

案例：AL-02
材料：丙局收费。
1. 【不定项】收费依据为（　）。
A. 法律
B. 口头通知
答案：A

八、判断题
1. 听证免费。
答案：正确
"""


@pytest.mark.parametrize("heading", ["三、不定项选择题", "三、不定项选择题（每题2分）", "不定项"])
def test_a_heading_for_one_or_more_right_options(heading):
    text = f"{heading if '题' in heading else '【不定项】'}\n1.有（）{PAIR}答案：A"
    assert contents(text.replace("】\n", "】")) == [
        Content(ItemKind.INDEFINITE, "有（　）", ("甲", "乙"), "A")
    ]


def test_quotations_stand_in_the_order_of_the_citations():
    (item,) = items(
        f"1.甲（）{PAIR}答案：A\n依据：《甲法》第三条、第四条；《乙法》第五条\n"
        "引文：行政机关应当依法\n作出决定。\n引文：第二款。"
    )
    assert len(item.cited) == 3
    assert item.quotes == ("行政机关应当依法作出决定。", "第二款。")


def test_a_quotation_without_a_citation_is_not_read():
    reading = read(f"1.甲（）{PAIR}答案：A\n依据：《甲法》第三条\n引文：一\n引文：二")
    assert reading.parsed[0].quotes == ("一",)
    assert [line.text for line in reading.unread] == ["引文：二"]


def test_cohorts_and_blanks_in_any_order():
    text = (
        "四、填空题\n1.公开、____、____。\n答案：公平；公正\n顺序：不限\n对象：领导干部、执法人员"
    )
    (item,) = items(text)
    assert item.content.unordered
    assert item.cohorts == (CohortKind.NEW_LEADER, CohortKind.ENFORCEMENT)


def test_words_that_only_look_like_fields_stay_text():
    text = "五、简答题\n1.简述。\n答案：要点\n对象：行政相对人\n顺序：先立案\n权重：不详"
    (item,) = items(text)
    assert item.content.key == "要点\n对象：行政相对人\n顺序：先立案\n权重：不详"


def test_a_weight_outside_a_case_is_not_read():
    assert [line.text for line in read(f"1.甲（）{PAIR}答案：A\n权重：2").unread] == ["权重：2"]


def test_cases_with_their_material_and_sub_questions():
    material = "2025年3月，甲局查封乙店。\n1. 未出示证件；\n2. 未制作笔录。\n三、处理情况：乙不服。"
    first = "AL-01", "某局处罚案"
    found = items(CASE)
    assert [(item.case, item.content.material, item.content.weight) for item in found] == [
        (CasePlace(first[0], 1, first[1]), material, 1),
        (CasePlace(first[0], 2, first[1]), material, 2),
        (CasePlace(first[0], 3, first[1]), material, 1),
        (CasePlace("AL-02", 1), "丙局收费。", 1),
        (None, "", 1),
    ]
    assert [item.content.kind for item in found] == [
        ItemKind.SINGLE, ItemKind.TRUE_FALSE, ItemKind.SHORT, ItemKind.INDEFINITE,
        ItemKind.TRUE_FALSE,
    ]  # fmt: skip
    assert found[2].content.key == "1. 立案\n2. 调查"


def test_a_case_written_above_each_of_its_sub_questions_is_one_case():
    head = "案例：AL-01\n材料：甲\n"
    text = f"{head}2. 【判断】乙。\n答案：对\n{head.replace('甲', '丙')}5. 【判断】丁。\n答案：错"
    assert [(item.case, item.content.material) for item in items(text)] == [
        (CasePlace("AL-01", 2), "丙"), (CasePlace("AL-01", 5), "丙"),
    ]  # fmt: skip


def test_items_of_an_article_quoted_in_a_case_open_no_other_case():
    text = (
        "七、案例分析题\n案例：AL-01\n材料：甲\n1. 【判断】乙。\n答案：对\n依据：《甲法》第三条\n"
        "引文：有下列情形之一的：\n（一）丙；\n（二）丁。\n难度：中"
    )
    (item,) = items(text)
    assert item.quotes == ("有下列情形之一的：\n（一）丙；\n（二）丁。",)


def test_a_case_without_sub_questions_is_not_read():
    blocks = read_blocks(numbered("案例：AL-01\n材料：甲\n二、判断题\n1.乙。\n答案：对"))
    assert [line.text for line in blocks.unread] == ["案例：AL-01", "材料：甲"]


def test_a_backslash_makes_a_line_plain_text():
    text = "1. \\A. 甲（B）\n\\答案：乙\n\\\nA. \\丙；\nB. 丁\n答案：A"
    assert contents(text) == [single("A. 甲（B）\n答案：乙\n", "丙；", "丁", key="A")]


def test_a_backslash_inside_a_line_is_a_character_like_others():
    assert contents(f"1. 甲\\乙（）{PAIR}答案：A") == [single("甲\\乙（　）", "甲", "乙", key="A")]


HEAD = "法规：甲法；全称：中华人民共和国甲法；类别：法律；版本：2021-01-22；施行：2021-07-15\n"


def planned(basis):
    text = f"{HEAD}1.甲（）{PAIR}答案：A\n{basis}\n对象：初任公务员"
    plan = plan_import(text.encode(), "题库.txt", date(2026, 1, 1))
    assert not isinstance(plan, Refusal)
    return plan


@pytest.mark.django_db
def test_a_draft_carries_quotations_cohorts_and_case():
    ((_, draft),) = planned("依据：《甲法》第三条\n引文：依法").writes
    assert draft.citations == (
        LawPlace("中华人民共和国甲法", date(2021, 1, 22), "3", None, "依法"),
    )
    assert draft.cohorts == (CohortKind.FIRST_TIME,)
    plan = plan_import(CASE.encode(), "题库.txt", date(2026, 1, 1))
    assert [draft.case and draft.case.position for _, draft in plan.writes] == [1, 2, 3, 1, None]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("basis", "remarks"),
    [
        ("依据：《甲法》第三条\n引文：机关 应当依法", []),
        ("依据：《甲法》第三条第二款\n引文：不得收费", []),
        ("依据：《甲法》第三条第一款\n引文：不得收费", ["questions.misquoted"]),
        ("依据：《甲法》第三条\n引文：可以收费", ["questions.misquoted"]),
        ("依据：《甲法》第四条", ["questions.place_not_found"]),
        ("依据：《甲法》第三条第三款", ["questions.place_not_found"]),
    ],
)
def test_citations_are_held_against_the_text_of_the_law(basis, remarks):
    assert [entry.remarks for entry in planned(basis).report.verdicts] == [()]  # no text yet
    store_declared_laws(
        [LawDeclaration("中华人民共和国甲法", "甲法", LawKind.STATUTE, date(2021, 1, 22), None)]
    )
    Article.objects.create(
        version=LawVersion.objects.get(), position=1, number="3",
        text="行政机关应当依法作出决定。\n行政机关不得收费。",
    )  # fmt: skip
    (verdict,) = planned(basis).report.verdicts
    assert [remark.code for remark in verdict.remarks] == remarks
    assert len(verdict.remarked) == len(remarks)
