"""Items as a workbook whose columns the reader of tables knows.

Every cell is a text and says so, so that none can act as a formula.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from questionbank.exchange.formats.notes import LEVELS
from questionbank.exchange.rules.items import ParsedItem, judge
from questionbank.exchange.rules.marks import COHORT_NAMES, KIND_NAMES
from questionbank.exchange.rules.table import read_rows
from questionbank.exchange.rules.writing import write_declaration
from questionbank.laws.rules import LawDeclaration
from questionbank.questions.rules import LETTERS, ItemKind

LONGEST_CELL = 32_767
_TRUTH = {"T": "正确", "F": "错误"}
_WIDTHS = {"题干": 48, "材料": 40, "解析": 40, "依据": 30, "引文": 40, "答案": 16}
_ACTING = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Numbered:
    """An item and the number of its version, which is told and never read."""

    item: ParsedItem
    version: int


def write_workbook(
    rows: Sequence[Numbered], declarations: Iterable[LawDeclaration] = ()
) -> bytes | None:
    """None when a text is longer than a cell may be."""
    import xlsxwriter

    header = _header([row.item for row in rows])
    table = [_cells(row, number, header) for number, row in enumerate(rows, 1)]
    if any(len(cell) > LONGEST_CELL for cells in table for cell in cells):
        return None
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.formats[0].set_font_name("Microsoft YaHei")
        _fill(book, "试题", [header, *table])
        laws = [[write_declaration(law)] for law in declarations]
        if laws:
            _fill(book, "法规", laws)
    return stream.getvalue()


def _fill(book: Any, name: str, rows: Sequence[Sequence[str]]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#F1EEEA", "bottom": 1})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    quoted = book.add_format(
        {"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True}
    )
    sheet = book.add_worksheet(name)
    table = len(rows[0]) > 1
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if number == 0 and table:
                sheet.set_column(column, column, _WIDTHS.get(cell.rstrip("0123456789"), 12))
                sheet.write_string(number, column, cell, head)
            elif cell:
                sheet.write_string(
                    number, column, cell, quoted if cell.startswith(_ACTING) else text
                )
    if table:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(rows[0]) - 1)


def _header(items: Sequence[ParsedItem]) -> list[str]:
    options = max((len(item.content.options) for item in items), default=0)
    quotes = max((len(item.quotes) for item in items), default=0)
    names = ["序号", "编号", "版本", "题型", "题干"]
    names += [f"选项{letter}" for letter in LETTERS[: max(options, 4)]]
    names += ["答案", "解析", "依据", "引文"]
    names += [f"引文{place}" for place in range(2, quotes + 1)]
    names += ["专题", "难度", "对象", "填空顺序"]
    cased = ["案例", "案例标题", "案例序号", "材料", "权重"]
    return names + cased * any(item.case for item in items)


def _cells(row: Numbered, number: int, header: Sequence[str]) -> list[str]:
    """The row as people write it; where that would not read back the same, literally."""
    for literal in (False, True):
        cells = _row(row, number, literal)
        line = [cells.get(name, "") for name in header]
        if literal or _reads_back(row.item, header, line):
            break
    return line


def _reads_back(item: ParsedItem, header: Sequence[str], line: Sequence[str]) -> bool:
    blocks = read_rows([(1, header), (2, [cell.strip() for cell in line])])
    if blocks is None or len(blocks.items) != 1:
        return False
    judged = judge(blocks.items[0])
    back = judged.item
    if not isinstance(back, ParsedItem) or judged.unread:
        return False
    return replace(back, line=item.line, number=item.number) == item


def _row(row: Numbered, number: int, literal: bool) -> dict[str, str]:
    item, content = row.item, row.item.content
    case = item.case

    def said(*texts: str) -> str:
        text = "\n".join(texts)
        return "\n".join(f"\\{line}" for line in text.split("\n")) if literal and text else text

    choice = content.kind not in (ItemKind.TRUE_FALSE, ItemKind.BLANKS, ItemKind.SHORT)
    key = content.key if choice else _TRUTH.get(content.key) or said(content.key)
    if content.kind is ItemKind.BLANKS and not literal:
        key = content.key.replace("\n", "；")
    cells = {"序号": str(number), "编号": said(item.code or ""), "版本": str(row.version)}
    cells |= {"题型": KIND_NAMES[content.kind], "题干": said(content.stem), "答案": key}
    cells |= {
        f"选项{letter}": said(text) for letter, text in zip(LETTERS, content.options, strict=False)
    }
    cells |= {"解析": said(content.rationale), "依据": item.basis}
    cells["专题"] = said(*item.topics) if literal else "、".join(item.topics)
    cells["难度"] = LEVELS[content.difficulty]
    cells["对象"] = "、".join(COHORT_NAMES[cohort] for cohort in item.cohorts)
    cells["填空顺序"] = "不限" if content.unordered else ""
    for place, quote in enumerate(item.quotes, 1):
        cells["引文" if place == 1 else f"引文{place}"] = said(quote)
    if case:
        cells |= {"案例": said(case.code), "案例标题": said(case.title)}
        cells |= {"案例序号": str(case.position), "材料": said(content.material)}
        cells["权重"] = str(content.weight)
    return cells
