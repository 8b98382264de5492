"""Resident identity numbers (GB 11643-1999) out of damaged cells. Pure.

The place part is not looked up: numbers keep the code of a county that has long been renamed.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.cn.ric import calc_check_digit

from audit.rules import Refusal
from rosters.intake.rules.cells import Cell, is_blank, text_of
from rosters.people.rules import Sex

_CROSSES = str.maketrans({"×": "X", "✕": "X", "╳": "X", "Х": "X", "х": "X", "x": "X"})
_NOISE = re.compile(r"[\s'’‘`´′\"“”\-]+")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")
_EXACT_DIGITS = 10**15


@dataclass(frozen=True)
class Identity:
    """A checked 18-character number and what it says about its holder."""

    number: str
    sex: Sex
    born_on: date


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
    if re.fullmatch(r"[0-9]{15}", text):
        return _checked(_lengthened(text), today)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        return Refusal("intake.row_id_format")
    return _checked(text, today)


def _lengthened(old: str) -> str:
    """The 18-character form of a number of the kind issued before 1999."""
    body = old[:6] + "19" + old[6:]
    return body + calc_check_digit(body + "0")


def _checked(number: str, today: date) -> Identity | Refusal:
    if number[-1] != calc_check_digit(number):
        lost = number.endswith("000")
        return Refusal("intake.row_id_damaged" if lost else "intake.row_id_checksum")
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return Refusal("intake.row_id_birth")
    if born_on.year < 1900 or born_on > today:
        return Refusal("intake.row_id_birth")
    return Identity(number, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE, born_on)
