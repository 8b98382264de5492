"""The same as Word documents, for those who edit before they print."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from audit.rules import Refusal
from questionbank.syllabus.handbook import Printed, Section, handbook_sections, line_title
from questionbank.syllabus.models import Syllabus
from questionbank.syllabus.queries import ShownLine

_BODY_FONT = "仿宋"
_BODY_POINTS = 14


def list_docx(syllabus: Syllabus, lines: Sequence[ShownLine]) -> bytes | Refusal:
    document = _document(syllabus)
    table = document.add_table(rows=1, cols=5, style="Table Grid")
    heads = (_("No."), _("Law or topic"), _("Weight"), _("Must be tested"), _("Note"))
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    for number, line in enumerate(lines, start=1):
        item = line.item
        must = _("Yes") if item.must_be_tested else ""
        row = (str(number), line_title(line), str(item.weight), must, item.note)
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return _saved(document)


def handbook_docx(syllabus: Syllabus, lines: Sequence[ShownLine], *, keys: bool) -> bytes | Refusal:
    sections = [part for part in handbook_sections(lines) if part.articles or part.questions]
    if not sections:
        return Refusal("syllabus.nothing_to_print", {"title": syllabus.title})
    document = _document(syllabus)
    for section in sections:
        _write_section(document, section, keys)
    return _saved(document)


def _write_section(document: Any, section: Section, keys: bool) -> None:
    document.add_heading(section.title, level=1)
    for label, rows in section.articles:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}　").bold = True
        paragraph.add_run(rows[0])
        for row in rows[1:]:
            document.add_paragraph(row)
    if section.questions:
        document.add_heading(_("Questions"), level=2)
    for question in section.questions:
        _write_question(document, question, keys)


def _write_question(document: Any, question: Printed, keys: bool) -> None:
    if question.material:
        document.add_paragraph(question.material)
    document.add_paragraph(f"{question.number}．【{question.kind}】{question.stem}")
    for letter, text in question.options:
        document.add_paragraph(f"{letter}．{text}")
    if not keys:
        return
    said = [(_("Key"), question.key), (_("Rationale"), question.rationale)]
    for name, text in [*said, (_("Basis"), question.basis)]:
        if text:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{name}：").bold = True
            paragraph.add_run(text)


def _document(syllabus: Syllabus) -> Any:
    """An empty A4 document in the fonts of official papers, headed by the list's title."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _BODY_FONT, Pt(_BODY_POINTS)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY_FONT)
    document.add_heading(syllabus.title, level=0)
    return document


def _saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
