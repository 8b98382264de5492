"""Where the people of a sheet are: under titles, two-row headers, repeated headers, footers."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rosters.intake.rules.cells import Sheet
from rosters.intake.rules.columns import USUAL, Column
from rosters.intake.rules.facts import RowFacts, read_row
from rosters.intake.rules.tables import read_table
from tests.rosters.intake.factories import identity_number

HEADER = ["序号", "姓名", "性别", "工作单位"]


def names(table):
    return [(row.number, row.cell(Column.NAME)) for row in table.rows]


def test_header_is_found_below_titles_and_people_end_at_the_footer():
    table = read_table(
        Sheet(
            "名单",
            [
                ["某县2021年以来新提任领导干部名单", None, None, None],
                ["填报单位：县司法局（盖章）", None, None, "2026年3月1日"],
                [None, None, None, None],
                HEADER,
                [1, "张三", "男", "县司法局"],
                [None, "", " ", None],
                [2, "李四", "女", "县司法局"],
                ["合计", "2人", None, None],
                ["填表人：王五", None, "审核人：赵六", None],
            ],
        )
    )
    assert names(table) == [(5, "张三"), (7, "李四")]
    assert {row.unit_line for row in table.rows} == {"县司法局"}
    assert (table.used, table.unused) == (["姓名", "性别", "工作单位"], ["序号"])


def test_two_row_header_names_columns_by_group_and_label():
    table = read_table(
        Sheet(
            "名单",
            [
                ["序号", "姓名", "工作单位", "证件信息", None, "身份证", "备注"],
                [None, None, None, "证号", "有效期", "号码", None],
                [1, "张三", "县司法局", "粤A1", "2026-03-01", "x", "无"],
            ],
            merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 6, 1, 6)],
        )
    )
    (row,) = table.rows
    assert row.number == 3
    assert row.cell(Column.CARD_NUMBER) == "粤A1"
    assert row.cell(Column.CARD_VALID_TO) == "2026-03-01"
    assert row.cell(Column.IDENTITY) == "x"
    assert row.cell(Column.NOTE) == "无"


def test_groups_above_the_header_and_labels_only_in_the_upper_row():
    table = read_table(
        Sheet(
            "CSV",
            [
                ["工作单位", "基本信息", "", "执法证", ""],
                ["", "姓名", "性别", "编号", "有效期至"],
                ["县司法局", "张三", "男", "粤A1", "2026.3"],
            ],
        )
    )
    (row,) = table.rows
    assert row.cell(Column.UNIT) == "县司法局"
    assert row.cell(Column.CARD_NUMBER) == "粤A1"
    assert row.cell(Column.CARD_VALID_TO) == "2026.3"


def test_header_repeated_on_each_page_is_no_person():
    page = [["某县名单", None, None, None], HEADER]
    table = read_table(
        Sheet(
            "名单",
            [*page, [1, "张三", "男", "甲局"], *page, [2, "李四", "女", "乙局"], [1, 2, 3, 4]],
        )
    )
    assert names(table) == [(3, "张三"), (6, "李四")]


def test_second_table_with_other_columns_has_its_own_header():
    table = read_table(
        Sheet(
            "名单",
            [["姓名", "工作单位"], ["张三", "甲局"], [], ["工作单位", "姓名"], ["乙局", "李四"]],
        )
    )
    assert [(r.cell(Column.NAME), r.cell(Column.UNIT)) for r in table.rows] == [
        ("张三", "甲局"),
        ("李四", "乙局"),
    ]


def test_merged_unit_reaches_down_to_the_people_beside_it():
    table = read_table(
        Sheet(
            "名单",
            [["单位", "姓名"], ["甲局", "张三"], [None, "李四"], ["乙局", "王五"], [None, None]],
            merged=[(1, 0, 2, 0), (3, 0, 4, 0)],
        )
    )
    assert [(r.cell(Column.NAME), r.cell(Column.UNIT)) for r in table.rows] == [
        ("张三", "甲局"),
        ("李四", "甲局"),
        ("王五", "乙局"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        *("合计", "合计：5人", "小计 3", "填表人：王五", "审核人王五", "单位负责人（签字）："),
        *("备注：以上属实", "注：1.按职务排序", "填报日期：2026年3月", "说明1、身份证号为文本"),
    ],
)
def test_footer_is_no_person(line):
    assert names(read_table(Sheet("名单", [HEADER, [line, "王五", None, "甲局"]]))) == []


def test_unit_named_like_a_footer_keeps_its_people():
    header = ["工作单位", "姓名"]
    table = read_table(Sheet("名单", [header, ["审核中心", "张三"], ["制表机厂", "李四"]]))
    assert names(table) == [(2, "张三"), (3, "李四")]


def test_row_without_name_but_with_facts_is_a_row_all_the_same():
    table = read_table(Sheet("名单", [HEADER, [1, None, "男", "甲局"]]))
    assert names(table) == [(2, None)]


def test_sheet_without_a_header_holds_nobody():
    table = read_table(Sheet("说明", [["填表说明"], ["姓名必须与身份证一致"]]))
    assert (table.rows, table.found_header) == ([], False)


def test_of_two_title_columns_the_more_telling_is_read():
    table = read_table(
        Sheet("名单", [["姓名", "职务", "现任职务"], ["张三", "旧", "新"], ["李四", "旧", None]])
    )
    assert [row.cell(Column.TITLE) for row in table.rows] == ["新", "旧"]


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("姓  名", Column.NAME),
        ("姓\n名", Column.NAME),
        ("*姓名", Column.NAME),
        ("身份证号码（必填）", Column.IDENTITY),
        ("联系电话：", Column.PHONE),
        ("执法类别／领域", Column.CARD_FIELD),
        ("录用时间/批次", Column.HIRED_OR_INTAKE),
        ("试用期满", Column.PROBATION),
        ("任现职时间", Column.APPOINTED),
        ("任命文号", Column.DOCUMENT),
        ("政治面貌", Column.UNUSED),
        ("年度学时", Column.HOURS),
        ("天气", None),
        (5, None),
        (None, None),
    ],
)
def test_column_is_recognised_by_any_of_its_names(label, column):
    assert USUAL.recognise(label) is column


def facts_of(header, *cells):
    (row,) = read_table(Sheet("名单", [header, list(cells)])).rows
    return read_row(row, date(2026, 11, 22))


def test_ambiguous_month_is_refused_where_it_is_kept_and_taken_where_it_only_checks():
    codes = [r.code for r in facts_of(["姓名", "任现职时间"], "张三", 2021.1)]
    assert codes == ["intake.row_date_ambiguous"]
    number = identity_number(date(1980, 10, 15))
    read = facts_of(["姓名", "身份证号", "出生年月"], "张三", number, 1980.1)
    assert isinstance(read, RowFacts)


@given(
    st.lists(
        st.lists(
            st.none()
            | st.sampled_from(["姓名", "单位", "张三", "合计", "证号", "1", "单位：甲局"])
            | st.integers(0, 5)
            | st.text(max_size=4),
            max_size=6,
        ),
        max_size=8,
    )
)
@example([["姓名", "姓名"], [None, None, "姓名"]])
def test_any_sheet_is_read_without_fail(rows):
    table = read_table(Sheet("名单", rows))
    assert all(1 <= row.number <= len(rows) for row in table.rows)
    for row in table.rows:
        read_row(row, date(2026, 11, 22))
