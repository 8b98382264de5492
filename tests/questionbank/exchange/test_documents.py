"""Files of every kind, good and hostile."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from msoffcrypto.format.ooxml import OOXMLFile
from xlsxwriter import Workbook

from audit.rules import Refusal
from questionbank.exchange.documents import read_document
from questionbank.exchange.rules.blocks import Blocks
from questionbank.exchange.rules.reading import Reading, read_whole
from questionbank.exchange.workbook import cell_text
from questionbank.questions.rules import Content, Difficulty, ItemKind
from tests.questionbank.exchange.files import changed, ole, saved, word, workbook, zipped
from tests.questionbank.exchange.texts import multiple, single, truth

TEXT = "一、单选题\n1.期限为（）\nA.甲\nB.乙\n答案：B\n"
ITEM = single("期限为（　）", "甲", "乙", key="B")


def understood(content: bytes, name: str = "题库") -> Reading:
    blocks = read_document(content, name)
    assert isinstance(blocks, Blocks), blocks
    reading = read_whole(blocks)
    assert isinstance(reading, Reading), reading
    return reading


def contents(content: bytes) -> list[Content]:
    reading = understood(content)
    assert (reading.rejected, reading.unread) == ([], [])
    return [item.content for item in reading.parsed]


def refusal_of(content: bytes, name: str = "题库.docx") -> str:
    refusal = read_document(content, name)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.facts["file"] == name
    return refusal.code


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        TEXT.replace("\n", "\r").encode(),
    ],
)
def test_text_in_every_encoding(content):
    assert contents(content) == [ITEM]


def test_lines_are_counted_as_an_editor_does():
    reading = understood("甲\r\n乙\v丙\r\n1.期限为（）\r\nA.甲\r\nB.乙\r\n答案：B".encode())
    assert [line.number for line in reading.unread] == [1, 2, 2]
    assert reading.parsed[0].line.number == 3


def test_word_paragraphs_soft_breaks_and_tables_of_text():
    document = Document()
    document.add_paragraph("一、单选题")
    document.add_paragraph("1.期限为（）\nA.甲\nB.乙\n答案：B")
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "2.机关为（）\nA.甲\nB.乙", "答案：A"
    assert contents(saved(document)) == [ITEM, single("机关为（　）", "甲", "乙", key="A")]


def test_word_table_with_column_names():
    document = Document()
    rows = [["序号", "题型", "题干", "选项", "答案"], ["1", "多选题", "有（）", "甲\n乙\n丙", "AC"]]
    table = document.add_table(rows=2, cols=5)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    assert contents(saved(document)) == [multiple("有（　）", "甲", "乙", "丙", key="AC")]


def test_word_automatic_numbers_are_counted_again():
    document = Document()
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for level, form in (("0", "decimal"), ("1", "upperLetter")):
        entry = OxmlElement("w:lvl")
        entry.set(qn("w:ilvl"), level)
        shape = OxmlElement("w:numFmt")
        shape.set(qn("w:val"), form)
        entry.append(shape)
        abstract.append(entry)
    numbering.append(abstract)
    number = numbering.add_num(90).numId
    for text, level in (
        ("期限为（）", 0), ("甲", 1), ("乙", 1), ("答案：B", None),
        ("机关为（）", 0), ("丙", 1), ("丁", 1), ("答案：A", None),
    ):  # fmt: skip
        paragraph = document.add_paragraph(text)
        if level is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = number
    assert contents(saved(document)) == [ITEM, single("机关为（　）", "丙", "丁", key="A")]


def test_word_deleted_text_is_left_out_and_inserted_text_kept():
    after = ("A.甲", "B.乙", "答案：B")
    document = changed(before="1.期限为（）", deleted="旧", inserted="吗", after=after)
    assert [content.stem for content in contents(document)] == ["期限为（　）吗"]


def test_worksheet_with_title_rows_synonyms_and_every_column():
    rows = [
        ["某县题库"],
        [],
        ["题号", "试题类型", "题目", "选项A", "选项B", "C", "D选项", "正确答案", "试题解析",
         "法律依据", "难易程度", "知识点", "试题编号"],
        [1.0, "单选题", "几日（）", 7, 10.0, 0.05, date(2021, 1, 22), "b", "因为", "《甲法》第三条",
         "难",         "期限、程序", "X-1"],
        [2, "判断", "甲", "正确", "错误", "", "", "A"],
        [3, "多选题", "乙（）", "一", "二", "三", "", "A,C"],
    ]  # fmt: skip
    reading = understood(workbook(("Sheet1", rows)))
    first = Content(
        ItemKind.SINGLE,
        "几日（　）",
        ("7", "10", "0.05", "2021-01-22"),
        "B",
        "因为",
        Difficulty.HARD,
    )
    assert [item.content for item in reading.parsed] == [
        first, truth("甲", "T"), multiple("乙（　）", "一", "二", "三", key="AC"),
    ]  # fmt: skip
    assert [(i.number, i.line.number, i.line.sheet) for i in reading.parsed] == [
        (1, 4, "Sheet1"), (2, 5, "Sheet1"), (3, 6, "Sheet1"),
    ]  # fmt: skip
    assert (reading.parsed[0].topics, reading.parsed[0].code) == (("期限", "程序"), "X-1")
    assert [line.number for line in reading.unread] == [1]


@pytest.mark.parametrize(
    "cell", ["甲|乙|丙", "甲\n乙\n丙", "A.甲\nB.乙\nC.丙", "A、甲 B、乙 C、丙", "A.甲|B.乙|C.丙"]
)
def test_worksheet_options_in_one_cell(cell):
    rows = [["题干", "选项", "答案"], ["有（）", cell, "AB"]]
    assert contents(workbook(("题", rows))) == [multiple("有（　）", "甲", "乙", "丙", key="AB")]


def test_worksheet_names_and_second_blocks_decide_the_type():
    choice = [["题干", "选项A", "选项B", "答案"], ["有（）", "甲", "乙", "A"]]
    open_block = [["二、简答题"], ["问题", "参考答案"], ["简述程序", "要点"]]
    reading = understood(workbook(("多选题", choice + open_block), ("判断题", [])))
    assert [item.content for item in reading.parsed] == [
        multiple("有（　）", "甲", "乙", key="A"),
        Content(ItemKind.SHORT, "简述程序", (), "要点"),
    ]


def test_worksheet_without_column_names_is_read_as_text():
    rows = [["1.期限为（）"], ["A.甲", "B.乙"], ["答案：B"]]
    assert contents(workbook(("Sheet1", rows))) == [ITEM]


def test_cells_read_as_their_author_saw_them():
    assert [cell_text(value) for value in (1.0, 0.05, 3, True, date(2021, 3, 5), " 甲 ")] == [
        "1", "0.05", "3", "正确", "2021-03-05", "甲",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "exchange.empty"),
        (b" \r\n\t", "exchange.empty"),
        (b"%PDF-1.7 ...", "exchange.looks_like_scan"),
        (b"{\\rtf1\\ansi 1.}", "exchange.wrong_type"),
        (b"<html><body>1.</body></html>", "exchange.wrong_type"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "exchange.wrong_type"),
        (zipped(xl__workbook__bin=b"1."), "exchange.wrong_type"),
        (b"\x89PNG\r\n\x1a\n\0\0", "exchange.looks_like_scan"),
        (b"\x01\x02\0\0\0\xff\0\xd8" * 9, "exchange.no_text"),
        (b"\xff\xff\xff\xff", "exchange.no_text"),
        (b"PK\x03\x04 not really", "exchange.damaged"),
        (zipped(readme=b"1."), "exchange.wrong_type"),
        (zipped(word__document_xml=b"<not"), "exchange.damaged"),
        (zipped(xl__workbook_xml=b"<not"), "exchange.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "exchange.damaged"),
        (ole("WordDocument"), "exchange.old_word"),
        (ole("PowerPoint Document"), "exchange.wrong_type"),
    ],
)
def test_what_is_no_readable_bank_is_refused_by_name(content, code, monkeypatch):
    monkeypatch.setenv("PATH", "")  # no office program converts anything here
    assert refusal_of(content) == code


def test_a_password_is_named_as_the_reason():
    locked = BytesIO()
    OOXMLFile(BytesIO(word("1.期限为（）"))).encrypt("secret", locked)
    assert refusal_of(locked.getvalue()) == "exchange.password"


def test_damaged_copies_of_good_files_are_refused():
    good = word("1.期限为（）", "A.甲", "B.乙", "答案：B")
    assert refusal_of(good[: len(good) // 2]) == "exchange.damaged"
    middle = good.index(b"word/document.xml") + 60
    assert refusal_of(good[:middle] + b"\0\xff\0\xff" + good[middle + 4 :]) == "exchange.damaged"


def test_files_over_the_limits_are_refused(settings):
    settings.UPLOAD_MAX_BYTES = 2**12
    assert refusal_of(b"1." * 2**12) == "exchange.too_big"


def test_a_small_word_file_that_unfolds_to_a_large_one_is_refused():
    parts = {"word__document_xml": b"<p/>", "word__styles_xml": b" " * 11_000_000}
    assert refusal_of(zipped(**parts)) == "exchange.unfolds_too_big"


def test_a_worksheet_with_a_cell_in_the_farthest_corner_is_refused():
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet().write(1_048_575, 16_383, "题干")
    assert refusal_of(stream.getvalue()) == "exchange.unfolds_too_big"


def test_a_workbook_that_the_reader_gives_up_on_is_refused(monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(_):
        raise PanicException

    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", panic)
    assert refusal_of(workbook(("题", [["题干", "答案"]]))) == "exchange.damaged"
