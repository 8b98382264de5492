"""Keys that stand apart from their questions, and keys that are shown and not said."""

import json

import pytest

from questionbank.exchange.documents import numbered, read_bank
from questionbank.exchange.rules.grid import read_grid
from questionbank.exchange.rules.reading import Reading
from questionbank.questions.models import Question
from tests.questionbank.exchange import files
from tests.questionbank.exchange.test_import import command
from tests.questionbank.exchange.texts import read

P = "\nA.甲\nB.乙\n"


def keys(text: str) -> list[tuple[int | None, str]]:
    reading = read(text)
    assert (reading.rejected, reading.unread) == ([], [])
    return [(item.number, item.content.key) for item in reading.parsed]


@pytest.mark.parametrize(
    ("line", "entries"),
    [
        ("1-5 ABCDA 6-10 BBCAD", list(zip(range(1, 11), "ABCDABBCAD", strict=True))),
        ("1～3：ABD、AC、B", [(1, "ABD"), (2, "AC"), (3, "B")]),
        ("1—4 √×√√", list(zip(range(1, 5), "√×√√", strict=True))),
        ("一、1.A 2.C", [(1, "A"), (2, "C")]),
        ("单选题：1.A;2.C", [(1, "A"), (2, "C")]),
        ("1.A 2.BC 3.正确", [(1, "A"), (2, "BC"), (3, "正确")]),
        ("判断题 1、对 2、错", [(1, "对"), (2, "错")]),
        ("1-5 ABC", []),
    ],
)
def test_lines_of_keys(line, entries):
    grid = read_grid(line)
    assert grid is not None
    assert grid.entries == entries


@pytest.mark.parametrize(
    "line", ["1.A", "1.甲", "A.1 B.2", "", "2021-2023 年", "1-5 项为甲", "一、A"]
)
def test_lines_that_are_no_keys(line):
    assert read_grid(line) is None


def test_a_list_of_keys_needs_no_heading():
    assert keys(f"1.甲（）{P}2.乙（）{P}1-2 AB") == [(1, "A"), (2, "B")]
    assert keys(f"1.甲（）{P}2.乙（）{P}1.A\n2.【答案】B") == [(1, "A"), (2, "B")]


def test_words_under_the_heading_of_answers_are_keys_too():
    text = (
        "四、填空题\n1.丙____、____。\n五、简答题\n1.丁？\n参考答案\n四、填空题\n"
        "1. 十日；本级人民政府\n五、简答题\n1. 要点一（2分）\n要点二（3分）"
    )
    assert keys(text) == [(1, "十日\n本级人民政府"), (1, "要点一（2分）\n要点二（3分）")]


def test_explanations_in_a_list_of_keys_go_to_their_questions():
    reading = read(
        f"1.甲（）{P}2.乙（）{P}参考答案及解析\n1.【答案】A 【解析】一。\n2.B\n解析：二。"
    )
    assert [item.content.rationale for item in reading.parsed] == ["一。", "二。"]


def test_a_key_that_contradicts_the_list_is_held_back():
    reading = read(f"1.甲（）{P}答案：A\n2.乙（）{P}参考答案\n1-2 BB")
    assert [(item.number, item.reason.code) for item in reading.rejected] == [
        (1, "exchange.two_keys")
    ]


def test_a_key_without_its_question_is_listed():
    reading = read(f"1.甲（）{P}2.乙（）{P}参考答案\n1.A 2.B 3.A")
    assert [item.content.key for item in reading.parsed] == ["A", "B"]
    assert [line.text for line in reading.unread] == ["1.A 2.B 3.A"]


def test_the_heading_of_a_bank_with_answers_opens_no_list():
    reading = read("某县题库及答案\n判断题\n1.甲。（√）\n2.乙。（×）")
    assert [item.content.key for item in reading.parsed] == ["T", "F"]
    assert [line.text for line in reading.unread] == ["某县题库及答案"]


@pytest.mark.django_db
def test_the_command_takes_a_second_file_with_the_keys(tmp_path):
    bank, answers = tmp_path / "题库.txt", tmp_path / "答案.txt"
    bank.write_text(f"1.甲（）{P}2.乙（）{P}", encoding="utf-8")
    answers.write_text("1.A\n2.B\n3.C", encoding="utf-8")
    status, out = command(str(bank), "--answers", str(answers), "--json")
    assert (status, json.loads(out)["added"], Question.objects.count()) == (0, 2, 2)
    _, out = command(str(bank), "--answers", str(answers), "--dry-run")
    assert "Not read, 答案.txt, row 3: 3.C" in out
    missing = tmp_path / "没有.txt"
    status, out = command(str(bank), "--answers", str(missing), "--json")
    assert (status, json.loads(out)["error"]) == (2, "exchange.unreadable")


def shown(*options: tuple[str, str, str, str]) -> list[str | None]:
    """The keys of a document in which two options an item stand out as told."""
    paragraphs = []
    for place, (first, how, second, other) in enumerate(options, 1):
        paragraphs += [[(f"{place}.第{place}（）", "")], [(first, how)], [(second, other)]]
    reading = read_bank(files.shown(*paragraphs), "题库.docx")
    assert isinstance(reading, Reading)
    return [item.content.key for item in reading.parsed]


@pytest.mark.parametrize("style", ["red", "bold", "underline"])
def test_options_that_stand_out_are_the_key(style):
    assert shown(("A.甲", style, "B.乙", ""), ("A.甲", "", "B.乙", style)) == ["A", "B"]


@pytest.mark.parametrize(
    "options",
    [
        [("A.甲", "red", "B.乙", "")],
        [("A.甲", "red", "B.乙", ""), ("A.甲", "", "B.乙", "bold")],
        [("A.甲", "red", "B.乙", "red"), ("A.甲", "", "B.乙", "red")],
        [("A.甲", "red", "B.乙", ""), ("A.甲", "", "B.乙", "")],
        [("A.甲", "red", "B.乙", "bold"), ("A.甲", "bold", "B.乙", "red")],
    ],
    ids=["only one item", "another mark", "all options", "an item without", "two stories"],
)
def test_marks_that_may_be_chance_are_no_key(options):
    assert shown(*options) == []


def test_two_options_on_one_line_are_told_apart():
    reading = read_bank(
        files.shown(
            [("1.期限（）", "")], [("A.10日  B.", ""), ("10日内", "red"), ("  C.100日", "")],
            [("2.金额（）", "")], [("A.", ""), ("10元", "red"), ("  B.100元", "")],
        ),
        "题库.docx",
    )  # fmt: skip
    assert [item.content.key for item in reading.parsed] == ["B", "A"]


def test_lines_of_a_second_file_name_it():
    assert [line.sheet for line in numbered("1.A\n2.B", "答案.txt")] == ["答案.txt"] * 2
