"""Reads the cells of one row and gathers the reasons against it. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from audit.rules import Refusal
from rosters.intake.rules.cells import squeezed, text_of
from rosters.intake.rules.columns import Column
from rosters.intake.rules.dates import DateReading, read_date
from rosters.intake.rules.tables import RawRow
from rosters.intake.rules.words import NONE

T = TypeVar("T")

# The most characters that a column may hold. Columns of dates and fixed words need fewer anyway.
LIMITS = {
    Column.NAME: 40, Column.NOTE: 200, Column.UNIT: 100, Column.TITLE: 100, Column.RANK: 40,
    Column.DOCUMENT: 100, Column.ESTABLISHMENT: 40, Column.INTAKE: 60, Column.HIRED_OR_INTAKE: 60,
    Column.CARD_NUMBER: 40, Column.CARD_KIND: 40, Column.CARD_FIELD: 60, Column.CARD_AREA: 60,
    Column.QUALIFICATION: 60, Column.PARENT_UNIT: 100,
}  # fmt: skip
_OTHER_LIMIT = 100
# What a cell may hold with padding and notes; no expression is matched against a longer one.
_LONGEST_CELL = 300
_DAY = r"(?:\d{4}|\d{2})[年.\-/]\d{1,2}(?:[月.\-/](?:\d{1,2}[日号]?)?)?|\d{6}(?:\d\d)?"
_WORD_AND_DAY = re.compile(rf"([^\d(]+)\(?({_DAY})(?:起|开始|至今)?\)?")
_DAY_AND_WORD = re.compile(rf"\(?({_DAY})(?:起|开始)?\)?([^\d(]+)")


def too_long(row: RawRow) -> Iterator[Refusal]:
    """A reason for each cell of a known column that holds more than any cell may."""
    texts = (cell for cell in row.cells if isinstance(cell, str))
    if row.typed is None and all(len(text) <= _LONGEST_CELL for text in texts):
        return
    for column in (*row.header.known, *(row.typed or ())):
        cell = row.cell(column)
        if isinstance(cell, str) and len(cell.strip()) > _LONGEST_CELL:
            yield long(row, column)


def long(row: RawRow, column: Column) -> Refusal:
    limit = LIMITS.get(column, _OTHER_LIMIT)
    return Refusal("intake.row_long", {"column": row.header.label(column), "limit": limit})


def word_and_day(text: str) -> tuple[str, str]:
    """`调离(2026.3)` and `2026年3月调离` as (调离, 2026.3); without a day, as (word, "")."""
    if match := _WORD_AND_DAY.fullmatch(text):
        return match[1], match[2]
    if match := _DAY_AND_WORD.fullmatch(text):
        return match[2], match[1]
    return text, ""


class CellReader:
    """Reads cells of a row by column; what cannot be read is a reason against the row."""

    def __init__(self, row: RawRow, today: date) -> None:
        self.row = row
        self.today = today
        self.reasons: list[Refusal] = []

    def take(self, value: T | Refusal | None) -> T | None:
        if isinstance(value, Refusal):
            if value not in self.reasons:
                self.reasons.append(value)
            return None
        return value

    def text(self, key: str, column: Column) -> dict[str, str]:
        """{key: text} or nothing; too long a text is a reason against the row."""
        value = " ".join(text_of(self.row.cell(column)).split())
        if len(value) > LIMITS[column]:
            self.reasons.append(long(self.row, column))
        return {key: value} if value and value not in NONE else {}

    def word(self, key: str, column: Column, meanings: Mapping[str, T]) -> dict[str, T]:
        value = squeezed(self.row.cell(column))
        return self.known_word(key, column, value, meanings) if value else {}

    def known_word(
        self, key: str, column: Column, value: str, meanings: Mapping[str, T]
    ) -> dict[str, T]:
        if value in meanings:
            return {key: meanings[value]}
        facts = {"column": self.row.header.label(column), "value": value}
        self.reasons.append(Refusal("intake.row_word", facts))
        return {}

    def word_with_day(
        self, key: str, day_key: str, column: Column, meanings: Mapping[str, T]
    ) -> dict[str, Any]:
        """{key: meaning, day_key: day}: a word such as 调离(2026.3) may carry its own day."""
        value = squeezed(self.row.cell(column))
        if not value:
            return {}
        if value in meanings:
            return {key: meanings[value]}
        word, day = word_and_day(value)
        found: dict[str, Any] = self.known_word(key, column, word, meanings)
        reading = self.take(read_date(day, self.row.header.label(column))) if day else None
        if found and reading:
            found |= self.whole_day(day_key, column, reading, day)
        return found

    def reading(self, column: Column, *, end_of_range: bool = False) -> DateReading | None:
        cell = self.row.cell(column)
        if cell is None or squeezed(cell) in NONE:
            return None
        label = self.row.header.label(column)
        return self.take(
            read_date(cell, label, date1904=self.row.date1904, end_of_range=end_of_range)
        )

    def day(self, key: str, column: Column) -> dict[str, date]:
        """{key: day} or nothing. A month stands for its first day; a bare year is not enough."""
        reading = self.reading(column)
        if reading is None:
            return {}
        return self.whole_day(key, column, reading, text_of(self.row.cell(column)))

    def whole_day(
        self, key: str, column: Column, reading: DateReading, value: str
    ) -> dict[str, date]:
        facts = {"column": self.row.header.label(column), "value": value}
        if reading.forever:
            self.reasons.append(Refusal("intake.row_date", facts))
        elif reading.month is None:
            self.reasons.append(Refusal("intake.row_date_month", facts))
        elif reading.or_month:
            self.reasons.append(ambiguous(facts, reading))
        else:
            return {key: reading.first()}
        return {}


def ambiguous(facts: dict[str, Any], reading: DateReading) -> Refusal:
    year = reading.year
    return Refusal(
        "intake.row_date_ambiguous", facts | {"one": f"{year}-01", "other": f"{year}-10"}
    )
