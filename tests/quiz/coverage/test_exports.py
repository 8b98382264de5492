"""Workbooks and the printed report: a purpose first, numbers as numbers, and only one's own."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from pypdf import PdfReader

from audit.models import AuditRecord
from quiz.coverage.documents import absent_by_unit, coverage_pdf
from quiz.coverage.figures import VERDICT_LABELS
from quiz.coverage.queries import load_coverage, select_names
from quiz.coverage.workbook import coverage_workbook, names_sheet
from rosters.roles.rules import Role
from rosters.units.rules import UnitKind
from tests.factories import NOW, make_person, make_roster, make_unit, make_user
from tests.quiz.coverage.factories import (
    fill,
    make_deep_exam,
    make_mixed_exam,
    publish,
    unit_named,
)
from tests.quiz.results.factories import make_exam, make_officer

pytestmark = pytest.mark.django_db
SUMMARY, KINDS, UNITS, BELOW, COHORTS, LEVELS, FIELDS, NAMES = range(8)


@pytest.fixture
def exam():
    return make_mixed_exam()


def seen(exam, **limits):
    return load_coverage(exam, NOW, **limits)


def sheets(content):
    return load_workbook(BytesIO(content)).worksheets


def rows(sheet):
    return list(sheet.iter_rows(min_row=2, values_only=True))


def headers(sheet):
    return [cell.value for cell in sheet[1]]


def printed(coverage):
    content = coverage_pdf(coverage, absent_by_unit(coverage))
    assert isinstance(content, bytes), content
    return PdfReader(BytesIO(content))


def text_of(reader):
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def test_workbook_reads_back_as_numbers(exam):
    publish(exam)
    book = sheets(coverage_workbook(seen(exam)))
    units = book[UNITS]
    at = headers(units).index(_("Participation"))
    assert [row[1:5] + row[at : at + 1] for row in rows(units)] == [
        ("白水镇", 1, 1, 1, 1),
        ("审计局", 2, 3, 1, 0.5),
        ("财政局", 1, 2, 2, 1),
    ]
    assert units.cell(3, at + 1).number_format == "0.0%"
    assert [row[1:3] for row in rows(book[COHORTS])] == [(1, 1), (6, 4), (6, 4)]
    names = rows(book[NAMES])
    assert [(row[1], row[-1]) for row in names] == [
        ("考生0", 95), ("考生1", 70), ("考生2", 50), ("考生3", None), ("考生4", None), ("考生5", 80)
    ]  # fmt: skip
    assert units.column_dimensions["B"].width > 30
    assert (units.freeze_panes, units.auto_filter.ref is not None) == ("B2", True)


def test_every_dimension_is_a_sheet_whose_states_add_up():
    book = sheets(coverage_workbook(seen(make_deep_exam())))
    assert len(book) == 8
    for number in (KINDS, UNITS, BELOW, COHORTS, LEVELS, FIELDS):
        table = rows(book[number])
        first = next(n for n, value in enumerate(table[0]) if isinstance(value, int))
        first += number in (UNITS, BELOW)  # the rank stands before the numbers
        for row in table:
            must_sit, *states = row[first : first + 8]  # sat, and six that have not
            assert must_sit == sum(states), (book[number].title, row)
        if number in (KINDS, LEVELS, FIELDS):
            assert sum(row[first] for row in table[:-1]) == table[-1][first] == 12
    own, below = rows(book[UNITS]), rows(book[BELOW])
    assert {row[1]: row[3] for row in own}["旧公安局"] == 2
    assert {row[1]: row[3] for row in below}["旧公安局"] == 7


def test_workbook_never_holds_a_formula():
    exam = make_mixed_exam(_0='=HYPERLINK("http://x.example","张")', _1="+1+cmd|' /C calc'!A0")
    people = sheets(coverage_workbook(seen(exam)))[NAMES]
    cells = [people["B2"], people["B3"]]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert cells[0].value == '=HYPERLINK("http://x.example","张")' and cells[0].hyperlink is None


def test_names_sheet_has_exactly_the_people_asked_for(exam):
    coverage = seen(exam)
    (sheet,) = sheets(names_sheet(coverage, select_names(coverage, verdict="absent")))
    assert [row[:2] for row in rows(sheet)] == [("审计局", "考生3")]


def test_report_names_the_absent_on_numbered_a4_pages(exam):
    reader = printed(seen(exam))
    text = text_of(reader)
    first = reader.pages[0]
    assert (round(first.mediabox.width), round(first.mediabox.height)) == (595, 842)
    assert exam.title in text and "考生3" in text and "考生2" not in text
    assert f"—1/{len(reader.pages)}—" in text
    for font in first["/Resources"]["/Font"].values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert any(key.startswith("/FontFile") for key in descriptor.get_object())


def test_first_page_of_the_report_says_the_most_important():
    coverage = seen(make_deep_exam())
    first = re.sub(r"\s", "", printed(coverage).pages[0].extract_text())
    for text in ("12=", "75.0%", "66.7%"):
        assert text in first


def test_report_of_very_many_units_leads_to_the_workbook():
    units = [make_unit(f"第{n:03}镇", kind=UnitKind.TOWNSHIP) for n in range(130)]
    exam = make_exam(make_roster(*(make_person(unit=unit) for unit in units)))
    fill(exam, [70] * 129 + [None])
    text = text_of(printed(seen(exam)))
    shown = {n for n in range(130) if f"第{n:03}镇" in text}
    assert (len(shown), 129 in shown) == (100, True)


def test_report_is_blocked_by_a_character_that_no_font_holds(client):
    exam = make_mixed_exam(_3="张\ue000")
    coverage = seen(exam)
    refusal = coverage_pdf(coverage, absent_by_unit(coverage))
    assert (refusal.code, refusal.facts["name"]) == ("typesetting.glyph_missing", "张\ue000")
    client.force_login(make_officer())
    answer = client.post(reverse("coverage:pdf", args=[exam.pk]), {"purpose": "report"})
    assert answer.url == reverse("coverage:exam", args=[exam.pk])
    assert not AuditRecord.objects.filter(action="export").exists()


def export(client, exam, name, **data):
    return client.post(reverse(f"coverage:{name}", args=[exam.pk]), data)


@pytest.mark.parametrize(
    ("name", "what", "count"),
    [("workbook", "coverage-tables.xlsx", 6), ("pdf", "coverage-report.pdf", 1),
     ("names_workbook", "coverage-names.xlsx", 1)],
)  # fmt: skip
def test_export_asks_for_a_purpose_and_records_it(client, exam, name, what, count):
    client.force_login(make_user(Role.LEADER))
    address = reverse(f"coverage:{name}", args=[exam.pk])
    assert client.get(address).status_code == 405
    for purpose in ("", "curiosity"):
        answer = export(client, exam, name, verdict="absent", purpose=purpose)
        assert answer.url == reverse("coverage:exam", args=[exam.pk])
    assert not AuditRecord.objects.filter(action="export").exists()
    answer = export(client, exam, name, verdict="absent", purpose="inspection")
    assert answer.status_code == 200 and b"".join(answer)[:2] in (b"PK", b"%P")
    (record,) = AuditRecord.objects.filter(action="export")
    assert record.facts == {"what": what, "count": count, "purpose": "inspection"}
    assert (record.subject_type, record.subject_id) == ("quiz.exam", str(exam.pk))


def texts_in(sheet):
    return {str(value) for row in sheet.iter_rows(values_only=True) for value in row if value}


def test_before_publication_exports_do_not_say_who_passed(client, exam):
    client.force_login(make_user(Role.LEADER))
    for name, sheet in (("workbook", NAMES), ("names_workbook", 0)):
        content = b"".join(export(client, exam, name, purpose="report"))
        verdicts = {row[5] for row in rows(sheets(content)[sheet])}
        assert verdicts == {str(VERDICT_LABELS[v]) for v in ("sat", "absent", "exempt")}
        hidden = {str(VERDICT_LABELS[v]) for v in ("excellent", "passed", "failed")}
        for each in sheets(content):
            assert hidden.isdisjoint(texts_in(each))
    narrowed = b"".join(export(client, exam, "names_workbook", purpose="report", verdict="failed"))
    assert len(rows(sheets(narrowed)[0])) == 6  # nobody may ask for it, so it filters nothing


@pytest.mark.parametrize("role", [Role.LIAISON, Role.OFFICER])
def test_no_export_holds_another_unit(client, role):
    exam = make_deep_exam()
    publish(exam)
    client.force_login(make_user(role, unit=unit_named("交警大队")))
    bureau = unit_named("公安局").pk
    found = {}
    for name in ("workbook", "names_workbook"):
        for extra in ({}, {"unit": bureau}, {"unit": bureau, "below": "on"}, {"kind": "township"}):
            content = b"".join(export(client, exam, name, purpose="check", **extra))
            found[name, str(extra)] = set().union(*(texts_in(s) for s in sheets(content)))
    reader = PdfReader(BytesIO(b"".join(export(client, exam, "pdf", purpose="check"))))
    found["pdf", ""] = {text_of(reader)}
    for what, texts in found.items():
        whole = "\n".join(texts)
        for foreign in ("公安局", "白水镇", "人0", "人1", "人6", "人9", "新12"):
            assert foreign not in whole, (what, foreign)
    assert "人4" in found["pdf", ""].pop()
    assert {"人2", "人3", "人4", "人5", "新11"} <= found["workbook", "{}"]
