"""Rows of a worksheet or of a table in a document: one item a row, columns found by their names.

A cell that begins with a backslash is literal, like a line of the text dialect: each of its lines
stands behind a backslash.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from audit.rules import Refusal
from questionbank.exchange.rules.lines import PICTURE, Line, fold
from questionbank.exchange.rules.marks import Field
from questionbank.exchange.rules.options import split_options
from questionbank.exchange.rules.raw import Blocks, Piece, RawCase, RawItem, tidied
from questionbank.exchange.rules.tokens import Look, kind_named, tokenize
from questionbank.questions.rules import LETTERS, ItemKind

Row = tuple[int, Sequence[str]]

_COLUMNS = {
    "number": ("序号", "题号", "顺序"),
    "kind": ("题型", "类型", "试题类型", "题目类型", "类别"),
    "stem": ("题干", "题目", "试题", "试题内容", "题目内容", "试题题干", "问题", "内容"),
    "options": ("选项", "备选项", "备选答案", "选项内容", "全部选项"),
    Field.KEY: ("答案", "正确答案", "参考答案", "标准答案", "正确选项"),
    Field.RATIONALE: ("解析", "答案解析", "试题解析", "说明"),
    Field.BASIS: ("依据", "法律依据", "法条依据", "出处"),
    Field.QUOTE: ("引文", "法条原文"),
    Field.DIFFICULTY: ("难度", "难易程度", "难易度"),
    Field.TOPIC: ("专题", "知识点", "考点", "分类"),
    Field.CODE: ("编号", "试题编号", "题目编号"),
    Field.COHORTS: ("对象", "适用对象", "考核对象"),
    Field.ORDER: ("顺序", "填空顺序"),
    Field.WEIGHT: ("权重", "分值权重"),
    "case": ("案例", "案例编号"),
    "case title": ("案例标题",),
    "case place": ("案例序号",),
    "version": ("版本",),  # this column and the next two are what we write beside an item
    "where": ("位置", "WHERE"),
    "reason": ("退回原因", "REASONFORREJECTION"),
    "material": ("材料", "案例材料", "背景材料"),
}
_NAMED = {word: name for name, words in _COLUMNS.items() for word in words}
_QUOTED = re.compile(r"(?:引文|法条原文)(?P<place>[2-9]|[1-9]\d)")
_LETTERED = re.compile(r"(?:选项|备选项|备选答案)?\s*(?P<letter>[A-J])(?:选项|项)?")


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Column of each thing a header row names; empty when the row is no header."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        word = re.sub(r"[\s*:：（()）]", "", unicodedata.normalize("NFKC", cell)).upper()
        lettered, quoted = _LETTERED.fullmatch(word), _QUOTED.fullmatch(word)
        name = f"option {lettered['letter']}" if lettered else _NAMED.get(word)
        name = f"quote {quoted['place']}" if quoted else name
        if name:
            columns.setdefault(str(name), place)
    return columns if {"stem", str(Field.KEY)} <= columns.keys() else {}


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names at least the stem and the answer."""
    return bool(_columns(cells))


def read_rows(rows: Iterable[Row], sheet: str = "") -> Blocks | None:
    """The items of a table; None when no row names at least the stem and the answer.

    A second header lower down begins a second block with columns of its own.
    """
    blocks, columns, kind = Blocks(), {}, kind_named(sheet)
    cases: dict[str, RawCase] = {}
    names: Sequence[str] = ()
    unread: dict[str, None] = {}
    for number, cells in rows:
        pictured = any(PICTURE in cell for cell in cells)
        cells = [cell if cell.startswith("\\") else fold(cell) for cell in cells]
        if not any(cells):
            continue
        line = Line(number, " | ".join(filter(None, cells)), sheet)
        header = _columns(cells)
        if header:
            columns, names = header, cells
            blocks.headings.append(line)
        elif (title := _heading(line, cells)) is not None:
            blocks.headings.append(line)
            kind = title[0]
        elif _counts_columns(cells):
            blocks.unread.append(line)
        elif columns and (item := _item(line, cells, columns, kind, cases)):
            blocks.items.append(item)
            unread |= dict.fromkeys(_beside(cells, columns, names))
            if pictured:
                item.remarks.append(Refusal("exchange.has_picture"))
        else:
            blocks.unread.append(line)
    if unread:
        blocks.remarks.append(Refusal("exchange.columns_unread", {"columns": "、".join(unread)}))
    return blocks if columns else None


