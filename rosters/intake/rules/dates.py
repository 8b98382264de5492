"""The ways in which officials write dates, and what a spreadsheet makes of them. Pure."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from audit.rules import Refusal
from rosters.intake.rules.cells import Cell, is_blank, text_of

_FOREVER_WORDS = {"长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限"}
_FOREVER_YEAR = 2999
_CLOCK = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
_SPELLED = re.compile(
    rf"(\d{{4}}|\d{{2}})[年.\-/](\d{{1,2}})(?:[月.\-/](?:(\d{{1,2}})[日号]?)?)?{_CLOCK}"
)
_PACKED = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}})?{_CLOCK}")
_YEAR = re.compile(r"(\d{4})年?")
_SERIAL = range(10_000, 80_000)  # 1927 to 2119 in the 1900 system
_LARGEST_NUMBER = 10**9
_BETWEEN = re.compile(r"[-~—–―至到]+")
_NUMERALS = re.compile(r"[〇零○一二三四五六七八九十]+")
_AROUND_MARKS = re.compile(r"\s*([年月.\-/])\s*")
_DIGITS = {c: str(d) for d, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}


@dataclass(frozen=True)
class DateReading:
    """A date as far as it was written. `or_month` is the other month it may mean.

    A numeric cell holding 2021.1 was typed as 2021.1 or as 2021.10: nobody can tell.
    """

    year: int
    month: int | None = None
    day: int | None = None
    or_month: int | None = None
    forever: bool = False

    def first(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def admits(self, day: date) -> bool:
        """Whether the day is one that this reading may mean."""
        return (
            self.year == day.year
            and (self.month is None or day.month in {self.month, self.or_month})
            and self.day in {None, day.day}
        )


FOREVER = DateReading(9999, forever=True)


def read_date(
    cell: Cell, column: str, *, date1904: bool = False, end_of_range: bool = False
) -> DateReading | Refusal | None:
    """What a cell says; None when blank. With `end_of_range`, `2020-2026` gives its end."""
    if is_blank(cell):
        return None
    reading = _reading(cell, date1904)
    if reading is None and end_of_range and isinstance(cell, str):
        reading = _end(_plain(cell))
    return reading or Refusal("intake.row_date", {"column": column, "value": text_of(cell)})


def _reading(cell: Cell, date1904: bool) -> DateReading | None:
    if isinstance(cell, date):
        return _valid(cell.year, cell.month, cell.day)
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return _from_number(cell, date1904)
    return _from_text(_plain(cell), date1904) if isinstance(cell, str) else None


def _plain(cell: Cell) -> str:
    """Half-width text with Chinese numerals turned into digits, without spaces around marks."""
    text = text_of(cell)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _NUMERALS.sub(lambda run: _arabic(run[0]), text)
    if len(text.split()) > 1:
        text = _AROUND_MARKS.sub(r"\1", text)
    return text.strip().rstrip(".")


def _arabic(run: str) -> str:
    if "十" not in run:
        return "".join(_DIGITS[c] for c in run)
    tens, _, ones = run.partition("十")
    return (_DIGITS.get(tens, "1") if tens else "1") + (_DIGITS.get(ones, "") if ones else "0")


def _from_text(text: str, date1904: bool) -> DateReading | None:
    if text in _FOREVER_WORDS:
        return FOREVER
    if text.isdecimal() and len(text) == 5:
        return _from_number(int(text), date1904)
    if match := _YEAR.fullmatch(text):
        return _valid(int(match[1]))
    match = _SPELLED.fullmatch(text) or _PACKED.fullmatch(text)
    if not match:
        return None
    return _valid(_century(int(match[1])), int(match[2]), int(match[3]) if match[3] else None)


def _century(year: int) -> int:
    """Two-digit years: 00-49 are of this century, the rest of the last."""
    return year if year >= 100 else year + (2000 if year < 50 else 1900)


def _from_number(number: int | float, date1904: bool) -> DateReading | None:
    if not 0 < number < _LARGEST_NUMBER:
        return None
    if int(number) in _SERIAL:
        epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        day = (epoch + timedelta(days=int(number))).date()
        return _valid(day.year, day.month, day.day)
    if float(number).is_integer():
        text = str(int(number))
        return None if len(text) == 5 else _from_text(text, date1904)
    # Not repr: it would write a very small number as 1e-05.
    whole, _, decimals = f"{float(number):.6f}".rstrip("0").partition(".")
    if len(decimals) not in (1, 2):
        return None
    return _valid(_century(int(whole)), int(decimals), or_month=10 if decimals == "1" else None)


def _end(text: str) -> DateReading | None:
    """The end of a range, when both sides of some mark are dates."""
    for mark in _BETWEEN.finditer(text):
        start = _from_text(text[: mark.start()].strip(), date1904=False)
        end = _from_text(text[mark.end() :].strip(), date1904=False)
        if start and end:
            return end
    return None


def _valid(
    year: int, month: int | None = None, day: int | None = None, or_month: int | None = None
) -> DateReading | None:
    if year >= _FOREVER_YEAR:
        return FOREVER
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    reading = DateReading(year, month, day, or_month)
    return reading if 1900 <= year <= 2200 and month != 0 and day != 0 else None
