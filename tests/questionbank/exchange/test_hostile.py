"""Files made to do harm, and files that went wrong: read, cleaned or refused, never a crash."""

import random
import zipfile
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.exchange.documents import read_bank, read_document
from questionbank.exchange.rules.raw import Blocks
from questionbank.exchange.rules.reading import Reading
from tests.questionbank.exchange import files

ITEM = ("1.期限为（）。", "A.甲", "B.乙", "答案：B")
TEXT = "\n".join(ITEM)
GOOD_WORD = files.word(*ITEM)
GOOD_SHEET = files.workbook(("题", [["题干", "A", "B", "答案"], ["期限为（）。", "甲", "乙", "B"]]))
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_document(xml: bytes) -> bytes:
    """The good document with other words in it."""
    return repacked(GOOD_WORD, {"word/document.xml": xml})


def repacked(content: bytes, parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name) or old.read(name))
    return stream.getvalue()


def everything(outcome) -> str:
    """All words that came of a file."""
    assert isinstance(outcome, (Blocks, Refusal))
    return repr(outcome)


def test_entities_are_not_expanded():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 9}">' for n in range(1, 9))
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "HAHA">{laughs}'
        f'<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>1.&l8;&file;</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )
    words = everything(read_document(with_document(xml.encode()), "题库.docx"))
    assert "HAHA" not in words
    assert "root:" not in words


@pytest.mark.parametrize("depth", [200, 20_000])
def test_deep_nesting_is_read_or_refused(depth):
    inner = "<w:r>" * depth + "<w:t>1.</w:t>" + "</w:r>" * depth
    xml = f'<w:document xmlns:w="{W}"><w:body><w:p>{inner}</w:p></w:body></w:document>'
    everything(read_document(with_document(xml.encode()), "题库.docx"))
    page = "<html><table>" + "<div>" * depth + "1.甲" + "</div>" * depth + "</table></html>"
    everything(read_document(page.encode(), "题库.xls"))


@pytest.mark.parametrize("content", [GOOD_WORD, GOOD_SHEET], ids=["docm", "xlsm"])
def test_macros_are_left_behind_with_a_remark(content):
    place = "word/vbaProject.bin" if content is GOOD_WORD else "xl/vbaProject.bin"
    reading = read_bank(files.with_part(content, place, b"Sub AutoOpen()"), "题库.docm")
    assert isinstance(reading, Reading)
    assert len(reading.parsed) == 1
    assert [remark.code for remark in reading.remarks] == ["exchange.macros_ignored"]


def test_a_file_of_100_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "题库.txt"
    with path.open("wb") as stream:
        stream.truncate(100 * 2**20)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_questions", str(path), "--json", stdout=out)
    assert '"exchange.too_big"' in out.getvalue()


@pytest.mark.parametrize(
    "stem",
    ["<p>期限<b>为</b>（）。</p>", "期限为（）。<script>alert(1)</script>", "期限&nbsp;为（）。",
     '<span style="color:red" onclick="x()">期限为</span>（）。<img src=x onerror=y>'],
)  # fmt: skip
def test_html_in_a_stem_becomes_plain_text(stem):
    reading = read_bank(f"1.{stem}\nA.<i>甲</i>\nB.乙\n答案：B".encode(), "题库.txt")
    (item,) = reading.parsed
    assert item.content.stem.replace(" ", "") == "期限为（\u3000）。"
    assert item.content.options == ("甲", "乙")
    assert [remark.code for remark in reading.remarks] == ["exchange.html_removed"]


def test_signs_of_comparison_are_no_html():
    (item,) = read_bank("1.当 a<b 且 b>c 时（）\nA.x<3\nB.R&D\n答案：B".encode(), "x").parsed
    assert item.content.stem == "当 a<b 且 b>c 时（　）"
    assert item.content.options == ("x<3", "R&D")


def test_a_text_of_two_encodings_is_read_or_refused():
    mixed = TEXT.encode() + b"\n" + TEXT.encode("gb18030")
    everything(read_document(mixed, "题库.txt"))


def survives(content: bytes, name: str = "题库") -> None:
    assert isinstance(read_bank(content, name), (Reading, Refusal))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    for head in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"<html>"):
        survives(head + content)


@st.composite
def wounded(draw, content: bytes) -> bytes:
    """A copy in which bytes were changed, cut out or doubled."""
    content = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(0, len(content) - 1)))
        size = draw(st.integers(1, 40))
        how = draw(st.sampled_from(["change", "cut", "double"]))
        piece = bytes(content[place : place + size])
        new = {
            "change": draw(st.binary(min_size=1, max_size=size)),
            "cut": b"",
            "double": piece * 2,
        }
        content[place : place + size] = new[how]
    return bytes(content)


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


@given(st.data())
def test_wounded_packages_are_read_or_refused(data):
    content, names = data.draw(
        st.sampled_from([
            (GOOD_WORD, ["word/document.xml", "word/numbering.xml", "word/styles.xml",
                         "[Content_Types].xml", "word/_rels/document.xml.rels"]),
            (GOOD_SHEET, ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
                          "[Content_Types].xml"]),
        ])
    )  # fmt: skip
    name = data.draw(st.sampled_from(names))
    survives(repacked(content, {name: data.draw(wounded(part_of(content, name)))}))
    survives(data.draw(wounded(content)))


BANK = "\n".join(
    ["一、单选题", *ITEM, "解析：故本题选B。2、有（）", "A.甲 B.乙", "答案：A", "七、案例分析题",
     "（一）甲。问题：1. 乙？", "案例：AL-1 丙", "材料：丁", "1. 【填空】戊____", "答案：己/庚",
     "参考答案", "1-3 ABC", "题干,A,B,答案", "<b>辛</b>", "對(duì)違(wéi)", "\\1. 壬"]
)  # fmt: skip


@given(wounded(BANK.encode()) | wounded(BANK.encode("gb18030")), st.randoms(use_true_random=False))
def test_wounded_and_shuffled_texts_are_read_or_refused(content, order: random.Random):
    survives(content)
    lines = content.split(b"\n")
    order.shuffle(lines)
    survives(b"\n".join(lines))


@pytest.mark.parametrize("text", ["1.（" + "（" * 50_000, "1." + "甲。\n①" * 30_000, "（" * 50_000,
                                  "1.甲\n" + "A.乙" * 30_000, "1-2 " + "A " * 50_000,
                                  "1." + "答案：" * 30_000, "案例：" + "-" * 50_000 + "。",
                                  "综上" * 30_000, "1.甲" + " " * 50_000 + "乙"])  # fmt: skip
def test_long_lines_and_items_are_read_in_time(text):
    survives(text.encode())
