"""Every dirty case of rosters as they come, each with a file that is made for it.

Numbers are of nobody: place 999999 is not given out.
"""

import io
from datetime import date

import openpyxl
import pytest
import xlsxwriter
import xlwt

from rosters.intake.models import RosterUpload
from rosters.people.models import (
    Credential,
    Person,
    Posting,
    Recruitment,
    StatusChange,
    Training,
)
from rosters.people.rules import IdentityKind
from rosters.units.models import Unit
from rosters.units.rules import UnitKind
from tests.factories import make_person, make_unit
from tests.rosters.intake.factories import book, identity_number, old_number, sheets, take
from tests.rosters.intake.staged import stage, told

pytestmark = pytest.mark.django_db
BORN = date(1980, 1, 15)
MAN, OTHER = identity_number(BORN, 1), identity_number(BORN, 3)


@pytest.fixture
def county():
    """The units of the files: with the names that people give them."""
    office = make_unit("县市场监督管理局", aliases=("县市场监管局", "市监局", "市场监管局"))
    justice = make_unit("县司法局", aliases=("司法局",))
    make_unit("县财政局")
    return {"office": office, "justice": justice}


def verdicts(content):
    return [str(line.verdict) for line in take(content).verdicts]


def names():
    return sorted(Person.objects.values_list("name", flat=True))


def only(model, *fields):
    return model.objects.values_list(*fields).get()


# The layout of sheets.


