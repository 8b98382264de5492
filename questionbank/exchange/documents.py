"""Files and pasted text made into blocks: what a file is is found by its content, not its name."""

import re
import zipfile
from io import BytesIO

from django.conf import settings

from audit.rules import Refusal
from questionbank.exchange.formats.markup import looks_like_xml
from questionbank.exchange.formats.package import is_package, read_package
from questionbank.exchange.formats.sniffing import read_text_format, read_xml
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.raw import Blocks
from rosters.intake.queries import survives_reading
from rosters.intake.rules.files import (
    MOST_UNFOLDED,
    Flaw,
    foreign_type,
    is_ole,
    is_zip,
    look_into_ole,
    look_into_zip,
)

# Reading the XML of a Word document takes thirty times its size in memory.
_MOST_WORD_XML = 10 * 2**20


def read_document(content: bytes, filename: str) -> Blocks | Refusal:
    """The blocks of a .txt, .docx, .xlsx or .xls file."""
    limit = settings.UPLOAD_MAX_BYTES
    if len(content) > limit:
        return Refusal("exchange.too_big", {"file": filename, "limit": limit // 2**20})
    if not content.strip():
        return Refusal("exchange.empty", {"file": filename})
    if looks_like_xml(content):
        return read_xml(content, filename)
    if foreign := foreign_type(content):
        return _wrong_type(filename, foreign)
    if is_zip(content) and is_package(content):
        return read_package(content, filename)
    if is_zip(content):
        return _read_zip(content, filename)
    if is_ole(content):
        return _read_ole(content, filename)
    text = decode(content)
    if text is None:
        return _wrong_type(filename, "binary")
    if filename.lower().endswith((".csv", ".tsv")):
        return _wrong_type(filename, "CSV")
    lines = numbered(text)
    return read_text_format(text, lines) or read_blocks(lines)


def numbered(text: str) -> list[Line]:
    """The lines of a text, counted from 1 as editors do; soft line breaks are not counted."""
    return [
        Line(number, part)
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1)
        for part in re.split("[\v\f\u2028\u2029]", line)
    ]


def decode(content: bytes) -> str | None:
    """Text in UTF-8, UTF-16 or GB18030, with or without a byte order mark; else None.

    Control characters are kept here and dropped later: text copied out of Word is full of them.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        # Without a mark, the many zero bytes of line ends and digits tell the byte order.
        encodings = ["utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None


def _read_zip(content: bytes, filename: str) -> Blocks | Refusal:
    package = look_into_zip(content)
    if isinstance(package, Flaw):
        return _flawed(filename, package, MOST_UNFOLDED)
    if "word/document.xml" in package.members:
        if _size_of_xml(content) > _MOST_WORD_XML:
            return _flawed(filename, Flaw.TOO_LARGE, _MOST_WORD_XML)
        return _read_docx(content, filename)
    if "xl/workbook.xml" in package.members:
        return _read_workbook(content, filename)
    return _wrong_type(filename, "zip")


def _read_ole(content: bytes, filename: str) -> Blocks | Refusal:
    """The old Office container: an encrypted new file, an old .xls, or an old .doc."""
    package = look_into_ole(content)
    if isinstance(package, Flaw):
        return _flawed(filename, package, MOST_UNFOLDED)
    if "WordDocument" in package.members:
        return Refusal("exchange.old_word", {"file": filename})
    if not package.members & {"Workbook", "Book"}:
        return _wrong_type(filename, "OLE")
    if not survives_reading(content):
        return _flawed(filename, Flaw.DAMAGED, MOST_UNFOLDED)
    return _read_workbook(content, filename)


def _size_of_xml(content: bytes) -> int:
    """Unfolded size of all XML in a package that was looked into."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
    return sum(part.file_size for part in parts)


def _wrong_type(filename: str, name: str) -> Refusal:
    return Refusal("exchange.wrong_type", {"file": filename, "type": name})


def _flawed(filename: str, flaw: Flaw, most: int) -> Refusal:
    if flaw is Flaw.TOO_LARGE:
        return Refusal("exchange.unfolds_too_big", {"file": filename, "limit": most // 2**20})
    code = "exchange.password" if flaw is Flaw.LOCKED else "exchange.damaged"
    return Refusal(code, {"file": filename})


def _read_docx(content: bytes, filename: str) -> Blocks | Refusal:
    from questionbank.exchange.word import read_word

    blocks = read_word(content)
    return blocks or Refusal("exchange.damaged", {"file": filename})


def _read_workbook(content: bytes, filename: str) -> Blocks | Refusal:
    from questionbank.exchange.workbook import read_workbook

    blocks = read_workbook(content)
    return blocks or Refusal("exchange.damaged", {"file": filename})
