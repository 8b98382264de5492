"""Which rows are headers, and what stands under each of their labels. Pure."""

from collections.abc import Sequence

from rosters.intake.rules.cells import Cell, is_blank, squeezed
from rosters.intake.rules.columns import SPELLINGS, USUAL, Column, Vocabulary, label_of

_LEAST_LABELS = 2


class Header:
    """The labels of a table and where each column is found, the most telling column first."""

    def __init__(
        self,
        labels: Sequence[str],
        columns: Sequence[Column | None],
        height: int,
        words: Vocabulary = USUAL,
    ) -> None:
        self.labels = tuple(labels)
        self.height = height
        self._places: dict[Column, list[int]] = {}
        order = sorted(range(len(labels)), key=lambda place: words.rank(labels[place]))
        for place in order:
            if column := columns[place]:
                self._places.setdefault(column, []).append(place)
        self.columns = tuple(columns)
        self.known = tuple(dict.fromkeys(c for c in columns if c not in {None, Column.UNUSED}))

    def places(self, column: Column) -> list[int]:
        return self._places.get(column, [])

    def label(self, column: Column) -> str:
        """The column's name as the file spells it."""
        places = self.places(column)
        return self.labels[places[0]] if places else SPELLINGS[column].split()[0]


def header_at(rows: Sequence[Sequence[Cell]], at: int, words: Vocabulary = USUAL) -> Header | None:
    """The header that begins at a row, of one or two rows; None when there is none.

    A header names the person and at least one column more. Its second row is one that holds no
    name but names columns (证件信息 above 证号 and 有效期); a row of groups above it lends names to
    the columns that it alone labels.
    """
    row = rows[at]
    if not any(map(words.may_name, row)):
        return None
    found = [words.recognise(cell) for cell in row]
    if Column.NAME not in found or len(found) - found.count(None) < _LEAST_LABELS:
        return None
    above = _spread(rows[at - 1]) if at else []
    below = list(rows[at + 1]) if at + 1 < len(rows) else []
    double = _is_second_row(row, below, found.index(Column.NAME), words)
    labels, columns = [], []
    groups = _spread(row) if double else above
    for place in range(len(row)):
        sub = below[place] if double and place < len(below) else row[place]
        if double and is_blank(sub):
            sub = row[place]
        group = groups[place] if place < len(groups) else ""
        label, column = _named(group, sub, words)
        labels.append(label)
        columns.append(column)
    return Header(labels, _papers_told_apart(columns), 2 if double else 1, words)


def _papers_told_apart(columns: Sequence[Column | None]) -> list[Column | None]:
    """证件类型 beside an identity number and no card number is the kind of identity document."""
    if Column.IDENTITY not in columns or {Column.CARD_NUMBER, Column.IDENTITY_KIND} & {*columns}:
        return list(columns)
    return [Column.IDENTITY_KIND if column is Column.CARD_KIND else column for column in columns]


def _is_second_row(
    row: Sequence[Cell], below: Sequence[Cell], name: int, words: Vocabulary
) -> bool:
    if len(below) <= name or not (is_blank(below[name]) or below[name] == row[name]):
        return False
    # The header is as wide as its first row; what stands further right belongs to no column.
    fresh = [c for c, over in zip(below, row, strict=False) if not is_blank(c) and c != over]
    return any(words.recognise(cell) for cell in fresh)


def _spread(row: Sequence[Cell]) -> list[str]:
    """Labels of a row of groups, each reaching right to the next."""
    spread: list[str] = []
    for cell in row:
        spread.append(squeezed(cell) if not is_blank(cell) else (spread[-1] if spread else ""))
    return spread


def _named(group: str, sub: Cell, words: Vocabulary) -> tuple[str, Column | None]:
    """Label and meaning of a column under a group: 执法证 above 编号 is 执法证编号."""
    own = label_of(sub)
    for label in (group + own if own and group != own else own, own, "" if own else group):
        if column := words.meaning(label):
            return label, column
    return own, None


def repeats_control_numbers(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 …"""
    numbers = []
    for cell in row:
        if not is_blank(cell):
            numbers.append(squeezed(cell).strip("()"))
            if numbers[0] != "1":
                return False
    return len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]