def drawn(draw, **options):
    """A workbook that `draw(book, sheet)` fills."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, **options}) as workbook:
        draw(workbook, workbook.add_worksheet("名单"))
    return output.getvalue()


def written(sheet, rows):
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)


@pytest.mark.parametrize("titles", [1, 2, 3])
def test_title_rows_and_the_line_of_unit_and_day(county, titles):
    rows = [[f"测试县名单之{n}"] for n in range(titles)]
    rows += [["填报单位：县司法局（盖章）", "", "2026年3月1日"], ["序号", "姓名", "性别"]]
    assert verdicts(sheets({"名单": [*rows, [1, "张三", "男"]]})) == ["added"]
    assert only(Posting, "unit__name") == ("县司法局",)


def test_merged_header_of_two_rows(county):
    def draw(workbook, sheet):
        for place, label in enumerate(["序号", "姓名", "工作单位"]):
            sheet.merge_range(0, place, 1, place, label)
        sheet.merge_range(0, 3, 0, 4, "证件信息")
        sheet.write_row(1, 3, ["证号", "有效期"])
        sheet.write_row(2, 0, [1, "张三", "县司法局", "粤A1", "2026-03-01"])

    assert verdicts(drawn(draw)) == ["added"]
    assert only(Credential, "number", "valid_to") == ("粤A1", date(2026, 3, 1))


def test_header_that_comes_again_on_each_page(county):
    page = [["测试县名单"], ["序号", "姓名", "工作单位"]]
    content = sheets({"名单": [*page, [1, "张三", "司法局"], *page, [2, "李四", "司法局"]]})
    assert verdicts(content) == ["added", "added"]


def test_footer_and_blank_rows(county):
    rows = [["序号", "姓名", "工作单位"], [1, "张三", "司法局"], [None], [2, "李四", "司法局"]]
    rows += [["合计", "2人"], ["填表人：王五", None, "审核人：赵六"]]
    assert verdicts(sheets({"名单": rows})) == ["added", "added"]
    assert names() == ["张三", "李四"]


def test_hidden_rows_hidden_columns_and_filters(county):
    def draw(workbook, sheet):
        written(
            sheet,
            [["姓名", "工作单位", "职务"], ["张三", "司法局", "局长"], ["李四", "司法局", "科员"]],
        )
        sheet.autofilter(0, 0, 2, 2)
        sheet.filter_column(0, "x == 李四")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})

    assert verdicts(drawn(draw)) == ["added", "added"]
    assert sorted(Posting.objects.values_list("person__name", "title")) == [
        ("张三", "局长"), ("李四", "科员"),
    ]  # fmt: skip


def test_several_sheets_one_for_each_unit(county):
    header = ["姓名", "性别"]
    content = sheets({"县司法局": [header, ["张三", "男"]], "县财政局": [header, ["李四", "女"]]})
    assert verdicts(content) == ["added", "added"]
    assert sorted(Posting.objects.values_list("person__name", "unit__name")) == [
        ("张三", "县司法局"), ("李四", "县财政局"),
    ]  # fmt: skip


def test_merged_cell_of_the_unit_reaches_down(county):
    def draw(workbook, sheet):
        written(sheet, [["单位", "姓名"], ["", "张三"], ["", "李四"]])
        sheet.merge_range(1, 0, 2, 0, "县司法局")

    assert verdicts(drawn(draw)) == ["added", "added"]
    assert set(Posting.objects.values_list("unit__name", flat=True)) == {"县司法局"}


# Files of every program.


def old_workbook(rows, *, dates1904=False):
    """BIFF8 in an OLE container: .xls, and what WPS saves as .et."""
    workbook = xlwt.Workbook()
    workbook.dates_1904 = dates1904
    sheet = workbook.add_sheet("名单")
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(at, place, cell)
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


@pytest.mark.parametrize("filename", ["名单.xls", "名单.et", "名单.xlsx", "名单"])
def test_old_format_is_read_whatever_the_file_is_called(county, filename):
    content = old_workbook([["姓名", "身份证号", "工作单位"], ["张三", MAN, "司法局"]])
    upload = stage(content, filename=filename)
    assert (upload.state, told(upload)) == ("ready", [("张三", "added")])


def test_new_format_as_other_programs_write_it(county):
    """Without shared strings, with inline ones and a relative date system, under the name .et."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["姓名", "身份证号", "工作单位"])
    sheet.append(["张三", MAN, "司法局"])
    output = io.BytesIO()
    workbook.save(output)
    upload = stage(output.getvalue(), filename="名单.et")
    assert told(upload) == [("张三", "added")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_text_of_every_encoding(county, encoding):
    text = f"姓名,身份证号,工作单位\r\n张三,{MAN},司法局\r\n"
    assert verdicts(text.encode(encoding)) == ["added"]


# Identity numbers.


@pytest.mark.parametrize(
    ("cell", "verdict"),
    [
        (float(MAN[:17] + "0"), "rejected"),  # a number keeps 15 digits; the tail is 000
        (MAN[:15] + "000", "rejected"),
        ("3.6E+17", "rejected"),
        (f"'{MAN}", "added"),
        (f" {MAN[:6]} {MAN[6:14]} {MAN[14:]} ", "added"),
        (MAN[:17] + str((int(MAN[17]) + 1) % 10) if MAN[17] != "X" else MAN[:17] + "1", "rejected"),
        (old_number(BORN, 1), "added"),
    ],
)
def test_identity_number_as_spreadsheets_leave_it(county, cell, verdict):
    content = book(["张三", cell, "司法局"], header=["姓名", "身份证号", "工作单位"])
    assert verdicts(content) == [verdict]


ENDS_IN_X = next(
    number for order in range(1, 200) if (number := identity_number(BORN, order))[-1] == "X"
)


@pytest.mark.parametrize("last", ["x", "X", "Ｘ", "×", "Х"])
def test_every_way_to_write_the_last_x(county, last):
    first = book(["张三", ENDS_IN_X, "司法局"], header=["姓名", "身份证号", "工作单位"])
    take(first)
    again = book(["张三", ENDS_IN_X[:17] + last, "司法局"], header=["姓名", "身份证号", "工作单位"])
    assert verdicts(again) == ["unchanged"]


def test_sex_and_birth_that_contradict_the_number(county):
    header = ["姓名", "身份证号", "性别", "出生年月", "工作单位"]
    content = book(
        ["张三", MAN, "女", None, "司法局"],
        ["李四", OTHER, None, "1981.02", "司法局"],
        header=header,
    )
    codes = [[r.code for r in line.reasons] for line in take(content).verdicts]
    assert codes == [["intake.row_sex_differs"], ["intake.row_birth_differs"]]


def test_identity_number_in_the_phone_column(county):
    content = book(["张三", MAN, "司法局"], header=["姓名", "手机号", "工作单位"])
    assert verdicts(content) == ["added"]
    assert (Person.objects.get().phone, Person.objects.get().id_masked[-4:]) == ("", MAN[-4:])


@pytest.mark.parametrize(
    ("label", "word", "number", "kind"),
    [
        ("身份证件类型", "军官证", "军字第1234567号", IdentityKind.OFFICER),
        ("身份证件类型", "港澳居民来往内地通行证", "H01234567", IdentityKind.HOME_RETURN),
        ("身份证件类型", "台湾居民来往大陆通行证", "01234567", IdentityKind.TAIWAN),
        ("身份证件种类", "护照", "E01234567", IdentityKind.PASSPORT),
        ("证件类型", "居民身份证", MAN, IdentityKind.RESIDENT),
    ],
)
def test_other_documents_than_identity_cards(county, label, word, number, kind):
    content = book(["张三", word, number, "司法局"], header=["姓名", label, "证件号码", "工作单位"])
    assert verdicts(content) == ["added"]
    assert only(Person, "id_kind") == (kind,)
    assert verdicts(content) == ["unchanged"]


# Dates.


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2021.03", date(2021, 3, 1)), ("2021.3", date(2021, 3, 1)), ("202103", date(2021, 3, 1)),
        ("2021年3月", date(2021, 3, 1)), ("二〇二一年三月", date(2021, 3, 1)),
        ("21.3", date(2021, 3, 1)), ("2021-03-15 00:00:00", date(2021, 3, 15)),
        (44256, date(2021, 3, 1)), (date(2021, 3, 15), date(2021, 3, 15)),
    ],
)  # fmt: skip
def test_every_way_to_write_a_date(county, cell, day):
    content = book(["张三", "司法局", cell], header=["姓名", "工作单位", "任现职时间"])
    assert verdicts(content) == ["added"]
    assert only(Posting, "appointed_on") == (day,)


