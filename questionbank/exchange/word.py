"""Question banks in Word documents, read from the document's own XML.

Word keeps automatic numbers out of the text, so they are counted again here. Deleted text of
tracked changes is left out, inserted text is kept.
"""

from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.raw import Blocks
from questionbank.exchange.rules.table import read_rows

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(
    {
        f"{_W}pPr",
        f"{_W}del",
        f"{_W}moveFrom",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)


def read_word(content: bytes) -> Blocks | None:
    """Paragraphs as lines, counted from 1; tables with column names as items. None: damaged."""
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = Document(BytesIO(content))
        return _read_body(document)
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, OSError):
        return None


def _read_body(document: Any) -> Blocks:
    numbers = _Numbering(document)
    blocks, lines = Blocks(), []
    tables: list[Blocks] = []
    for element in document.element.body.iterchildren(f"{_W}p", f"{_W}tbl"):
        rows = _rows(element, numbers) if element.tag == f"{_W}tbl" else []
        items = read_rows([(len(lines) + place, row) for place, row in enumerate(rows, 1)])
        if items is not None:
            tables.append(items)
            lines += [Line(len(lines) + 1, "") for _ in rows]
            continue
        texts = [cell for row in rows for cell in row] if rows else [numbers.text(element)]
        for text in "\n".join(texts).split("\n"):
            lines.append(Line(len(lines) + 1, text))
    blocks.add(read_blocks(lines))
    for table in tables:
        blocks.add(table)
    return blocks


def _rows(table: Any, numbers: "_Numbering") -> list[list[str]]:
    return [
        [
            "\n".join(numbers.text(paragraph) for paragraph in cell.iter(f"{_W}p"))
            for cell in row.iterchildren(f"{_W}tc")
        ]
        for row in table.iterchildren(f"{_W}tr")
    ]


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}tab":
            yield "\t"
        else:
            yield from _pieces(child)


class _Numbering:
    """The automatic numbers of a document: 1. 2. 3. and A. B. C.; other formats are left out."""

    def __init__(self, document: Any) -> None:
        self._formats: dict[tuple[str, str], str] = {}
        self._counts: dict[tuple[str, str], int] = defaultdict(int)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        levels = {
            abstract.get(f"{_W}abstractNumId"): {
                level.get(f"{_W}ilvl"): _value(level.find(f"{_W}numFmt"))
                for level in abstract.iterchildren(f"{_W}lvl")
            }
            for abstract in root.iterchildren(f"{_W}abstractNum")
        }
        for number in root.iterchildren(f"{_W}num"):
            shared = levels.get(_value(number.find(f"{_W}abstractNumId")), {})
            for level, form in shared.items():
                self._formats[number.get(f"{_W}numId"), level] = form

    def text(self, paragraph: Any) -> str:
        """The text of a paragraph with its automatic number in front."""
        properties = paragraph.find(f"{_W}pPr")
        text = "".join(_pieces(paragraph))
        listed = None if properties is None else properties.find(f"{_W}numPr")
        return text if listed is None or not text.strip() else self._mark(listed) + text

    def _mark(self, listed: Any) -> str:
        number = _value(listed.find(f"{_W}numId"))
        level = _value(listed.find(f"{_W}ilvl")) or "0"
        form = self._formats.get((number, level))
        for deeper in [key for key in self._counts if key[0] == number and key[1] > level]:
            del self._counts[deeper]
        self._counts[number, level] += 1
        count = self._counts[number, level]
        if form == "decimal":
            return f"{count}. "
        if form == "upperLetter" and count <= 26:
            return f"{chr(64 + count)}. "
        return ""


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{_W}val", "")
