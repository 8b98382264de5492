"""Roster files: bytes to sheets.

The kind of a file is told by its content; what people call it does not matter. Nothing is handed
to the spreadsheet reader before its unfolded size and its extent are known to be sane.
"""

import csv
import io
from typing import Any

from audit.rules import Refusal
from rosters.intake.queries import survives_reading
from rosters.intake.rules.cells import Cell, Sheet
from rosters.intake.rules.files import (
    MOST_CELLS,
    MOST_UNFOLDED,
    Flaw,
    Package,
    decode_text,
    foreign_type,
    is_ole,
    is_zip,
    look_into_ole,
    look_into_zip,
)

_BOOKS = {"xl/workbook.xml", "Workbook", "Book"}
_FLAWS = {
    Flaw.DAMAGED: Refusal("intake.damaged"),
    Flaw.LOCKED: Refusal("intake.password"),
    Flaw.TOO_LARGE: Refusal("intake.too_large_unpacked", {"megabytes": MOST_UNFOLDED >> 20}),
}


def read_sheets(content: bytes) -> list[Sheet] | Refusal:
    """The sheets of an .xlsx, .xls, .et or .csv file, hidden ones and hidden rows included."""
    if not content.strip(b"\x00\r\n\t ,"):
        return Refusal("intake.empty")
    if is_zip(content):
        return _read_package(content, look_into_zip(content))
    if is_ole(content):
        return _read_package(content, look_into_ole(content), old=True)
    if kind := foreign_type(content):
        return Refusal("intake.foreign_type", {"kind": kind})
    return _read_text(content)


def _read_package(
    content: bytes, package: Package | Flaw, *, old: bool = False
) -> list[Sheet] | Refusal:
    if isinstance(package, Flaw):
        return _FLAWS[package]
    if package.members.isdisjoint(_BOOKS):
        return Refusal("intake.wrong_type")
    if old and not survives_reading(content):
        return Refusal("intake.damaged")
    return _read_workbook(content, package.date1904)


def _read_workbook(content: bytes, date1904: bool) -> list[Sheet] | Refusal:
    from python_calamine import CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [_sheet(book, name, date1904) for name in book.sheet_names]
    except Exception:  # the reader names a dozen kinds of damage, "password" among them
        return Refusal("intake.damaged")
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own give-up, not a signal
            raise
        return Refusal("intake.damaged")


def _sheet(book: Any, name: str, date1904: bool) -> Sheet:
    native = book.get_sheet_by_name(name)
    merged = [(*first, *last) for first, last in native.merged_cell_ranges or []]
    return Sheet(name, native.to_python(skip_empty_area=False), merged, date1904)


def _read_text(content: bytes) -> list[Sheet] | Refusal:
    text = decode_text(content)
    if text is None or text.lstrip().startswith("<"):
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
        return _FLAWS[Flaw.TOO_LARGE]
    return [Sheet("CSV", [row + [None] * (width - len(row)) for row in rows])]


def _delimiter(text: str) -> str:
    """Whichever of comma, tab and semicolon the first lines use most."""
    head = text[:4000]
    return max(",\t;", key=head.count)