def test_serial_of_the_1904_system(county):
    def draw(workbook, sheet):
        written(sheet, [["姓名", "工作单位", "任现职时间"], ["张三", "司法局", 42794]])

    assert verdicts(drawn(draw, date_1904=True)) == ["added"]
    assert only(Posting, "appointed_on") == (date(2021, 3, 1),)


@pytest.mark.parametrize("cell", [2021.1, "2026.13"])
def test_october_that_became_january_and_month_that_is_none(county, cell):
    content = book(["张三", "司法局", cell], header=["姓名", "工作单位", "任现职时间"])
    assert verdicts(content) == ["rejected"]


@pytest.mark.parametrize(("cell", "end"), [("长期", None), ("2020-2026", date(2026, 12, 31))])
def test_card_without_end_and_card_with_a_range(county, cell, end):
    content = book(
        ["张三", "司法局", "粤A1", cell], header=["姓名", "工作单位", "执法证号", "有效期至"]
    )
    assert verdicts(content) == ["added"]
    assert only(Credential, "valid_to") == (end,)


# Names.


@pytest.mark.parametrize(
    "typed", ["张 三", "张　三", "张\u200b三", " 张三 ", "张三（女）", "张三(挂职)"]
)
def test_name_with_spaces_and_notes_is_the_same_name(county, typed):
    make_person("张三", unit=county["justice"], identity_number=MAN)
    content = book([typed, MAN, "司法局"], header=["姓名", "身份证号", "工作单位"])
    assert verdicts(content) == ["changed"]
    assert names() == ["张三"]


@pytest.mark.parametrize("dot", [".", "•", "・", "‧", "．"])
def test_minority_name_with_any_dot(county, dot):
    make_person("阿依古丽·买买提", unit=county["justice"])
    content = book([f"阿依古丽{dot}买买提", "司法局"], header=["姓名", "工作单位"])
    assert verdicts(content) == ["unchanged"]


@pytest.mark.parametrize("name", ["张䶮", "李𬭎", "王𠮷"])
def test_rare_characters_are_kept_also_outside_the_basic_plane(county, name):
    content = book([name, MAN, "司法局"], header=["姓名", "身份证号", "工作单位"])
    assert (verdicts(content), names()) == (["added"], [name])


def test_same_name_of_different_people_and_a_nickname_in_the_notes(county):
    header = ["姓名", "身份证号", "工作单位", "备注"]
    content = book(
        ["张三", MAN, "司法局", "人称小三"], ["张三", OTHER, "司法局", None], header=header
    )
    assert verdicts(content) == ["added", "added"]
    assert sorted(Person.objects.values_list("note", flat=True)) == ["", "人称小三"]


# One person, several rows.


def test_person_in_two_units_twice_in_one_and_in_two_lists_is_one_person(county):
    header = ["姓名", "身份证号", "工作单位", "职务"]
    content = book(
        ["张三", MAN, "司法局", "副局长"],
        ["张三", MAN, "县财政局", "党组成员"],
        ["张三", MAN, "县司法局", "副局长"],
        header=header,
    )
    assert verdicts(content) == ["added", "changed", "unchanged"]
    cards = book(
        ["张三", MAN, "司法局", "粤A1"], header=["姓名", "身份证号", "工作单位", "执法证号"]
    )
    assert verdicts(cards) == ["changed"]
    person = Person.objects.get()
    assert (person.postings.count(), person.credentials.count()) == (2, 1)


