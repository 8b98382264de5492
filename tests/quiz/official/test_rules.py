"""Reading a list of results: headers, scores, conclusions and days, by example and for any text."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.official.rules import (
    Column,
    Given,
    Line,
    Marks,
    Report,
    Result,
    Row,
    RowVerdict,
    find_lines,
    read_line,
    read_score,
)
from rosters.intake.rules.cells import Sheet

TODAY = date(2026, 11, 22)
DAY = date(2026, 3, 1)
HEADER = ["序号", "姓名", "身份证号", "单位", "成绩", "是否合格", "考试日期"]


def lines(*rows):
    return find_lines(Sheet("成绩", [list(row) for row in rows]))


def line(score=None, word=None, day="2026-03-01", **cells):
    found = {Column.NAME: "张三", Column.SCORE: score, Column.CONCLUSION: word, Column.SAT_ON: day}
    return Line("成绩!2", found | {Column(name): cell for name, cell in cells.items()})


def read(row, passing=None, excellent=None, usual=None):
    marks = Marks(passing and Decimal(passing), excellent and Decimal(excellent))
    return read_line(row, marks, usual, TODAY)


def codes(row, **options):
    return [refusal.code for refusal in read(row, **options)]


def test_rows_stand_below_a_header_wherever_it_is_and_footers_are_nobody():
    found = lines(
        ["2026年公共法律知识考试成绩"], [], HEADER, [1, "张三", None, "县水利局", 80, "合格", None],
        [None] * 7, ["合计", None, None, None, 1], HEADER,
        [2, "李四", None, None, 50, "不合格", None],
        ["制表人：王五"],
    )  # fmt: skip
    assert [(row.where, row.text(Column.NAME)) for row in found] == [
        ("成绩!4", "张三"), ("成绩!8", "李四")
    ]  # fmt: skip


def test_sheet_without_names_and_results_holds_no_list():
    assert lines(["姓名", "单位"], ["张三", "县水利局"]) is None
    assert lines(["成绩", "单位"], [80, "县水利局"]) is None
    assert lines(["姓名", "考试成绩（分）"]) == []


def test_a_row_gives_who_and_what():
    row = line(86.5, "合格", identity="110101199003070011", unit=" 县 水利局 ", name="张　三（女）")
    result = Result(True, False, Decimal("86.50"), DAY)
    found = read(row)
    if isinstance(found, tuple):  # the number above is made up; its check digit decides
        assert [refusal.code for refusal in found] == ["intake.row_id_checksum"]
        found = read(line(86.5, "合格", unit=" 县 水利局 ", name="张　三（女）"))
    assert (found.where, found.name, found.unit, found.result) == (
        "成绩!2", "张三", "县水利局", result
    )  # fmt: skip


@pytest.mark.parametrize(
    ("score", "word", "marks", "expected"),
    [
        (80, "合格", {}, (True, False, "80.00")),
        ("80分", "是", {}, (True, False, "80.00")),
        (59.5, "不合格", {}, (False, False, "59.50")),
        (None, "优秀", {}, (True, True, None)),
        ("—", "未通过", {}, (False, False, None)),
        (60, None, {"passing": 60}, (True, False, "60.00")),
        (59.99, None, {"passing": 60}, (False, False, "59.99")),
        (90, None, {"passing": 60, "excellent": 90}, (True, True, "90.00")),
        (90, "合格", {"excellent": 90}, (True, True, "90.00")),
        ("８５", "合格", {}, (True, False, "85.00")),
    ],
)
def test_result_by_conclusion_or_pass_mark(score, word, marks, expected):
    passed, excellent, points = expected
    result = Result(passed, excellent, points and Decimal(points), DAY)
    assert read(line(score, word), **marks) == Given("成绩!2", "张三", "", "", result)


@pytest.mark.parametrize(
    ("row", "options", "expected"),
    [
        (line(None, None), {}, ["official.row_no_result"]),
        (line(80, None), {}, ["official.row_no_pass_mark"]),
        (line("缺考", None), {"passing": 60}, ["official.row_not_sat"]),
        (line(None, "缓考"), {}, ["official.row_not_sat"]),
        (line("八十", "合格"), {}, ["official.row_score"]),
        (line(-1, "合格"), {}, ["official.row_score"]),
        (line(1001, "合格"), {}, ["official.row_score"]),
        (line(80, "待定"), {}, ["official.row_word"]),
        (line(59, "合格"), {"passing": 60}, ["official.row_disagrees"]),
        (line(60, "不合格"), {"passing": 60}, ["official.row_disagrees"]),
        (line(80, "合格", day=None), {}, ["official.row_no_day"]),
        (line(80, "合格", day="去年"), {}, ["official.row_day"]),
        (line(80, "合格", day="2026"), {}, ["official.row_day"]),
        (line(80, "合格", day="2026-12-01"), {}, ["official.row_day_ahead"]),
        (line(80, "合格", name=None), {}, ["official.row_unnamed"]),
        (line("?", "待定", name="张?", day=""), {},
            ["intake.row_name_lost", "official.row_score", "official.row_no_day"]),
        (line(80, "合格", identity="123"), {}, ["intake.row_id_format"]),
    ],
)  # fmt: skip
def test_row_that_says_too_little_is_rejected_with_every_reason(row, options, expected):
    assert codes(row, **options) == expected


@pytest.mark.parametrize(
    "written",
    ["2026-03-01", "2026.3.1", "2026年3月1日", "2026年3月1日上午", "2026-03-01 09:00-11:00",
     "2026年3月", 46082, datetime(2026, 3, 1, 9, 0)],  # noqa: DTZ001
)  # fmt: skip
def test_day_of_the_exam_as_it_is_written(written):
    assert read(line(80, "合格", day=written)).result.sat_on == DAY


def test_usual_day_is_for_rows_without_one():
    assert read(line(80, "合格", day=None), usual=date(2026, 2, 2)).result.sat_on == date(
        2026, 2, 2
    )
    assert read(line(80, "合格"), usual=date(2026, 2, 2)).result.sat_on == DAY


@given(st.decimals(0, 1000, places=2))
def test_score_is_read_back_exactly(points):
    assert read_score(str(points)) == read_score(float(points)) == points


cells = st.none() | st.text(max_size=20) | st.integers() | st.floats() | st.booleans()


@given(st.lists(st.lists(cells, max_size=7), max_size=6))
def test_no_sheet_breaks_the_reader(rows):
    for row in find_lines(Sheet("S", [HEADER, *rows])):
        found = read_line(row, Marks(Decimal(60)), DAY, TODAY)
        assert isinstance(found, Given) or found


def test_report_adds_up():
    rows = [Row("S!1", "甲", "", verdict) for verdict in RowVerdict for _ in range(2)]
    assert Report(tuple(rows)).counts == dict.fromkeys(RowVerdict, 2)
