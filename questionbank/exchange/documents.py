"""Files and pasted text made into blocks: what a file is is found by its content, not its name."""

import re
import zipfile
from io import BytesIO

from django.conf import settings

from audit.rules import Refusal
from questionbank.exchange.cleaning import Cleaner
from questionbank.exchange.conversion import convert_to_docx, find_office
from questionbank.exchange.formats.markup import looks_like_xml
from questionbank.exchange.formats.package import is_package, read_package
from questionbank.exchange.formats.sniffing import read_text_format, read_xml
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.keys import holds_keys
from questionbank.exchange.rules.lines import PICTURE, Line
from questionbank.exchange.rules.raw import Blocks
from questionbank.exchange.rules.reading import Reading, read_whole
from questionbank.exchange.rules.seeming import looks_like_statute
from questionbank.exchange.workbook import read_separated, read_workbook
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
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SCANS = frozenset({"PDF", "PNG", "JPEG"})


def read_bank(
    content: bytes, filename: str, answers: tuple[bytes, str] | None = None
) -> Reading | Refusal:
    """A question file read whole; `answers`: content and name of a second one with the keys."""
    blocks = read_document(content, filename)
    if isinstance(blocks, Refusal) or answers is None:
        return blocks if isinstance(blocks, Refusal) else read_whole(blocks)
    keys = read_document(*answers, sheet=answers[1])
    if isinstance(keys, Blocks) and not holds_keys(keys.items):
        return Refusal("exchange.no_answers", {"file": answers[1]})
    return keys if isinstance(keys, Refusal) else read_whole(blocks, keys)


def too_big(content: bytes, filename: str) -> Refusal | None:
    limit = settings.UPLOAD_MAX_BYTES
    if len(content) <= limit:
        return None
    return Refusal("exchange.too_big", {"file": filename, "limit": limit // 2**20})


def read_document(content: bytes, filename: str, sheet: str = "") -> Blocks | Refusal:
    """The blocks of a file; `sheet` names the places of a second file beside the first."""
    if refusal := too_big(content, filename):
        return refusal
    if not content.strip():
        return Refusal("exchange.empty", {"file": filename})
    if looks_like_xml(content):
        return read_xml(content, filename)
    if foreign := foreign_type(content):
        return _read_foreign(content, filename, foreign)
    if is_zip(content) and is_package(content):
        return read_package(content, filename)
    if is_zip(content):
        return _read_zip(content, filename, sheet)
    if is_ole(content):
        return _read_ole(content, filename, sheet)
    if _is_mixed(content):
        return Refusal("exchange.mixed_encodings", {"file": filename})
    text = decode(content)
    if text is None:
        return Refusal("exchange.no_text", {"file": filename})
    return _read_text(text, filename, sheet)


def _read_text(text: str, filename: str, sheet: str = "") -> Blocks | Refusal:
    if separated := read_separated(text):
        return separated
    lines = numbered(text, sheet)
    return read_text_format(text, lines) or _read_lines(lines, filename)


def _read_lines(lines: list[Line], filename: str) -> Blocks | Refusal:
    if looks_like_statute(lines):
        return Refusal("exchange.looks_like_statute", {"file": filename})
    cleaner = Cleaner(line.text for line in lines)
    blocks = read_blocks(cleaner.lines(lines))
    blocks.remarks += cleaner.remarks
    return blocks


def numbered(text: str, sheet: str = "") -> list[Line]:
    """The lines of a text, counted from 1 as editors do; soft line breaks are not counted."""
    return [
        Line(number, part, sheet)
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


def _is_mixed(content: bytes) -> bool:
    """Whether lines in UTF-8 stand beside lines in another encoding: one of them would be garbage.

    A few characters of GB18030 can look like UTF-8; a whole line of Chinese does not.
    """
    if b"\0" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    chinese, others = 0, 0
    for line in content.splitlines():
        if line.isascii():
            continue
        try:
            chinese += len(_CHINESE.findall(line.decode())) > 3
        except UnicodeDecodeError:
            others += 1
    return chinese > 0 and others > 0


def _read_foreign(content: bytes, filename: str, kind: str) -> Blocks | Refusal:
    """A file of a type that is not for questions; a page of HTML may hold some all the same."""
    from questionbank.exchange.webpage import read_webpage

    if kind in _SCANS:
        return Refusal("exchange.looks_like_scan", {"file": filename, "type": kind})
    text = decode(content) if kind == "HTML" else None
    page = read_webpage(text) if text else None
    if page is None:
        return _wrong_type(filename, kind)
    blocks, lines = page
    rest = _read_lines(lines, filename)
    if isinstance(rest, Blocks):
        blocks.add(rest)
    sound = any(item.options or item.complete for item in blocks.items)
    return blocks if sound else _wrong_type(filename, kind)


def _read_zip(content: bytes, filename: str, sheet: str) -> Blocks | Refusal:
    package = look_into_zip(content)
    if isinstance(package, Flaw):
        return _flawed(filename, package, MOST_UNFOLDED)
    found: Blocks | Refusal = _wrong_type(filename, "zip")
    if "word/document.xml" in package.members:
        if _size_of_xml(content) > _MOST_WORD_XML:
            return _flawed(filename, Flaw.TOO_LARGE, _MOST_WORD_XML)
        found = _read_docx(content, filename, sheet)
    elif "xl/workbook.xml" in package.members:
        found = _read_workbook(content, filename)
    if isinstance(found, Blocks) and any(
        name.endswith("vbaProject.bin") for name in package.members
    ):
        found.remarks.append(Refusal("exchange.macros_ignored"))
    return found


def _read_ole(content: bytes, filename: str, sheet: str) -> Blocks | Refusal:
    """The old Office container: an encrypted new file, an old .xls, or an old .doc."""
    package = look_into_ole(content)
    if isinstance(package, Flaw):
        return _flawed(filename, package, MOST_UNFOLDED)
    if "WordDocument" in package.members:
        return _read_old_word(content, filename, sheet)
    if not package.members & {"Workbook", "Book"}:
        return _wrong_type(filename, "OLE")
    if not survives_reading(content):
        return _flawed(filename, Flaw.DAMAGED, MOST_UNFOLDED)
    return _read_workbook(content, filename)


def _read_old_word(content: bytes, filename: str, sheet: str) -> Blocks | Refusal:
    office = find_office()
    if office is None:
        return Refusal("exchange.old_word", {"file": filename})
    converted = convert_to_docx(content, office)
    if converted is None or not is_zip(converted):
        return Refusal("exchange.not_converted", {"file": filename})
    return _read_zip(converted, filename, sheet)


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


def _read_docx(content: bytes, filename: str, sheet: str) -> Blocks | Refusal:
    from questionbank.exchange.word import read_word

    found = read_word(content, sheet)
    if found is None:
        return Refusal("exchange.damaged", {"file": filename})
    blocks = _read_lines(found.lines, filename)
    if isinstance(blocks, Refusal):
        return blocks
    for table in found.tables:
        blocks.add(table)
    blocks.unread += found.notes
    pictures = sum(line.text.count(PICTURE) for line in found.lines)
    if pictures and not blocks.items:
        return Refusal("exchange.only_pictures", {"file": filename, "count": pictures})
    return blocks


def _read_workbook(content: bytes, filename: str) -> Blocks | Refusal:
    blocks = read_workbook(content)
    return blocks or Refusal("exchange.damaged", {"file": filename})
