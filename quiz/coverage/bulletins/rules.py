"""The text form of a bulletin, its tables, and what its hash covers. Pure.

A bulletin (通报) is plain text, a line a paragraph:

    一、总体情况                a heading, in 黑体
    （一）乡镇、街道。共…        a heading in 楷体 up to the first 。 and the paragraph that goes on
    ［表：总体］                the table of that name, in this place
    ［附件：乡镇、街道］          the table of that name as an annex, on a page of its own
    抄送：县委办公室。           who gets a copy, between two lines at the very end
    anything else              a paragraph

Tables are made of the figures that the text was filled from, so that both always agree. The words
are Chinese whatever language the reader has chosen: a bulletin is a Chinese document.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from audit.rules import digest
from rosters.units.rules import UnitKind

Figures = Mapping[str, Any]
Row = Mapping[str, Any]

KINDS = {
    UnitKind.TOWNSHIP: "乡镇、街道",
    UnitKind.DEPARTMENT: "县政府部门",
    UnitKind.VERTICAL: "中央、省垂直管理单位",
    UnitKind.SUBORDINATE: "二级单位",
}
STATES = {
    "absent": "缺考",
    "deferred": "缓考",
    "exempt": "免考",
    "transferred": "调离",
    "left": "退休离职",
    "duplicate": "重复登记",
    "pending": "未结",
}
"""What became of those who did not sit, in the order in which it is reported."""
MERGED = ("exempt", "transferred", "left", "duplicate")
"""States that share one column where units are listed, so that the table fits the page."""
TOTAL, COHORTS, ABSENT = "总体", "考核对象", "缺考人员"


class BlockKind(StrEnum):
    HEADING = "heading"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    ANNEX = "annex"
    COPIES = "copies"


@dataclass(frozen=True)
class Block:
    """A line of the text. `rest` is what follows a subheading on its line."""

    kind: BlockKind
    text: str
    rest: str = ""


_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SUBHEADING = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_PLACEHOLDER = re.compile(r"[［\[【](表|附件)[：:]\s*(.+?)\s*[］\]】]")
_COPIES = re.compile(r"抄送[：:]\s*")


def parse(body: str) -> list[Block]:
    """The blocks of a text; empty lines only keep lines apart."""
    return [_block(line.strip()) for line in body.splitlines() if line.strip()]


def _block(line: str) -> Block:
    if placeholder := _PLACEHOLDER.fullmatch(line):
        kind = BlockKind.TABLE if placeholder[1] == "表" else BlockKind.ANNEX
        return Block(kind, placeholder[2])
    if copies := _COPIES.match(line):
        return Block(BlockKind.COPIES, line[copies.end() :])
    if _HEADING.match(line):
        return Block(BlockKind.HEADING, line)
    if _SUBHEADING.match(line):
        head, stop, rest = line.partition("。")
        return Block(BlockKind.SUBHEADING, head + stop, rest)
    return Block(BlockKind.PARAGRAPH, line)


@dataclass(frozen=True)
class Table:
    """A table as it is read; `wide` is the column that takes the room that is left."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: int = 0


def tables_of(figures: Figures) -> list[str]:
    """The names of the tables that the figures can fill."""
    kinds = [kind["label"] for kind in figures["kinds"]]
    return [TOTAL, COHORTS, *kinds, *([ABSENT] if figures["names"] is not None else [])]


def unknown_tables(body: str, figures: Figures) -> list[str]:
    """Names of tables in the text that the figures cannot fill."""
    known = tables_of(figures)
    asked = [b.text for b in parse(body) if b.kind in (BlockKind.TABLE, BlockKind.ANNEX)]
    return [name for name in asked if name not in known]


def table(figures: Figures, name: str) -> Table:
    """The table of that name; the caller has seen that it is known."""
    title = f"{name}考试情况"
    if name == TOTAL:
        return Table("考试总体情况", *_listed([figures["total"]], figures, "范围"))
    if name == COHORTS:
        return Table("各类考核对象考试情况", *_listed(figures["cohorts"], figures, "考核对象"))
    if name == ABSENT:
        rows = [
            (row["unit"], str(len(row["names"])), "、".join(row["names"]))
            for row in figures["names"]
        ]
        return Table("缺考人员名单", ("单位", "人数", "姓名"), tuple(rows), wide=2)
    units = next(kind["units"] for kind in figures["kinds"] if kind["label"] == name)
    heads, listed, _wide = _listed(units, figures, "单位", merged=True)
    ranks = [str(unit["rank"] or "—") for unit in units]
    ranked = tuple((rank, *row) for rank, row in zip(ranks, listed, strict=True))
    return Table(title, ("名次", *heads), ranked, wide=1)


def _listed(
    rows: Iterable[Row], figures: Figures, of: str, *, merged: bool = False
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], int]:
    """Heads and rows of a table of counts and rates; states that nobody is in are left out."""
    held = [state for state in STATES if figures["total"]["states"][state]]
    columns: list[tuple[str, tuple[str, ...]]] = [(STATES[state], (state,)) for state in held]
    together = [state for state in held if state in MERGED]
    if merged and len(together) > 1:
        columns = [(STATES[state], (state,)) for state in held if state not in MERGED]
        columns.append(("免考调离等", tuple(together)))
    heads = [of, "应考", "实考", *(head for head, _states in columns), "参考率"]
    if figures["published"]:
        heads += ["合格", "合格率（实考）", "合格率（应考）", "优秀率", "平均分"]
    states = [states for _head, states in columns]
    return tuple(heads), tuple(_cells(row, states, figures["published"]) for row in rows), 0


def _cells(row: Row, columns: Sequence[Sequence[str]], published: bool) -> tuple[str, ...]:
    others = [sum(row["states"][state] for state in states) for states in columns]
    counts = [row["must_sit"], row["sat"], *others]
    cells = [row["name"], *(str(count) for count in counts), row["participation"]]
    if published:
        cells += [str(row["passing"]), row["pass_rate"], row["pass_share"]]
        cells += [row["excellent_rate"], row["average"]]
    return tuple(cells)


def column_shares(laid: Table) -> list[float]:
    """The share of the width that each column needs; Chinese characters are two wide."""
    columns = list(zip(laid.heads, *laid.rows, strict=True))
    needs = []
    for column, (head, *cells) in enumerate(columns):
        longest = max((_width(cell) for cell in cells), default=0)
        most = 28 if column == laid.wide else 14
        broken = _width(head) if len(head) <= 4 else _width(head) / 2
        needs.append(min(most, max(longest * 1.5, broken)) + 1.5)
    return [need / sum(needs) for need in needs]


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def adds_up(figures: Figures) -> bool:
    """Whether must sit is the sum of the states in each row, and the units that of the county."""
    units = [unit for kind in figures["kinds"] for unit in kind["units"]]
    rows = [figures["total"], *figures["cohorts"], *units]
    if any(row["must_sit"] != sum(row["states"].values()) for row in rows):
        return False
    return all(
        count == sum(unit["states"][state] for unit in units)
        for state, count in figures["total"]["states"].items()
    )


def content_hash(exam_id: int, texts: Mapping[str, str], issued_on: date, figures: Figures) -> str:
    """Digest of all that an issued bulletin says: its texts, its day, and its figures."""
    return digest(
        {"exam": exam_id, "texts": dict(texts), "day": issued_on.isoformat(), "figures": figures}
    )
