"""Names, telephone numbers, card numbers and hours as people type them. Pure."""

import re
import unicodedata
from decimal import Decimal

from audit.rules import Refusal
from rosters.intake.rules.cells import Cell, is_blank, text_of
from rosters.people.rules import fold_person_name, fold_phone

_TRAILING_NOTE = re.compile(r"\s*[(（\[【]([^()（）\[\]【】]*)[)）\]】]\s*$")
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0\d{2,3})?[1-9]\d{6,7}(转\d{1,5})?")
_SEVERAL = re.compile(r"[/、,，;；|\n]+")
_LONGEST_NAME = 40
_HOURS = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)(?:个?(?:学时|课时|小时|h))?")
_MOST_HOURS = 2000


def read_name(cell: Cell) -> tuple[str, str] | Refusal | None:
    """(name, note): `张　三（挂职）` gives 张三 and 挂职; None when the cell is blank.

    Characters are kept as they are, also those outside the basic plane; compatibility forms are
    not folded, because a name's owner chose the form.
    """
    if is_blank(cell):
        return None
    text = " ".join(text_of(cell).translate(_HALF_WIDTH).split())
    notes: list[str] = []
    while match := _TRAILING_NOTE.search(text):
        notes.insert(0, match[1].strip())
        text = text[: match.start()]
    text = fold_person_name(text).strip(" ·'")
    if "?" in text or "\ufffd" in text:
        return Refusal("intake.row_name_lost", {"value": text})
    letters = text.replace("·", "").replace(" ", "").replace("-", "").replace("'", "")
    if not 2 <= len(text) <= _LONGEST_NAME or not all(map(_is_letter, letters)):
        return Refusal("intake.row_name", {"value": text})
    return text, "；".join(filter(None, notes))


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Co"


def read_phone(cell: Cell) -> str | Refusal | None:
    """The first mobile number of a cell. An office's landline is nobody's own and gives None."""
    if is_blank(cell):
        return None
    folded = unicodedata.normalize("NFKC", text_of(cell))
    parts = [part.strip(" '’").removesuffix(".0") for part in _SEVERAL.split(folded)]
    numbers = list(filter(None, map(fold_phone, parts)))
    for number in numbers:
        if _MOBILE.fullmatch(number):
            return number
    if numbers and all(map(_LANDLINE.fullmatch, numbers)):
        return None
    return Refusal("intake.row_phone")


def read_card_number(cell: Cell) -> str | Refusal | None:
    """An enforcement card number: an opaque string, only freed of spaces and width."""
    if is_blank(cell):
        return None
    if isinstance(cell, int | float) and abs(cell) >= 10**15:
        return Refusal("intake.row_card_damaged")
    text = unicodedata.normalize("NFKC", text_of(cell)).strip("'’‘ ")
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", text.upper()):
        return Refusal("intake.row_card_damaged")
    parts = [re.sub(r"\s+", "", part) for part in _SEVERAL.split(text) if part.strip()]
    if len(parts) != 1:
        return Refusal("intake.row_card_several")
    number = parts[0]
    return number if len(number) <= 40 else Refusal("intake.row_card_long")


def read_hours(cell: Cell, column: str) -> Decimal | Refusal | None:
    """Hours of training, to a tenth; None when the cell is blank or says that there are none."""
    if is_blank(cell):
        return None
    text = unicodedata.normalize("NFKC", text_of(cell)).replace(" ", "")
    if text in {"无", "/", "-", "—"}:
        return None
    match = _HOURS.fullmatch(text)
    hours = round(Decimal(match[1]), 1) if match else None
    if hours is None or hours > _MOST_HOURS:
        return Refusal("intake.row_hours", {"column": column, "value": text_of(cell)})
    return hours
