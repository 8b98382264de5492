"""Question banks in Word documents, read from the document's own XML.

Text is read as it would print once all tracked changes are accepted. What is no text is told
apart: pictures, and footnotes, which no question can carry.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from questionbank.exchange.numbering import Numbering, value
from questionbank.exchange.rules.lines import PICTURE, Line
from questionbank.exchange.rules.raw import Blocks
from questionbank.exchange.rules.table import read_rows

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SKIPPED = frozenset(
    {
        f"{_W}pPr",
        f"{_W}rPr",
        f"{_W}del",
        f"{_W}moveFrom",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
_PICTURES = frozenset(
    {
        "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
        "{urn:schemas-microsoft-com:vml}imagedata",
    }
)
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_NOTHING = frozenset({"", "0", "false", "none", "auto", "000000"})
Mark = tuple[int, int, str]


@dataclass
class WordText:
    """Lines counted from 1, and the items of tables with column names."""

    sheet: str = ""
    lines: list[Line] = field(default_factory=list)
    tables: list[Blocks] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)

    def add(self, text: str, marks: list[Mark]) -> None:
        """Adds a paragraph, with its soft breaks as lines of their own."""
        start = 0
        for part in text.split("\n"):
            end = start + len(part)
            inside = tuple(
                (max(first, start) - start, min(last, end) - start, style)
                for first, last, style in marks
                if first < end and last > start
            )
            self.lines.append(Line(len(self.lines) + 1, part, self.sheet, inside))
            start = end + 1


def read_word(content: bytes, sheet: str = "") -> WordText | None:
    """The text of a document. None: damaged."""
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = Document(BytesIO(content))
        text = _read_body(document, sheet)
        text.notes = _footnotes(document)
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, OSError, RecursionError):
        return None
    return text


def _read_body(document: Any, sheet: str) -> WordText:
    numbers = Numbering(document)
    found = WordText(sheet)
    left = ""
    for element in _blocks(document.element.body):
        if element.tag == f"{_W}tbl":
            _read_table(element, numbers, found)
            continue
        text, marks = _paragraph(element, numbers)
        shift = len(left)
        text = left + text
        marks = [(first + shift, last + shift, style) for first, last, style in marks]
        left = ""
        if _is_joined(element):
            left = text
        else:
            found.add(text, marks)
    if left:
        found.add(left, [])
    return found


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls and tracked insertions."""
    for element in parent:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(element)


def _is_joined(paragraph: Any) -> bool:
    """Whether the end of the paragraph was deleted, so that the next one runs on."""
    path = f"{_W}pPr/{_W}rPr/{_W}del"
    return paragraph.find(path) is not None


def _read_table(table: Any, numbers: Numbering, found: WordText) -> None:
    rows = _rows(table, numbers)
    texts = [[text for text, _ in row] for row in rows]
    items = read_rows([(len(found.lines) + n, row) for n, row in enumerate(texts, 1)])
    if items is not None:
        found.tables.append(items)
        found.lines += [Line(len(found.lines) + n, "") for n, _ in enumerate(rows, 1)]
        return
    for row in rows:
        for text, marks in row:
            found.add(text, marks)


def _rows(table: Any, numbers: Numbering) -> list[list[tuple[str, list[Mark]]]]:
    return [
        [_cell(cell, numbers) for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt")]
        for row in table.iterchildren(f"{_W}tr")
        if row.find(f"{_W}trPr/{_W}del") is None
    ]


def _cell(cell: Any, numbers: Numbering) -> tuple[str, list[Mark]]:
    whole, marks = "", []
    for place, paragraph in enumerate(cell.iter(f"{_W}p")):
        text, inside = _paragraph(paragraph, numbers)
        whole += "\n" if place else ""
        marks += [(first + len(whole), last + len(whole), style) for first, last, style in inside]
        whole += text
    return whole, marks


def _paragraph(paragraph: Any, numbers: Numbering) -> tuple[str, list[Mark]]:
    """The text of a paragraph behind its automatic number, and which parts stand out how."""
    text, marks, boxes = "", [], []
    for piece, style in _pieces(paragraph, boxes):
        marks += [(len(text), len(text) + len(piece), name) for name in style]
        text += piece
    if text.strip():
        number = numbers.mark(paragraph.find(f"{_W}pPr"))
        shift = len(number)
        marks = [(first + shift, last + shift, name) for first, last, name in marks]
        text = number + text
    for box in boxes:
        for inner in box.iterchildren(f"{_W}p"):
            boxed, _ = _paragraph(inner, numbers)
            text = f"{text}\n{boxed}" if text.strip() else boxed
    return text, marks


def _pieces(element: Any, boxes: list[Any], style: frozenset[str] = frozenset()) -> Iterator[Any]:
    """(text, how it stands out) in order; text boxes are set aside for the end."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag in (f"{_W}t", f"{_M}t"):
            yield child.text or "", style
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n", frozenset()
        elif child.tag == f"{_W}tab":
            yield "\t", style
        elif child.tag in _PICTURES:
            yield PICTURE, frozenset()
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{_W}r":
            yield from _pieces(child, boxes, _style(child.find(f"{_W}rPr")))
        else:
            yield from _pieces(child, boxes, style)


def _style(properties: Any) -> frozenset[str]:
    """How a run stands out: `b`, `u`, `color FF0000`, `highlight yellow`, `shd FFFF00`."""
    if properties is None:
        return frozenset()
    found = set()
    for name in ("b", "u", "color", "highlight"):
        element = properties.find(f"{_W}{name}")
        if element is None:
            continue
        said = value(element) or ("1" if name == "b" else "")
        if said.lower() not in _NOTHING:
            found.add(name if name in "bu" else f"{name} {said.upper()}")
    shade = properties.find(f"{_W}shd")
    if shade is not None and shade.get(f"{_W}fill", "").lower() not in _NOTHING | {"ffffff"}:
        found.add(f"shd {shade.get(f'{_W}fill').upper()}")
    return frozenset(found)


def _footnotes(document: Any) -> list[Line]:
    """The notes at the foot of pages, which belong to no question."""
    from docx.oxml import parse_xml

    related = (part for part in document.part.rels.values() if part.reltype == _FOOTNOTES)
    lines: list[Line] = []
    for relation in related:
        for note in parse_xml(relation.target_part.blob).iterchildren(f"{_W}footnote"):
            text = "".join(piece for piece, _ in _pieces(note, [])).strip()
            if text:
                lines.append(Line(len(lines) + 1, text, "脚注"))
    return lines
