"""Items as Word documents for print: the question sheet, and the answer sheet apart from it.

The sections and numbers of both are the same. The question sheet holds no key.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any

from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.marks import KIND_NAMES, TAG_NAMES
from questionbank.laws.rules import write_number
from questionbank.questions.rules import LETTERS, Content, ItemKind
from rosters.typesetting.glyphs import printable

QUESTIONS, ANSWERS = "试题", "参考答案"
_FONT, _POINTS = "仿宋", 14
_TRUTH = {"T": "正确", "F": "错误"}


@dataclass(frozen=True)
class _Section:
    """A kind of question, or one case; its items with their numbers."""

    title: str
    items: tuple[tuple[int, ParsedItem], ...]
    material: str = ""


def write_question_sheet(items: Sequence[ParsedItem]) -> bytes:
    document = _document(QUESTIONS)
    for section in _sections(items):
        document.add_heading(printable(section.title), level=1)
        _lines(document, section.material)
        for number, item in section.items:
            _ask(document, number, item)
    return _saved(document)


def write_answer_sheet(items: Sequence[ParsedItem]) -> bytes:
    document = _document(ANSWERS)
    for section in _sections(items):
        document.add_heading(printable(section.title), level=1)
        for number, item in section.items:
            _lines(document, f"{number}．{_key(item.content)}")
            for name, text in (("解析", item.content.rationale), ("依据", item.basis)):
                _lines(document, f"{name}：{text}" if text else "")
    return _saved(document)


def _sections(items: Sequence[ParsedItem]) -> Iterator[_Section]:
    places = iter(range(1, 10_000))
    for kind, run in groupby(items, key=lambda i: ItemKind.CASE if i.case else i.content.kind):
        title = f"{write_number(next(places))}、{KIND_NAMES[kind]}"
        if kind is not ItemKind.CASE:
            members = tuple(enumerate(run, 1))
            yield _Section(f"{title}（共{len(members)}题）", members)
            continue
        yield _Section(title, ())
        yield from _cases(run)


def _cases(run: Iterable[ParsedItem]) -> Iterator[_Section]:
    cases = groupby(run, key=lambda item: (item.case and item.case.code, item.content.material))
    for place, ((_, material), parts) in enumerate(cases, 1):
        members = tuple(parts)
        case = members[0].case
        assert case is not None
        title = f"案例{write_number(place)}　{case.title}".strip()
        yield _Section(title, tuple(enumerate(members, 1)), material)


def _ask(document: Any, number: int, item: ParsedItem) -> None:
    content = item.content
    tag = f"【{TAG_NAMES[content.kind]}】" if item.case else ""
    truth = content.kind is ItemKind.TRUE_FALSE
    _lines(document, f"{number}．{tag}{content.stem}{'（　）' * truth}")
    for letter, option in zip(LETTERS, content.options, strict=False):
        _lines(document, f"{letter}．{option}")
    if content.kind is ItemKind.SHORT:
        for _ in range(4):
            document.add_paragraph()


def _key(content: Content) -> str:
    if content.kind is ItemKind.TRUE_FALSE:
        return _TRUTH[content.key]
    if content.kind is ItemKind.BLANKS:
        order = "（顺序不限）" if content.unordered else ""
        return content.key.replace("\n", "；") + order
    return content.key


def _lines(document: Any, text: str) -> None:
    for line in text.split("\n") if text else []:
        document.add_paragraph(printable(line))


def _document(title: str) -> Any:
    """An empty A4 document in the fonts of official papers."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_POINTS)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading(title, level=0)
    return document


def _saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
