"""Question banks in spreadsheets."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.raw import Blocks
from questionbank.exchange.rules.table import read_rows


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

    blocks = Blocks()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            first = (sheet.start or (0, 0))[0]
            rows = [
                (first + place, [cell_text(cell) for cell in row])
                for place, row in enumerate(sheet.to_python(skip_empty_area=True), 1)
            ]
            blocks.add(read_rows(rows, name) or _as_text(rows, name))
    except (CalamineError, OSError, ValueError, OverflowError):
        return None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own give-up, not a signal
            raise
        return None
    return blocks


def _as_text(rows: list[tuple[int, list[str]]], sheet: str) -> Blocks:
    lines = [
        Line(number, part, sheet)
        for number, cells in rows
        for part in "\t".join(filter(None, cells)).split("\n")
    ]
    return read_blocks(lines)
