"""Files and pasted text made into blocks: what a file is is found by its content, not its name."""

import re
import zipfile
import zlib
from io import BytesIO

from django.conf import settings

from audit.rules import Refusal
from questionbank.exchange.rules.blocks import Blocks, read_blocks
from questionbank.exchange.rules.lines import Line

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"<!DOCTYPE html": "HTML",
    b"<html": "HTML",
}
# How many times its size an office file may unfold to; real ones stay below 30.
_UNFOLDING = 10


def read_document(content: bytes, filename: str) -> Blocks | Refusal:
    """The blocks of a .txt, .docx, .xlsx or .xls file."""
    limit = settings.UPLOAD_MAX_BYTES
    if len(content) > limit:
        return Refusal("exchange.too_big", {"file": filename, "limit": limit // 2**20})
    if not content.strip():
        return Refusal("exchange.empty", {"file": filename})
    for magic, name in _FOREIGN.items():
        if content[:20].lstrip().startswith(magic):
            return Refusal("exchange.wrong_type", {"file": filename, "type": name})
    if content.startswith(b"PK"):
        return _read_zip(content, filename)
    if content.startswith(_OLE):
        return _read_ole(content, filename)
    text = decode(content)
    if text is None:
        return Refusal("exchange.wrong_type", {"file": filename, "type": "binary"})
    return read_blocks(numbered(text))


def numbered(text: str) -> list[Line]:
    """The lines of a text, counted from 1 as editors do; soft line breaks are not counted."""
    return [
        Line(number, part)
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1)
        for part in re.split("[\v\f\u2028\u2029]", line)
    ]


def decode(content: bytes) -> str | None:
    """Text in UTF-8, UTF-16 or GB18030, with or without a byte order mark; else None."""
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
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            unfolded = sum(entry.file_size for entry in archive.infolist())
            if unfolded > _UNFOLDING * settings.UPLOAD_MAX_BYTES:
                limit = _UNFOLDING * settings.UPLOAD_MAX_BYTES // 2**20
                return Refusal("exchange.unfolds_too_big", {"file": filename, "limit": limit})
            if archive.testzip() is not None:  # also catches sizes that lie
                return Refusal("exchange.damaged", {"file": filename})
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError):
        return Refusal("exchange.damaged", {"file": filename})
    if "word/document.xml" in names:
        return _read_docx(content, filename)
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return _read_workbook(content, filename)
    return Refusal("exchange.wrong_type", {"file": filename, "type": "zip"})


def _read_docx(content: bytes, filename: str) -> Blocks | Refusal:
    from questionbank.exchange.word import read_word

    blocks = read_word(content)
    return blocks or Refusal("exchange.damaged", {"file": filename})


def _read_workbook(content: bytes, filename: str) -> Blocks | Refusal:
    from questionbank.exchange.workbook import read_workbook

    blocks = read_workbook(content)
    return blocks or Refusal("exchange.damaged", {"file": filename})


def _read_ole(content: bytes, filename: str) -> Blocks | Refusal:
    """The old Office container: an encrypted new file, an old .xls, or an old .doc."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(content)) as container:
            streams = {"/".join(entry) for entry in container.listdir()}
    except (OSError, ValueError, IndexError):
        return Refusal("exchange.damaged", {"file": filename})
    if "EncryptedPackage" in streams:
        return Refusal("exchange.password", {"file": filename})
    if "WordDocument" in streams:
        return Refusal("exchange.old_word", {"file": filename})
    if streams & {"Workbook", "Book"}:
        return _read_workbook(content, filename)
    return Refusal("exchange.wrong_type", {"file": filename, "type": "OLE"})
