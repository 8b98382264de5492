"""Opens a roster file: bytes to the rows about people, and how its columns were understood."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from audit.rules import Refusal
from rosters.intake.rules.cells import Sheet, is_blank, text_of
from rosters.intake.rules.columns import SPELLINGS, USUAL, Column, Vocabulary, label_of
from rosters.intake.rules.headers import Header
from rosters.intake.rules.states import ListKind
from rosters.intake.rules.tables import RawRow, Table, read_table
from rosters.intake.sheets import read_sheets

MOST_ROWS = 60_000
_LOOKED_FOR = (Column.UNIT, Column.IDENTITY, Column.TITLE, Column.PHONE, Column.CARD_NUMBER)
_SAMPLES, _SEARCHED, _LEAST_LABELS, _LONGEST_SAMPLE = 3, 30, 3, 30
_LONG_NUMBER = re.compile(r"(?!(?:19|20)\d{6}(?!\w))(?=[A-Za-z]*\d{5})[0-9A-Za-z]{7,}")


@dataclass(frozen=True)
class Understood:
    """A column of the file: its label, a few masked samples, and what it is taken for."""

    label: str
    samples: tuple[str, ...]
    column: Column | None


@dataclass(frozen=True)
class Roster:
    """The readable sheets of a file, and the names of those without a header."""

    tables: Sequence[Table]
    skipped: Sequence[str]

    @property
    def rows(self) -> list[RawRow]:
        return [row for table in self.tables for row in table.rows]

    def columns(self) -> list[Understood]:
        """Every labelled column, once, in the order of the file."""
        found: dict[str, Understood] = {}
        for table in self.tables:
            for header, rows in _by_header(table.rows):
                for place, label in enumerate(header.labels):
                    if label and label not in found:
                        samples = _samples(row.cells[place : place + 1] for row in rows)
                        found[label] = Understood(label, samples, header.columns[place])
        return list(found.values())


def kind_of_list(rows: Iterable[RawRow]) -> ListKind:
    """What a file lists: cards, hirings or appointments alone; everything else is people."""
    known = {column for header in {row.header for row in rows} for column in header.known}
    kinds = [
        kind
        for kind, columns in (
            (ListKind.CARDS, {Column.CARD_NUMBER}),
            (ListKind.HIRES, {Column.HIRED, Column.HIRED_OR_INTAKE, Column.INTAKE}),
            (ListKind.LEADERS, {Column.APPOINTED}),
        )
        if known & columns
    ]
    return kinds[0] if len(kinds) == 1 else ListKind.PEOPLE


def refuse_size(size: int, filename: str) -> Refusal | None:
    """Why a file of so many bytes is not read at all."""
    if size <= settings.UPLOAD_MAX_BYTES:
        return None
    given, limit = (n / 1024 / 1024 for n in (size, settings.UPLOAD_MAX_BYTES))
    facts = {"filename": filename, "size": f"{given:.1f}", "limit": f"{limit:.0f}"}
    return Refusal("intake.too_large", facts)


def read_roster(content: bytes, filename: str, words: Vocabulary = USUAL) -> Roster | Refusal:
    """The tables of a file, or why there are none."""
    if refusal := refuse_size(len(content), filename):
        return refusal
    sheets = read_sheets(content)
    roster = sheets if isinstance(sheets, Refusal) else _tables(sheets, words)
    if isinstance(roster, Refusal):
        return Refusal(roster.code, {**roster.facts, "filename": filename})
    return roster


def guessed_header(content: bytes) -> list[Understood]:
    """Of a file without a header: the first row that may be one, so that a person can name it."""
    sheets = read_sheets(content)
    for sheet in [] if isinstance(sheets, Refusal) else sheets:
        for at, row in enumerate(sheet.rows[:_SEARCHED]):
            labels = {label_of(cell) for cell in row if isinstance(cell, str)} - {""}
            if len(labels) >= _LEAST_LABELS:
                below = sheet.rows[at + 1 :]
                return [
                    Understood(
                        label_of(cell),
                        _samples(other[place : place + 1] for other in below),
                        USUAL.recognise(cell),
                    )
                    for place, cell in enumerate(row)
                    if not is_blank(cell)
                ]
    return []


def typed_over(
    rows: Sequence[RawRow], corrections: Mapping[tuple[str, int], Mapping[Column, str]]
) -> list[RawRow]:
    """The rows with what was typed over their cells, by sheet and number."""
    return [
        replace(row, typed=typed) if (typed := corrections.get((row.sheet, row.number))) else row
        for row in rows
    ]


def _tables(sheets: Sequence[Sheet], words: Vocabulary) -> Roster | Refusal:
    if not any(sheet.rows for sheet in sheets):
        return Refusal("intake.empty")
    tables = [read_table(sheet, words) for sheet in sheets if sheet.rows]
    found = [table for table in tables if table.found_header]
    without = [table.sheet for table in tables if not table.found_header]
    if not found:
        columns = "、".join(SPELLINGS[column].split()[0] for column in _LOOKED_FOR)
        return Refusal("intake.no_header", {"sheets": "、".join(without), "columns": columns})
    rows = sum(len(table.rows) for table in found)
    if not rows:
        return Refusal("intake.no_rows")
    if rows > MOST_ROWS:
        return Refusal("intake.too_many_rows", {"rows": rows, "limit": MOST_ROWS})
    return Roster(found, without)


def _by_header(rows: Sequence[RawRow]) -> list[tuple[Header, list[RawRow]]]:
    """The first rows below each header."""
    found: dict[Header, list[RawRow]] = {}
    for row in rows:
        below = found.setdefault(row.header, [])
        if len(below) < _SEARCHED:
            below.append(row)
    return list(found.items())


def _samples(cells: Iterable[Sequence[object]]) -> tuple[str, ...]:
    """The first few different texts of a column. Long numbers are masked: they may be anybody's."""
    texts: dict[str, None] = {}
    for cell in cells:
        text = text_of(cell[0])[:_LONGEST_SAMPLE] if cell else ""  # type: ignore[arg-type]
        if text:
            texts[_LONG_NUMBER.sub(lambda run: f"{run[0][:3]}****{run[0][-2:]}", text)] = None
        if len(texts) == _SAMPLES:
            break
    return tuple(texts)
