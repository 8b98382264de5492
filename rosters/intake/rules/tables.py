"""Finds the people in a sheet: what lies between titles, headers and footers. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rosters.intake.rules.cells import Cell, Sheet, is_blank, squeezed
from rosters.intake.rules.columns import USUAL, Column, Vocabulary
from rosters.intake.rules.headers import Header, header_at, repeats_control_numbers

_FOOTER = re.compile(
    r"(合计|总计|小计|共计)(\d|人|共|:|\(|$)|(填表|填报|制表|审核|审批|经办|联系|负责)人|"
    r"(单位|主要)负责人|分管领导|(填表|填报|制表)(单位|时间|日期|说明)|(说明|注|备注)\d*[:、.]"
)
_UNIT_LINE = re.compile(r"(?:填报|报送|所在|工作|主管)?单位(?:名称)?(?:\(盖?公?章\))?[:：](.*)")
_AFTER_UNIT = re.compile(r"(\(盖?公?章\)|填表|填报|制表|日期|时间|\d{4}年|联系).*")
_LONGEST_LONE_NAME = 8
_YEAR = re.compile(r"(20\d\d)年?度|(20\d\d)年?[^\d]*学时")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that is about a person, with the header it stands under.

    `year` is the one that the lines above the table speak of; `typed` what a person typed over
    cells in the preview.
    """

    sheet: str
    number: int
    cells: tuple[Cell, ...]
    header: Header
    unit_line: str = ""
    date1904: bool = False
    year: int | None = None
    typed: Mapping[Column, str] | None = None

    @property
    def where(self) -> str:
        return f"{self.sheet}!{self.number}"

    def cell(self, column: Column) -> Cell:
        """What was typed over the column, else its first cell that is not blank."""
        if self.typed is not None and column in self.typed:
            return self.typed[column]
        for place in self.header.places(column):
            cell = self.cells[place] if place < len(self.cells) else None
            if cell is not None and not is_blank(cell):
                return cell
        return None


@dataclass(frozen=True)
class Table:
    """What one sheet holds: rows about people, and the labels of columns by use."""

    sheet: str
    rows: list[RawRow] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    found_header: bool = False


def read_table(sheet: Sheet, words: Vocabulary = USUAL) -> Table:
    """Every row about a person. Headers may stand anywhere and come again on each page."""
    rows, filled = _filled_down(sheet)
    people: list[RawRow] = []
    headers: list[Header] = []
    known: dict[str, str] = {}  # one copy of each text: most come again and again
    unit_line, year, at = "", None, 0
    while at < len(rows):
        if header := header_at(rows, at, words):
            headers.append(header)
            at += header.height
            continue
        named = _unit_named(rows[at])
        unit_line = named or unit_line
        year = year if headers else _year_named(rows[at]) or year
        if headers and not named and _is_person(rows[at], headers[-1], filled.get(at, set())):
            cells = tuple(known.setdefault(c, c) if type(c) is str else c for c in rows[at])
            place = (sheet.name, at + 1, cells, headers[-1], unit_line, sheet.date1904)
            people.append(RawRow(*place, year or _year_in(sheet.name)))
        at += 1
    used = dict.fromkeys(_labels(headers, used=True))
    unused = dict.fromkeys(label for label in _labels(headers, used=False) if label not in used)
    return Table(sheet.name, people, list(used), list(unused), bool(headers))


def _filled_down(sheet: Sheet) -> tuple[list[list[Cell]], dict[int, set[int]]]:
    """Rows of one width, with merged cells' values in each row covered, and where that was done."""
    width = max(map(len, sheet.rows), default=0)
    rows = [[*row, *[None] * (width - len(row))] for row in sheet.rows]
    filled: dict[int, set[int]] = {}
    for top, left, bottom, _right in sheet.merged:
        for at in range(top + 1, min(bottom + 1, len(rows))):
            if left < width:
                rows[at][left] = rows[top][left]
                filled.setdefault(at, set()).add(left)
    return rows, filled


def _labels(headers: Sequence[Header], *, used: bool) -> Iterator[str]:
    for header in headers:
        for label, column in zip(header.labels, header.columns, strict=True):
            if label and (column not in {None, Column.UNUSED}) is used:
                yield label


def _unit_named(row: Sequence[Cell]) -> str:
    """The unit of a line such as `填报单位：县司法局  2026年3月`; empty for other rows."""
    if not any("单" in cell for cell in row if isinstance(cell, str)):
        return ""
    texts = [squeezed(cell) for cell in row if not is_blank(cell)]
    for place, text in enumerate(texts):
        if match := _UNIT_LINE.match(text):
            following = texts[place + 1] if place + 1 < len(texts) else ""
            return _AFTER_UNIT.sub("", match[1] or following)
    return ""


def _year_named(row: Sequence[Cell]) -> int | None:
    """The year of a title such as 2025年度学时登记表; a day of signing names none."""
    years = (_year_in(squeezed(cell)) for cell in row if not is_blank(cell))
    return next(filter(None, years), None)


def _year_in(text: str) -> int | None:
    found = _YEAR.search(text[:100])
    return int(found[1] or found[2]) if found else None


def _is_person(row: Sequence[Cell], header: Header, filled: set[int]) -> bool:
    """Whether a row below a header is about somebody, be it ever so incomplete."""
    own = [place for place, cell in enumerate(row) if not is_blank(cell) and place not in filled]
    if not own or _FOOTER.match(squeezed(row[own[0]])) or repeats_control_numbers(row):
        return False
    used = [
        place
        for place in own
        if place < len(header.columns) and header.columns[place] not in {None, Column.UNUSED}
    ]
    if len(own) == 1:
        named = own[0] in header.places(Column.NAME)
        return named and len(squeezed(row[own[0]])) <= _LONGEST_LONE_NAME
    named = any(not is_blank(row[place]) for place in header.places(Column.NAME))
    return (named and bool(used)) or len(used) > 1
