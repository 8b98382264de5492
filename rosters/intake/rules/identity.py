"""Resident identity numbers out of damaged cells. Pure."""

import re
import unicodedata
from datetime import date

from audit.rules import Refusal
from rosters.intake.rules.cells import Cell, is_blank, text_of
from rosters.people.rules import Identity, NumberFault, read_resident_number

_CROSSES = str.maketrans({"×": "X", "✕": "X", "╳": "X", "Х": "X", "х": "X", "x": "X"})
_NOISE = re.compile(r"[\s'’‘`´′\"“”\-]+")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")
_EXACT_DIGITS = 10**15
_REFUSALS = {
    NumberFault.FORMAT: "intake.row_id_format",
    NumberFault.CHECKSUM: "intake.row_id_checksum",
    NumberFault.BIRTH: "intake.row_id_birth",
}


def read_identity(cell: Cell, today: date) -> Identity | Refusal | None:
    """The number in a cell, repaired where nothing is lost; None when the cell is blank.

    A spreadsheet keeps 15 digits of a number, so a longer one in a numeric cell is damaged
    whatever its last digits look like.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, int | float) and abs(cell) >= _EXACT_DIGITS:
        return Refusal("intake.row_id_damaged")
    folded = unicodedata.normalize("NFKC", text_of(cell)).translate(_CROSSES)
    text = _NOISE.sub("", folded).removesuffix(".0")
    if _SCIENTIFIC.fullmatch(text.upper()):
        return Refusal("intake.row_id_damaged")
    read = read_resident_number(text, today)
    if read is NumberFault.CHECKSUM and text.endswith("000"):
        return Refusal("intake.row_id_damaged")
    return Refusal(_REFUSALS[read]) if isinstance(read, NumberFault) else read
