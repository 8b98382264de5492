"""Identity numbers out of damaged cells. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from audit.rules import Refusal
from rosters.intake.rules.cells import Cell, is_blank, text_of
from rosters.people.rules import (
    LONGEST_NUMBER,
    IdentityKind,
    NumberFault,
    Sex,
    fold_identity_number,
    identity_key,
    read_resident_number,
)

_CROSSES = str.maketrans({"×": "X", "✕": "X", "╳": "X", "Х": "X", "х": "X", "x": "X"})
_NOISE = re.compile(r"[\s'’‘`´′\"“”\-]+")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")
_EXACT_DIGITS = 10**15
# Whose numbers nothing else looks like: permits of Hong Kong and Macao, military cards.
_SHAPES = (
    (IdentityKind.HOME_RETURN, re.compile(r"[HM]\d{8}(\d\d)?")),
    (IdentityKind.OFFICER, re.compile(r"[军文士武警]\w{0,4}字第?\d{5,10}号?")),
)
# Residence cards are numbered like identity cards, under places of their own (国办发〔2018〕81号).
_RESIDENCE = {
    "81": IdentityKind.HOME_RETURN,
    "82": IdentityKind.HOME_RETURN,
    "83": IdentityKind.TAIWAN,
}
_SHORTEST_OPAQUE = 5
_REFUSALS = {
    NumberFault.FORMAT: "intake.row_id_format",
    NumberFault.CHECKSUM: "intake.row_id_checksum",
    NumberFault.BIRTH: "intake.row_id_birth",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """A number and what it says about its holder; only resident numbers say anything."""

    number: str
    sex: Sex | None
    born_on: date | None
    kind: IdentityKind = IdentityKind.RESIDENT

    @property
    def key(self) -> str:
        """The text under which the number is kept and found."""
        return identity_key(self.kind, self.number)


def read_identity(
    cell: Cell, today: date, kind: IdentityKind | None = None
) -> Identity | Refusal | None:
    """The number in a cell, repaired where nothing is lost; None when the cell is blank.

    A spreadsheet keeps 15 digits of a number, so a longer one in a numeric cell is damaged
    whatever its last digits look like. Numbers of other documents than identity cards are opaque.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, int | float) and abs(cell) >= _EXACT_DIGITS:
        return Refusal("intake.row_id_damaged")
    folded = unicodedata.normalize("NFKC", text_of(cell)).translate(_CROSSES)
    text = _NOISE.sub("", folded).removesuffix(".0")
    if _SCIENTIFIC.fullmatch(text.upper()):
        return Refusal("intake.row_id_damaged")
    kind = kind or next((k for k, shape in _SHAPES if shape.fullmatch(text)), None)
    if kind not in {None, IdentityKind.RESIDENT} and not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        return _opaque(text, kind or IdentityKind.PASSPORT)
    read = read_resident_number(text, today)
    if read is NumberFault.CHECKSUM and text.endswith("000"):
        return Refusal("intake.row_id_damaged")
    if isinstance(read, NumberFault):
        return Refusal(_REFUSALS[read])
    kind = kind or _RESIDENCE.get(read.number[:2], IdentityKind.RESIDENT)
    return Identity(read.number, read.sex, read.born_on, kind)


def _opaque(text: str, kind: IdentityKind) -> Identity | Refusal:
    number = fold_identity_number(text)
    if not _SHORTEST_OPAQUE <= len(number) <= LONGEST_NUMBER or not re.search(r"\d{4}", number):
        return Refusal("intake.row_id_other")
    return Identity(number, None, None, kind)
