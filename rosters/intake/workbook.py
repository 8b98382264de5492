"""Roster files: bytes to sheets, and rejected rows back to a workbook.

The kind of a file is told by its content; what people call it does not matter. Nothing is handed
to the spreadsheet reader before its unpacked size and its extent are known to be sane: one cell
in the farthest corner would make the reader allocate the whole sheet.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO

from audit.rules import Refusal
from rosters.intake.rules.cells import Cell, Sheet, text_of
from rosters.intake.rules.tables import RawRow

MOST_UNPACKED = 120 * 1024 * 1024
MOST_CELLS = 3_000_000
MOST_MEMBERS = 2_000
_CHUNK = 1 << 20
_LONGEST_CELL = 32_000

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"'][^>]*?(?<!/)>")
_UNPLACED_CELL = re.compile(rb"<(?:\w+:)?c\b(?![^>]*\br=)[^>]*(?<!/)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"']([0-9]{1,7})[\"']")
_DATE_1904 = re.compile(rb'date1904="(?:1|true)"')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_sheets(content: bytes) -> list[Sheet] | Refusal:
    """The sheets of an .xlsx, .xls or .csv file, hidden ones and hidden rows included."""
    if not content.strip(b"\x00\r\n\t ,"):
        return Refusal("intake.empty")
    if content.startswith(_ZIP):
        return _read_zip(content)
    if content.startswith(_OLE):
        return _read_ole(content)
    return _read_text(content)


def _read_zip(content: bytes) -> list[Sheet] | Refusal:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                return Refusal("intake.wrong_type")
            if any(info.flag_bits & 1 for info in archive.infolist()):
                return Refusal("intake.password")
            if not _sane(archive):
                return Refusal("intake.too_large_unpacked", _limit())
            date1904 = bool(_DATE_1904.search(archive.read("xl/workbook.xml")))
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return Refusal("intake.damaged")
    except Exception as error:  # zlib.error and lzma.LZMAError share no base of their own
        if type(error).__module__ in {"zlib", "lzma", "_lzma"}:
            return Refusal("intake.damaged")
        raise
    return _read_workbook(content, date1904)


def _limit() -> dict[str, int]:
    return {"megabytes": MOST_UNPACKED // 1024 // 1024}


def _sane(archive: zipfile.ZipFile) -> bool:
    """Unpacks every member once, counting: what the directory promises is not believed."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        return False
    total = 0
    for info in infos:
        extent = _Extent()
        with archive.open(info) as member:
            for chunk in iter(lambda member=member: member.read(_CHUNK), b""):
                total += len(chunk)
                if total > MOST_UNPACKED or not extent.add(chunk):
                    return False
    return True


class _Extent:
    """The rectangle that holds every filled cell of a sheet's XML, fed in chunks."""

    def __init__(self) -> None:
        self.last_row = self.last_column = 1
        self._tail = b""

    def add(self, chunk: bytes) -> bool:
        """False as soon as the rectangle is larger than any roster."""
        text = self._tail + chunk
        for column, row in _CELL.findall(text):
            self.last_row = max(self.last_row, int(row))
            self.last_column = max(self.last_column, _column_number(column.upper()))
        if _UNPLACED_CELL.search(text):
            self.last_row = max([self.last_row, *map(int, _ROW.findall(text))])
        self._tail = text[-200:]
        return self.last_row * self.last_column <= MOST_CELLS


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read_ole(content: bytes) -> list[Sheet] | Refusal:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            if ole.exists("EncryptedPackage"):
                return Refusal("intake.password")
            stream = next((name for name in ("Workbook", "Book") if ole.exists(name)), "")
            if not stream:
                return Refusal("intake.wrong_type")
            facts = _scan_biff(ole.openstream(stream))
    except Exception:  # olefile raises whatever the damage leads to
        return Refusal("intake.damaged")
    if facts is None:
        return Refusal("intake.too_large_unpacked", _limit())
    protected, date1904 = facts
    return Refusal("intake.password") if protected else _read_workbook(content, date1904)


