"""Files of every kind, and those that are refused whole."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.rules import Refusal
from audit.wording import explain
from rosters.intake.actions import MOST_ROWS, read_roster
from rosters.intake.rules.cells import Sheet
from rosters.intake.rules.columns import Column
from rosters.intake.rules.files import Flaw, Package, look_into_zip
from rosters.intake.sheets import read_sheets
from rosters.intake.workbook import workbook_of
from tests.rosters.intake.factories import book, identity_number, sheets

NUMBER = identity_number()
LINES = f"姓名,身份证号,工作单位\r\n张三,{NUMBER},县司法局\r\n"


def people(content):
    return [
        (row.where, row.cell(Column.NAME), row.cell(Column.IDENTITY))
        for row in read_roster(content, "名单.xlsx").rows
    ]


def old_book(rows, *, dates1904=False):
    workbook = xlwt.Workbook()
    workbook.dates_1904 = dates1904
    worksheet = workbook.add_sheet("名单")
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            worksheet.write(at, place, cell)
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        LINES.encode(),
        LINES.encode("utf-8-sig"),
        LINES.encode("gbk"),
        LINES.encode("gb18030"),
        LINES.encode("utf-16"),
        LINES.encode("utf-16-le"),
        LINES.encode("utf-16-be"),
        LINES.replace(",", "\t").encode("utf-16"),
        LINES.replace(",", ";").encode(),
    ],
)
def test_text_of_every_encoding_keeps_all_digits(content):
    assert people(content) == [("CSV!2", "张三", NUMBER)]


def test_characters_outside_the_basic_plane_survive_gb18030():
    assert people("姓名,工作单位\n李𬭎,县司法局\n".encode("gb18030")) == [("CSV!2", "李𬭎", None)]


def test_quoted_lines_of_text_stay_one_row():
    assert people('"姓\n名",工作单位\n张三,"县\n司法局"\n'.encode()) == [("CSV!2", "张三", None)]


def test_old_workbook_is_read_and_its_dates_follow_its_own_system():
    rows = [["姓名", "身份证号", "任现职时间"], ["张三", NUMBER, 42794]]
    assert people(old_book(rows)) == [("名单!2", "张三", NUMBER)]
    assert [read_sheets(old_book(rows, dates1904=d))[0].date1904 for d in (False, True)] == [
        False,
        True,
    ]


def test_workbook_of_the_1904_system_is_noticed():
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, "date_1904": True}) as workbook:
        workbook.add_worksheet("名单").write_row(0, 0, ["姓名", "工作单位"])
    assert read_sheets(output.getvalue()) == [
        Sheet("名单", [["姓名", "工作单位"]], [], date1904=True)
    ]


def test_all_sheets_and_hidden_rows_are_read():
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as workbook:
        for unit in ("县司法局", "县财政局"):
            sheet = workbook.add_worksheet(unit)
            sheet.write_column(0, 0, ["姓名", "张三", "李四"])
            sheet.write_column(0, 1, ["性别", "男", "女"])
            sheet.set_row(1, None, None, {"hidden": True})
        workbook.add_worksheet("说明").write(0, 0, "填表说明")
    roster = read_roster(output.getvalue(), "名单.xlsx")
    assert [row.where for row in roster.rows] == [
        "县司法局!2",
        "县司法局!3",
        "县财政局!2",
        "县财政局!3",
    ]
    assert roster.skipped == ["说明"]


def test_content_counts_and_not_the_extension():
    assert people(book(["张三", NUMBER, "县司法局"])) == [("名单!2", "张三", NUMBER)]


def zipped(members):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return output.getvalue()


def far_cell(cell):
    """A workbook with one more cell, as XML."""
    with zipfile.ZipFile(io.BytesIO(book(["张三", NUMBER, "县司法局"]))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace(b"</sheetData>", cell + b"</sheetData>")
    return zipped(members)


def protected_book():
    from msoffcrypto.format.ooxml import OOXMLFile

    output = io.BytesIO()
    OOXMLFile(io.BytesIO(book(["张三", NUMBER, "县司法局"]))).encrypt("secret", output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n  \r\n", "empty"),
        (b"\xef\xbb\xbf,,\n,,", "empty"),
        (sheets({"名单": []}), "empty"),
        (b"%PDF-1.7 ...", "foreign_type"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "foreign_type"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "foreign_type"),
        (b"\x7fELF\x02\x01\x01", "wrong_type"),
        (zipped({"word/document.xml": "<x/>"}), "wrong_type"),
        (book(["张三", NUMBER, "县司法局"])[:-300], "damaged"),
        (b"PK\x03\x04 nothing more", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        (zipped({"xl/workbook.xml": "not xml at all <"}), "damaged"),
        (zipped({"xl/workbook.xml": "x", "xl/bomb.xml": b"0" * (121 << 20)}), "too_large_unpacked"),
        (
            far_cell(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
            "too_large_unpacked",
        ),
        (far_cell(b"<row r='1048576'><c t='n'><v>1</v></c></row>"), "too_large_unpacked"),
        (old_book([["姓名", "性别"], *[["张"]] * 2])[:-3000], "damaged"),
        (b"\n".join([b"1," * 4000] * 800), "too_large_unpacked"),
        (book(header=["甲", "乙"]), "no_header"),
        (book(["张三", 1], header=["甲", "乙"]), "no_header"),
        ("天气,温度\n晴,20\n".encode(), "no_header"),
        (book(), "no_rows"),
    ],
)  # fmt: skip
def test_file_is_refused_whole_with_its_reason(content, code):
    refusal = read_roster(content, "名单.xlsx")
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.facts["filename"]) == (f"intake.{code}", "名单.xlsx")
    assert "名单.xlsx" in explain(refusal)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gbk"])
@pytest.mark.parametrize(
    "start", ["<html xmlns:x='x'>", "\r\n<!DOCTYPE html>", "<table>", "<meta>"]
)
def test_page_of_a_browser_is_named_as_one(encoding, start):
    page = f"{start}<tr><td>姓名</td></tr>".encode(encoding)
    assert read_roster(page, "名单.xls") == Refusal(
        "intake.foreign_type", {"filename": "名单.xls", "kind": "HTML"}
    )


@given(st.integers(0, 30_000), st.integers(1, 255))
def test_damaged_workbook_is_never_said_to_have_a_password(place, flip):
    content = bytearray(book(["张三", NUMBER, "县司法局"]))
    content[place % len(content)] ^= flip
    assert read_sheets(bytes(content)) != Refusal("intake.password")


def test_damaged_flags_of_a_package_are_damage():
    content = bytearray(book(["张三", NUMBER, "县司法局"]))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert read_sheets(bytes(content)) == Refusal("intake.damaged")


def test_protected_workbook_that_was_cut_off_is_damaged():
    content = protected_book()
    assert read_sheets(content[: len(content) // 2]) == Refusal("intake.damaged")


def test_protected_workbook_is_told_by_its_container():
    assert read_roster(protected_book(), "名单.xlsx") == Refusal(
        "intake.password", {"filename": "名单.xlsx"}
    )


def test_missing_header_names_the_sheets_and_the_columns_looked_for():
    columns = "工作单位、身份证号、现任职务、手机号、执法证号"
    assert read_roster(book(["张三", 1], header=["甲", "乙"]), "名单.xlsx") == Refusal(
        "intake.no_header", {"filename": "名单.xlsx", "sheets": "名单", "columns": columns}
    )


def test_file_above_the_limit_is_refused_before_it_is_read(settings):
    settings.UPLOAD_MAX_BYTES = 2 << 20
    assert read_roster(b"x" * ((2 << 20) + 1), "a.csv") == Refusal(
        "intake.too_large", {"filename": "a.csv", "size": "2.0", "limit": "2"}
    )


def test_too_many_people_are_refused():
    lines = "姓名,工作单位\n" + "张三,甲局\n" * (MOST_ROWS + 1)
    assert read_roster(lines.encode(), "名单.csv") == Refusal(
        "intake.too_many_rows", {"filename": "名单.csv", "rows": MOST_ROWS + 1, "limit": MOST_ROWS}
    )


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c a=">" r = "XFD1048576"><v>1</v></c></row>',
        b"<x:row r='1048576'/><x:c" + b" " * 3_000_000 + b"r='XFD1048576'><v>1</v></x:c>",
        b"<row r='1000000'>" + b"<c><v>1</v></c>" * 4 + b"</row>",
    ],
)
def test_far_cell_is_found_however_it_is_written(cell):
    assert look_into_zip(far_cell(cell)) is Flaw.TOO_LARGE


@pytest.mark.parametrize("shift", range(0, 70, 3))
def test_far_cell_is_found_across_two_pieces_of_the_file(shift):
    comment = b"<!--" + b"x" * ((1 << 20) - 7 - shift) + b"-->"
    cell = b'<row r="1048576"><c r="XFD1048576" s="1" t="n"><v>1</v></c></row>'
    assert look_into_zip(zipped({"sheet.xml": comment + cell})) is Flaw.TOO_LARGE


@pytest.mark.parametrize("part", [b"<c ", b'r="A1" ', b'<c "', b"<aaaa:", b"<", b"\0", b"<row r="])
def test_senseless_markup_is_measured_at_once(part):
    """Each megabyte takes milliseconds; a pattern that looks back would take hours."""
    measured = look_into_zip(zipped({"a": b"<c " + part * ((2 << 20) // len(part))}))
    assert measured in {Package(frozenset({"a"})), Flaw.TOO_LARGE}


def test_formatted_but_empty_cells_far_below_do_no_harm():
    content = far_cell(b'<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert people(content) == [("名单!2", "张三", NUMBER)]


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_any_bytes_are_read_or_refused(noise, start):
    assert isinstance(read_sheets(start + noise), list | Refusal)


@given(st.integers(0, 4000), st.integers(1, 255))
def test_workbook_with_a_flipped_byte_is_read_or_refused(place, flip):
    content = bytearray(book(["张三", NUMBER, "县司法局"]))
    content[place % len(content)] ^= flip
    assert isinstance(read_sheets(bytes(content)), list | Refusal)


@settings(max_examples=40)
@given(st.integers(0, 5600), st.integers(1, 255))
def test_old_workbook_with_a_flipped_byte_is_read_or_refused(place, flip):
    content = bytearray(old_book([["姓名", "性别"], ["张三", "男"]]))
    content[place % len(content)] ^= flip
    assert isinstance(read_sheets(bytes(content)), list | Refusal)


def test_rejected_rows_come_back_as_text_and_never_as_formulas():
    (row,) = read_roster("姓名,身份证号,工作单位\n=1+1,+1,@x\n".encode(), "名单.csv").rows
    output = workbook_of([(row, "-1")])
    sheet = openpyxl.load_workbook(io.BytesIO(output)).active
    assert [[(c.value, c.data_type) for c in cells] for cells in sheet.iter_rows()] == [
        [(text, "s") for text in ("姓名", "身份证号", "工作单位", "原位置", "未导入原因")],
        [(text, "s") for text in ("=1+1", "+1", "@x", "CSV!2", "-1")],
    ]
