"""Cells of a sheet as the reader hands them over, and their plain text. Pure."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | datetime | date | time | timedelta | None

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f]")
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')


@dataclass(frozen=True)
class Sheet:
    """One sheet. `merged` holds (first row, first column, last row, last column), from 0."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    date1904: bool = False


def visible(text: str) -> str:
    """Text without zero-width and control characters, trimmed.

    `="3601"`, the trick by which text is kept in CSV, gives what it quotes.
    """
    if text.isprintable() and not text.startswith("=") and "_x000D_" not in text:
        return text.strip()
    shown = _INVISIBLE.sub("", text.replace("_x000D_", "")).strip()
    quoted = _QUOTED_FORMULA.fullmatch(shown)
    return quoted[1].strip() if quoted else shown


def text_of(cell: Cell) -> str:
    """The cell as a person would read it; whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return visible(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell or not visible(cell)))


def squeezed(cell: Cell) -> str:
    """Text folded to half width and without any space: the form in which words are compared."""
    text = text_of(cell)
    return "".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())
