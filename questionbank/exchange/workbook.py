"""Question banks in spreadsheets, and in texts of separated values."""

import csv
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

from questionbank.exchange.cleaning import Cleaner
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.raw import Blocks
from questionbank.exchange.rules.table import Row, is_header, read_rows

_SEPARATORS = ",\t;，"
_HEAD = 20


def cell_text(value: Any) -> str:
    """A cell as its author saw it: 1.0 is 1, days are written as days."""
    if isinstance(value, bool):
        return "正确" if value else "错误"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def read_workbook(content: bytes) -> Blocks | None:
    """All worksheets; one without column names is read as text, a row a line. None: damaged."""
    from python_calamine import CalamineError, CalamineWorkbook

    sheets: list[tuple[str, list[Row]]] = []
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            first = (sheet.start or (0, 0))[0]
            rows: list[Row] = [
                (first + place, [cell_text(cell) for cell in row])
                for place, row in enumerate(sheet.to_python(skip_empty_area=True), 1)
            ]
            sheets.append((name, rows))
    except (CalamineError, OSError, ValueError, OverflowError):
        return None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own give-up, not a signal
            raise
        return None
    return _read_sheets(sheets)


def read_separated(text: str) -> Blocks | None:
    """A text of separated values with column names (CSV); None for any other text."""
    head = text.splitlines()[:_HEAD]
    for separator in _SEPARATORS:
        if any(
            is_header(line.split(separator)) for line in (part.replace('"', "") for part in head)
        ):
            return _read_values(text, separator)
    return None


def _read_values(text: str, separator: str) -> Blocks | None:
    rows: list[Row] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    last = 0
    try:
        for cells in reader:
            rows.append((last + 1, [cell.strip() for cell in cells]))
            last = reader.line_num
    except csv.Error:  # a cell larger than any question
        return None
    return _read_sheets([("", rows)])


def _read_sheets(sheets: Sequence[tuple[str, list[Row]]]) -> Blocks:
    cleaner = Cleaner(cell for _, rows in sheets for _, cells in rows for cell in cells)
    blocks = Blocks()
    for name, rows in sheets:
        clean = [(number, [cleaner.text(cell) for cell in cells]) for number, cells in rows]
        blocks.add(read_rows(clean, name) or _as_text(clean, name))
    blocks.remarks += cleaner.remarks
    return blocks


def _as_text(rows: Sequence[Row], sheet: str) -> Blocks:
    lines = [
        Line(number, part, sheet)
        for number, cells in rows
        for part in "\t".join(filter(None, cells)).split("\n")
    ]
    return read_blocks(lines)
