"""The template: what is on file, in words that come back unchanged."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rosters.intake.rules.columns import USUAL
from rosters.people.models import Credential, Person, Recruitment
from rosters.people.rules import CredentialStatus, PersonStatus, Sex
from rosters.reporting.queries import unit_list
from rosters.reporting.rules import STATUS_WORDS
from rosters.reporting.workbook import GUIDE_SHEET, MASKED, NUMBER, SHEET, template_workbook
from tests.factories import make_person, make_unit
from tests.rosters.intake.factories import identity_number, take, verdicts

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def template(unit):
    return template_workbook(unit, list(unit_list(unit)), TODAY)


def read(content):
    """The header and the rows below it, as text."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))[SHEET]
    _title, _unit, header, *rows = sheet.iter_rows(values_only=True)
    return list(header), [[cell or "" for cell in row] for row in rows]


def as_pairs(content):
    header, rows = read(content)
    return [dict(zip(header, row, strict=True)) for row in rows]


def full_person(unit):
    person = make_person(
        "张三",
        unit=unit,
        title="副局长",
        rank="副科级",
        appointed_on=date(2021, 3, 1),
        identity_number=identity_number(),
        sex=Sex.MALE,
        born_on=date(1980, 1, 15),
        phone="13800001234",
        status=PersonStatus.SECONDED,
        law_qualification="A证",
    )
    person.postings.update(document="青组〔2021〕3号", establishment="行政编制", enforcement=True)
    Recruitment.objects.create(
        person=person, hired_on=date(2005, 7, 1), intake="2005年", probation_until=date(2006, 7, 1)
    )
    return person


def test_what_is_on_file_stands_under_its_header():
    unit = make_unit("县司法局")
    person = full_person(unit)
    Credential.objects.create(
        person=person, number="14000001", kind="部颁", field="司法行政", issued_on=date(2022, 5, 1)
    )
    (row,) = as_pairs(template(unit))
    assert row == {
        "人员编号": f"P{person.pk}",
        "姓名": "张三",
        "性别": "男",
        "出生年月": "1980-01-15",
        "身份证号": "",
        MASKED: person.id_masked,
        "工作单位": "县司法局",
        "手机号": "13800001234",
        "人员状态": "借调",
        "状态日期": "",
        "现任职务": "副局长",
        "职级": "副科级",
        "现任职时间": "2021-03-01",
        "任命文号": "青组〔2021〕3号",
        "编制类型": "行政编制",
        "是否在执法岗位": "是",
        "录用时间": "2005-07-01",
        "批次": "2005年",
        "试用期满": "2006-07-01",
        "法律职业资格": "A证",
        "备注": "",
        "执法证号": "14000001",
        "证件类型": "部颁",
        "执法类别": "司法行政",
        "执法区域": "",
        "发证日期": "2022-05-01",
        "有效期至": "长期",
        "证件状态": "有效",
    }


def test_a_further_card_has_a_line_of_its_own():
    unit = make_unit("县司法局")
    person = make_person("张三", unit=unit, card="甲1", phone="13800001234")
    Credential.objects.create(
        person=person, number="乙2", valid_to=TODAY, status=CredentialStatus.CANCELLED
    )
    first, second = as_pairs(template(unit))
    assert (first["执法证号"], first["手机号"], first["人员状态"]) == ("甲1", "13800001234", "在职")
    given = {label: text for label, text in second.items() if text}
    assert given == {
        "人员编号": f"P{person.pk}",
        "姓名": "张三",
        "工作单位": "县司法局",
        "执法证号": "乙2",
        "有效期至": "2026-11-22",
        "证件状态": "注销",
    }


def test_no_identity_number_is_in_it():
    unit = make_unit("县司法局")
    make_person("张三", unit=unit, identity_number=identity_number())
    book = openpyxl.load_workbook(io.BytesIO(template(unit)))
    texts = {str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row}
    assert identity_number() not in texts


def test_every_header_is_read_but_the_masked_number():
    header, _ = read(template(make_unit()))
    assert [label for label in header if USUAL.recognise(label) is None] == [MASKED]


def test_cells_are_text_and_nothing_becomes_a_formula():
    unit = make_unit("县司法局")
    make_person("张三", unit=unit, title="=1+1", note="+2")
    sheet = openpyxl.load_workbook(io.BytesIO(template(unit)))[SHEET]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    header = [cell.value for cell in sheet[3]]
    letter = openpyxl.utils.get_column_letter(header.index("身份证号") + 1)
    assert sheet.column_dimensions[letter].number_format == "@"


def test_states_are_chosen_from_a_list():
    sheet = openpyxl.load_workbook(io.BytesIO(template(make_unit())))[SHEET]
    header = [cell.value for cell in sheet[3]]
    offered = {
        header[next(iter(rule.sqref.ranges)).min_col - 1]: (
            rule.formula1.strip('"').split(","),
            rule.errorStyle or "stop",
        )
        for rule in sheet.data_validations.dataValidation
    }
    assert offered == {
        "性别": (["男", "女"], "stop"),
        "人员状态": (list(STATUS_WORDS.values()), "stop"),
        "编制类型": (["行政编制", "参公管理", "事业编制", "其他"], "information"),
        "是否在执法岗位": (["是", "否"], "stop"),
        "证件状态": (["有效", "注销"], "stop"),
    }


def test_the_second_sheet_explains_every_column_that_needs_it():
    book = openpyxl.load_workbook(io.BytesIO(template(make_unit())))
    assert book.sheetnames == [SHEET, GUIDE_SHEET]
    told = {row[0] for row in book[GUIDE_SHEET].iter_rows(values_only=True)}
    assert {NUMBER, "姓名", "身份证号", MASKED, "人员状态"} <= told


def test_an_unchanged_template_changes_nothing():
    unit = make_unit("县司法局")
    person = full_person(unit)
    Credential.objects.create(person=person, number="甲1", valid_to=TODAY)
    Credential.objects.create(person=person, number="乙2")
    make_person("李四", unit=unit)
    report = take(template(unit))
    assert [verdict for _, verdict in verdicts(report)] == ["unchanged"] * 3


days = st.none() | st.dates(date(1960, 1, 1), TODAY)
texts = st.sampled_from(["", "四级调研员", "参公", "其他"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sex=st.sampled_from(["", *Sex]),
    status=st.sampled_from(["in_post", "seconded", "long_leave"]),
    days=st.tuples(days, days, days, days, days),
    words=st.tuples(texts, texts, texts),
    phone=st.sampled_from(["", "13800001234"]),
    cards=st.integers(0, 2),
    enforcement=st.none() | st.booleans(),
)
def test_whatever_is_on_file_comes_back_unchanged(
    db, sex, status, days, words, phone, cards, enforcement
):
    unit = make_unit()
    born, appointed, hired, valid_to, issued = days
    person = make_person(
        "张三", unit=unit, title=words[0], rank=words[1], appointed_on=appointed,
        hired_on=hired, sex=sex, status=status, born_on=born, phone=phone,
    )  # fmt: skip
    person.postings.update(establishment=words[2], enforcement=enforcement)
    for number in range(cards):
        Credential.objects.create(
            person=person, number=f"{person.pk}-{number}", valid_to=valid_to, issued_on=issued
        )
    report = take(template(unit), dry_run=True)
    expected = ["unchanged"] * max(cards, 1)
    assert [verdict for _, verdict in verdicts(report)] == expected, report.rejected
    Person.objects.filter(pk=person.pk).update(name=f"考生{person.pk}")