# Record numbers of [MS-XLS] 2.3: the start of a sheet, and records that begin with row and column.
_BOF, _FILEPASS, _DATE1904 = 0x809, 0x2F, 0x22
_CELL_RECORDS = {0x06, 0xBD, 0xBE, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E}


def _scan_biff(stream: IO[bytes]) -> tuple[bool, bool] | None:
    """(protected, 1904 dates) of a workbook stream; None when its sheets are absurdly large."""
    protected = date1904 = False
    total, last_row, last_column = 0, 0, 0
    while len(head := stream.read(4)) == 4:
        kind, size = int.from_bytes(head[:2], "little"), int.from_bytes(head[2:], "little")
        body = stream.read(size)
        if kind == _BOF:
            total += (last_row + 1) * (last_column + 1)
            last_row = last_column = 0
        elif kind == _FILEPASS:
            protected = True
        elif kind == _DATE1904:
            date1904 = body[:1] == b"\x01"
        elif kind in _CELL_RECORDS and len(body) >= 6:
            last_row = max(last_row, int.from_bytes(body[:2], "little"))
            last = body[-2:] if kind in {0xBD, 0xBE} else body[2:4]
            last_column = max(last_column, int.from_bytes(last, "little"))
        if total + (last_row + 1) * (last_column + 1) > MOST_CELLS:
            return None
    return protected, date1904


def _read_workbook(content: bytes, date1904: bool) -> list[Sheet] | Refusal:
    import pandas
    from python_calamine import PasswordError

    try:
        with pandas.ExcelFile(io.BytesIO(content), engine="calamine") as book:
            return [_sheet(book, str(name), date1904) for name in book.sheet_names]
    except PasswordError:
        return Refusal("intake.password")
    except Exception:  # the reader names a dozen kinds of damage; the remedy is one
        return Refusal("intake.damaged")
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own give-up, not a signal
            raise
        return Refusal("intake.damaged")


def _sheet(book: object, name: str, date1904: bool) -> Sheet:
    native = book.book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    merged = [(*first, *last) for first, last in native.merged_cell_ranges or []]
    return Sheet(name, native.to_python(skip_empty_area=False), merged, date1904)


def _read_text(content: bytes) -> list[Sheet] | Refusal:
    text = _decoded(content)
    if text is None or _CONTROL.search(text) or text.lstrip().startswith(("<", "%PDF", "{\\rtf")):
        return Refusal("intake.wrong_type")
    if not text.strip(" ,;\t\r\n"):
        return Refusal("intake.empty")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        rows: list[list[Cell]] = [list(row) for row in lines]
    except csv.Error:
        return Refusal("intake.damaged")
    width = max(map(len, rows))
    if width * len(rows) > MOST_CELLS:
        return Refusal("intake.too_large_unpacked", _limit())
    return [Sheet("CSV", [row + [None] * (width - len(row)) for row in rows])]


def _decoded(content: bytes) -> str | None:
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
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _delimiter(text: str) -> str:
    """Whichever of comma, tab and semicolon the first lines use most."""
    head = text[:4000]
    return max(",\t;", key=head.count)


def rejected_workbook(
    rejected: Iterable[tuple[RawRow, str]], where_label: str, reason_label: str
) -> bytes:
    """The rejected rows under their own headers, each with where it stood and why.

    Every cell is written as text: nothing of a stranger's file can become a formula.
    """
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        plain = book.add_format({"num_format": "@", "quote_prefix": True})
        lines = _with_headers(rejected, [where_label, reason_label])
        for at, (texts, is_header) in enumerate(lines):
            for place, text in enumerate(texts):
                sheet.write_string(at, place, text[:_LONGEST_CELL], bold if is_header else plain)
        sheet.autofit()
    return output.getvalue()


def _with_headers(
    rejected: Iterable[tuple[RawRow, str]], added: list[str]
) -> Iterator[tuple[list[str], bool]]:
    """Lines of text, a header before each run of rows that stood under it; (line, is header)."""
    header = None
    for row, reason in rejected:
        if row.header is not header:
            header = row.header
            yield [*header.labels, *added], True
        cells = row.cells[: len(header.labels)]
        blanks = [""] * (len(header.labels) - len(cells))
        yield [*map(text_of, cells), *blanks, row.where, reason], False
