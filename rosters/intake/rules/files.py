"""What a file is, told by its bytes, and whether it is safe to hand to a reader. Pure.

Office files are ZIP packages (.xlsx, .docx) or OLE containers (.xls, .doc, and whatever is
protected by a password). Both are measured before anything reads them: a small file may unfold to
gigabytes, and one cell in the farthest corner makes a spreadsheet reader allocate the whole sheet.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

MOST_UNFOLDED = 120 * 1024 * 1024
MOST_CELLS = 3_000_000
_MOST_MEMBERS = 2_000
_CHUNK = 1 << 20

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_FOREIGN = {
    b"%pdf": "PDF",
    b"{\\rtf": "RTF",
    b"\x89png": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"<!doctype html": "HTML",
    b"<html": "HTML",
    b"<head": "HTML",
    b"<meta": "HTML",
    b"<style": "HTML",
    b"<table": "HTML",
    b"<?xml": "XML",
}
# Quantifiers that never give back what they took: no text makes these slow.
_TAG = re.compile(rb"<(?:\w++:)?(c|row)(?=[\s/>])((?:[^<>\"']++|\"[^<\"]*+\"|'[^<']*+')*+)>")
_OPEN_TAG = re.compile(rb"<(?:\w++:)?(?:c|row)\s")
_PLACE = re.compile(rb"\sr\s*+=\s*+[\"']([A-Za-z]{0,3})([0-9]{1,7})[\"']")
_DATE_1904 = re.compile(rb'date1904="(?:1|true)"')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Flaw(StrEnum):
    """Why a package must not be read."""

    DAMAGED = "damaged"
    LOCKED = "locked"  # by a password
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Package:
    """The names inside a sound package, and whether its sheets count days from 1904."""

    members: frozenset[str]
    date1904: bool = False


def is_zip(content: bytes) -> bool:
    return content.startswith(_ZIP)


def is_ole(content: bytes) -> bool:
    return content.startswith(_OLE)


def foreign_type(content: bytes) -> str:
    """`PDF`, `HTML` and the like for a file of a kind that holds no roster or questions; or ""."""
    head = content[:128]
    for mark in _BYTE_ORDER_MARKS:
        head = head.removeprefix(mark)
    head = head.replace(b"\0", b"").lstrip().lower()
    return next((name for magic, name in _FOREIGN.items() if head.startswith(magic)), "")


def look_into_zip(content: bytes) -> Package | Flaw:
    """What a ZIP package holds. Every member is unfolded once and measured."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if not _sane(archive):
                return Flaw.TOO_LARGE
            members = frozenset(archive.namelist())
            book = archive.read("xl/workbook.xml") if "xl/workbook.xml" in members else b""
            return Package(members, bool(_DATE_1904.search(book)))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        return Flaw.DAMAGED  # of an unknown compression, too: the reader calls it a RuntimeError
    except Exception as error:
        if type(error).__name__ != "LZMAError":  # lzma is not part of every build
            raise
        return Flaw.DAMAGED


def _sane(archive: zipfile.ZipFile) -> bool:
    """Unpacks every member once, counting: what the directory promises is not believed."""
    infos = archive.infolist()
    if len(infos) > _MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_UNFOLDED:
        return False
    total = 0
    for info in infos:
        extent = _Extent()
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                total += len(chunk)
                if total > MOST_UNFOLDED or not extent.add(chunk):
                    return False
    return True