# Units.


@pytest.mark.parametrize(
    "name",
    ["县市场监管局", "县市场监督管理局", "市监局", "市场监管局", "县 市场监管局", "县市场监管局　"],
)
def test_every_name_of_a_unit(county, name):
    assert verdicts(book(["张三", name], header=["姓名", "工作单位"])) == ["added"]
    assert only(Posting, "unit") == (county["office"].pk,)


def test_township_by_either_of_its_names(county):
    town = make_unit("青山镇", kind=UnitKind.TOWNSHIP, aliases=("青山镇人民政府",))
    assert verdicts(book(["张三", "青山镇人民政府"], header=["姓名", "工作单位"])) == ["added"]
    assert only(Posting, "unit") == (town.pk,)


def test_unit_that_was_merged_away_means_its_successor(county):
    old = make_unit("县工商局")
    old.dissolved_on, old.successor = date(2019, 3, 1), county["office"]
    old.save()
    assert verdicts(book(["张三", "县工商局"], header=["姓名", "工作单位"])) == ["added"]
    assert only(Posting, "unit") == (county["office"].pk,)


def test_subordinate_body_under_its_parent_and_body_under_central_management(county):
    header = ["姓名", "工作单位", "单位性质", "主管单位"]
    content = book(
        ["张三", "执法大队", None, "市监局"],
        ["李四", "执法一中队", "二级单位", "执法大队"],
        ["王五", "县税务局", "中央垂直管理", None],
        header=header,
    )
    report = take(content)
    assert report.units_added == ["执法大队", "县税务局", "执法一中队"]
    assert dict(Unit.objects.filter(name__in=report.units_added).values_list("name", "kind")) == {
        "执法大队": "subordinate", "执法一中队": "subordinate", "县税务局": "vertical",
    }  # fmt: skip
    parents = Unit.objects.exclude(parent=None).values_list("name", "parent__name")
    assert sorted(parents) == [("执法一中队", "执法大队"), ("执法大队", "县市场监督管理局")]
    assert take(content).units_added == []


def test_units_that_name_each_other_as_parents_are_added_without_a_circle(county):
    header = ["姓名", "工作单位", "主管单位"]
    report = take(book(["张三", "甲所", "乙所"], ["李四", "乙所", "甲所"], header=header))
    assert sorted(report.units_added) == ["乙所", "甲所"]
    assert Unit.objects.filter(parent=None, name__in=["甲所", "乙所"]).count() == 1


# Ranks, posts and papers.


@pytest.mark.parametrize(
    "rank", ["副处级", "副县级", "县处级副职", "四级调研员", "党组成员", "挂职", "试用期"]
)
def test_rank_is_kept_as_it_is_written(county, rank):
    content = book(["张三", "司法局", rank], header=["姓名", "工作单位", "职级"])
    assert verdicts(content) == ["added"]
    assert only(Posting, "rank") == (rank,)


def test_day_of_appointment_counts_and_not_that_of_the_document(county):
    header = ["姓名", "工作单位", "任现职时间", "任命文号", "公示时间"]
    content = book(["张三", "司法局", "2021.03", "县委〔2021〕5号", "2020.12"], header=header)
    assert verdicts(content) == ["added"]
    assert only(Posting, "appointed_on", "document") == (date(2021, 3, 1), "县委〔2021〕5号")


def test_columns_of_each_cohort_are_kept(county):
    header = [
        "姓名", "身份证号", "工作单位", "录用时间/批次", "试用期满", "编制性质", "是否在执法岗位",
        "执法证号", "证件类型", "执法区域", "法律职业资格", "2025年度学时", "证件状态",
    ]  # fmt: skip
    line = [
        "张三", MAN, "司法局", "2024-08-01", "2025-08-01", "行政", "是", "粤A1", "全国统一", "本县",
        "A类", 60.5, "有效",
    ]  # fmt: skip
    assert verdicts(book(line, header=header)) == ["added"]
    assert only(Posting, "establishment", "enforcement") == ("行政", True)
    assert only(Person, "law_qualification", "id_kind") == ("A类", "resident")
    assert only(Recruitment, "hired_on", "probation_until") == (date(2024, 8, 1), date(2025, 8, 1))
    assert only(Training, "year", "hours") == (2025, 60.5)
    assert only(Credential, "kind", "area", "status") == ("全国统一", "本县", "valid")
    assert verdicts(book(line, header=header)) == ["unchanged"]