def _beside(cells: Sequence[str], columns: dict[str, int], names: Sequence[str]) -> Iterable[str]:
    """The columns, by name or letter, in which a row says what is not read."""
    known = set(columns.values())
    for place, cell in enumerate(cells):
        if cell and place not in known:
            yield names[place] if place < len(names) and names[place] else _letter(place)


def _letter(place: int) -> str:
    """How a worksheet names a column: A, B … Z, AA …"""
    return (_letter(place // 26 - 1) if place > 25 else "") + chr(65 + place % 26)


def _counts_columns(cells: Sequence[str]) -> bool:
    """Whether a row only numbers its columns: 1, 2, 3 …"""
    return len(cells) > 2 and list(cells) == [str(place) for place in range(1, len(cells) + 1)]


def _heading(line: Line, cells: Sequence[str]) -> tuple[ItemKind | None] | None:
    """The kind a row such as `二、多选题` announces for the rows below it."""
    said = [cell for cell in cells if cell]
    if len(said) != 1:
        return None
    tokens = tokenize(Line(line.number, said[0]))
    return (tokens[0].kind,) if tokens and tokens[0].look is Look.HEADING else None


def _item(
    line: Line,
    cells: Sequence[str],
    columns: dict[str, int],
    kind: ItemKind | None,
    cases: dict[str, RawCase],
) -> RawItem | None:
    def said(name: str) -> str:
        place = columns.get(name)
        return cells[place] if place is not None and place < len(cells) else ""

    stem = said("stem")
    if not stem:
        return None
    number = said("number")
    raw = RawItem(line, int(number) if re.fullmatch(r"[0-9]{1,5}", number) else None)
    raw.lines.append(line)
    kind = kind_named(said("kind")) or kind
    raw.kind = None if kind is ItemKind.CASE else kind
    raw.stem = _pieces(line, stem)
    options = _lettered(columns, said) or _listed(said("options"))
    raw.options = [(letter, _pieces(line, text)) for letter, text in options]
    raw.fields = {name: _pieces(line, said(name)) for name in Field if said(name)}
    quotes = [said(str(Field.QUOTE)), *(said(f"quote {place}") for place in range(2, 100))]
    while quotes and not quotes[-1]:
        quotes.pop()
    if quotes:
        raw.fields[Field.QUOTE] = [piece for text in quotes for piece in _pieces(line, text)]
    _place_in_case(raw, said, cases)
    return raw


def _place_in_case(raw: RawItem, said: Callable[[str], str], cases: dict[str, RawCase]) -> None:
    """Rows with the same case, or without one the same material, belong together."""
    code, material = said("case"), said("material")
    if not code and not material:
        return
    pieces = _pieces(raw.line, code)
    title = _pieces(raw.line, said("case title"))
    case = RawCase(raw.line, tidied(pieces), tidied(title), _pieces(raw.line, material))
    raw.case = cases.setdefault(f"{code}\n{material}", case)
    place = said("case place")
    raw.case_place = int(place) if re.fullmatch("[1-9][0-9]?", place) else raw.case.place(None)


def _pieces(line: Line, cell: str) -> list[Piece]:
    if cell.startswith("\\"):
        texts = [part.removeprefix("\\") for part in cell.split("\n")]
        return [Piece(line, text, place == 0, literal=True) for place, text in enumerate(texts)]
    parts = [part for part in map(str.strip, cell.split("\n")) if part]
    return [Piece(line, part, marked=place == 0) for place, part in enumerate(parts or [""])]


def _lettered(columns: dict[str, int], said: Callable[[str], str]) -> list[tuple[str, str]]:
    """Options of the columns 选项A, 选项B …; empty columns at the end do not count."""
    named = [letter for letter in LETTERS if f"option {letter}" in columns]
    options = [(letter, said(f"option {letter}")) for letter in named]
    while options and not options[-1][1]:
        options.pop()
    return options


def _listed(cell: str) -> list[tuple[str, str]]:
    """Options of one cell: lettered, or one a line, or parted by bars."""
    lines = [part.strip() for part in re.split(r"[\n|｜]", cell) if part.strip()]
    lettered = [option for line in lines for option in split_options(line)[1]]
    if lettered and not any(split_options(line)[0] for line in lines):
        return [(letter, text) for letter, text, _, _ in lettered]
    return list(zip(LETTERS, lines, strict=False))