class _Extent:
    """The rectangle that holds every filled cell of a sheet's XML, fed in chunks."""

    def __init__(self) -> None:
        self.last_row = self.last_column = 1
        self._row = self._column = 0
        self._tail = b""

    def add(self, chunk: bytes) -> bool:
        """False as soon as the rectangle is larger than any table."""
        text = self._tail + chunk
        for tag, attributes in _TAG.findall(text):
            self._move(tag, _PLACE.search(attributes))
            if tag == b"c" and not attributes.endswith(b"/"):
                self.last_row = max(self.last_row, self._row)
                self.last_column = max(self.last_column, self._column)
        self._tail = _unfinished(text)
        return len(self._tail) <= _CHUNK and self.last_row * self.last_column <= MOST_CELLS

    def _move(self, tag: bytes, place: re.Match[bytes] | None) -> None:
        """To where a tag says that it stands, or else to the next place."""
        if tag == b"row":
            self._row, self._column = int(place[2]) if place else self._row + 1, 0
        elif place:
            self._row, self._column = int(place[2]), _column_number(place[1].upper())
        else:
            self._column += 1


def _unfinished(text: bytes) -> bytes:
    """The tag at the end of a chunk that goes on in the next one. Pictures have no tags."""
    opened = text.rfind(b"<")
    tail = text[opened:] if opened >= 0 else b""
    if _TAG.match(tail) or (len(tail) > _CHUNK and not _OPEN_TAG.match(tail)):
        return b""
    return tail


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def look_into_ole(content: bytes) -> Package | Flaw:
    """What an OLE container holds; `Workbook` or `Book` is an old spreadsheet."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            members = frozenset("/".join(entry) for entry in ole.listdir())
            if "EncryptedPackage" in members:
                return Flaw.LOCKED if _sound_cipher(ole) else Flaw.DAMAGED
            stream = next((name for name in ("Workbook", "Book") if ole.exists(name)), "")
            return _scan_biff(ole.openstream(stream), members) if stream else Package(members)
    except Exception:  # olefile raises whatever the damage leads to
        return Flaw.DAMAGED


def _sound_cipher(ole: Any) -> bool:
    """Whether all that is encrypted is there; its length stands before it."""
    package = ole.openstream("EncryptedPackage").read()
    length = int.from_bytes(package[:8], "little")
    return ole.exists("EncryptionInfo") and 0 < length <= len(package) - 8


# Record numbers of [MS-XLS] 2.3: the start of a sheet, and records that begin with row and column.
_BOF, _WRITEPROT, _FILEPASS, _DATE1904 = 0x809, 0x86, 0x2F, 0x22
_CELL_RECORDS = {0x06, 0xBD, 0xBE, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E}


def _scan_biff(stream: IO[bytes], members: frozenset[str]) -> Package | Flaw:
    """Walks the records of an old workbook, adding up the rectangles of its sheets."""
    date1904, at_start = False, True
    total, last_row, last_column = 0, 0, 0
    while len(head := stream.read(4)) == 4:
        kind, size = int.from_bytes(head[:2], "little"), int.from_bytes(head[2:], "little")
        body = stream.read(size)
        if kind == _BOF:
            total += (last_row + 1) * (last_column + 1)
            last_row = last_column = 0
        elif kind == _FILEPASS:
            return Flaw.LOCKED if at_start else Flaw.DAMAGED
        elif kind == _DATE1904:
            date1904 = body[:1] == b"\x01"
        elif kind in _CELL_RECORDS and len(body) >= 6:
            last_row = max(last_row, int.from_bytes(body[:2], "little"))
            last = body[-2:] if kind in {0xBD, 0xBE} else body[2:4]
            last_column = max(last_column, int.from_bytes(last, "little"))
        at_start = at_start and kind in {_BOF, _WRITEPROT}
        if total + (last_row + 1) * (last_column + 1) > MOST_CELLS:
            return Flaw.TOO_LARGE
    return Package(members, date1904)


def decode_text(content: bytes) -> str | None:
    """Text of UTF-8, UTF-16 or GB 18030 (which holds GBK and GB 2312); None for anything else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        order = ["utf-16"]
    elif b"\x00" in content[:400]:
        little = content[1:400:2].count(0) > content[:400:2].count(0)
        order = ["utf-16-le" if little else "utf-16-be"]
    else:
        order = ["utf-8-sig", "gb18030"]
    for encoding in order:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None