@pytest.mark.parametrize(
    ("title", "label", "sheet", "year"),
    [
        ("测试县名单", "2024年度学时", "名单", 2024),
        ("测试县2025年度执法人员学时登记表", "年度学时", "名单", 2025),
        ("测试县学时", "学时", "2023年度", 2023),
        ("测试县2021年以来名单", "学时", "名单", 2026),
    ],
)
def test_year_of_the_hours(county, title, label, sheet, year):
    rows = [[title], ["姓名", "工作单位", label], ["张三", "司法局", "60学时"]]
    assert verdicts(sheets({sheet: rows})) == ["added"]
    assert only(Training, "year", "hours") == (year, 60)


def test_hours_that_are_none_are_refused(county):
    content = book(["张三", "司法局", "很多"], header=["姓名", "工作单位", "年度学时"])
    (line,) = take(content).verdicts
    assert [r.code for r in line.reasons] == ["intake.row_hours"]


@pytest.mark.parametrize(
    ("word", "kept"), [("是", True), ("否", False), ("√", True), ("辅助岗位", False), (None, None)]
)
def test_enforcement_post(county, word, kept):
    content = book(["张三", "司法局", word], header=["姓名", "工作单位", "是否在执法岗位"])
    assert verdicts(content) == ["added"]
    assert only(Posting, "enforcement") == (kept,)


# Status.


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("退休", "retired"), ("调离", "transferred"), ("借调", "seconded"), ("长病", "long_leave"),
        ("产假", "long_leave"), ("停职", "long_leave"), ("死亡", "deceased"), ("辞职", "left"),
    ],
)  # fmt: skip
def test_status_without_a_day_begins_on_the_day_of_the_file(county, word, status):
    make_person("张三", unit=county["justice"], identity_number=MAN)
    content = book(["张三", MAN, word], header=["姓名", "身份证号", "人员状态"])
    assert verdicts(content) == ["changed"]
    day = date(2026, 11, 22)
    assert only(StatusChange, "status", "since") == (status, day)
    assert only(Person, "status", "status_since") == (status, day)
    assert verdicts(content) == ["unchanged"]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["状态"], ["调离(2026.3)"]),
        (["状态"], ["调离（2026年3月）"]),
        (["状态"], ["2026年3月调离"]),
        (["状态", "状态日期"], ["调离", "2026.03"]),
        (["人员状态", "调离时间"], ["调离", "2026-03-01"]),
    ],
)
def test_status_with_its_day(county, header, cells):
    make_person("张三", unit=county["justice"], identity_number=MAN)
    content = book(["张三", MAN, *cells], header=["姓名", "身份证号", *header])
    assert verdicts(content) == ["changed"]
    assert only(StatusChange, "status", "since") == ("transferred", date(2026, 3, 1))
    assert only(Person, "status", "status_since") == ("transferred", date(2026, 3, 1))
    assert verdicts(content) == ["unchanged"]


def test_older_status_is_history_and_future_status_waits(county):
    make_person("张三", unit=county["justice"], identity_number=MAN)
    header = ["姓名", "身份证号", "状态"]
    for word in ("退休(2026.3)", "借调(2024.5)", "死亡(2027-01-01)"):
        assert verdicts(book(["张三", MAN, word], header=header)) == ["changed"]
    assert only(Person, "status", "status_since") == ("retired", date(2026, 3, 1))
    assert StatusChange.objects.count() == 3


def test_cancelled_card_with_its_day(county):
    header = ["姓名", "工作单位", "执法证号", "证件状态"]
    assert verdicts(book(["张三", "司法局", "粤A1", "注销（2026.3）"], header=header)) == ["added"]
    assert only(Credential, "status", "cancelled_on") == ("cancelled", date(2026, 3, 1))


def test_person_who_was_merged_away_is_met_as_the_one_they_became(county):
    kept = make_person("张三", unit=county["justice"], identity_number=MAN)
    make_person("张珊", identity_number=OTHER, merged_into=kept, born_on=BORN)
    header = ["姓名", "身份证号", "工作单位", "职务"]
    assert verdicts(book(["张珊", OTHER, "司法局", "科长"], header=header)) == ["changed"]
    assert only(Posting, "person", "title") == (kept.pk, "科长")
    assert verdicts(book(["张珊", None, "司法局", "科长"], header=header)) == ["unchanged"]
    assert RosterUpload.objects.count() == 2
