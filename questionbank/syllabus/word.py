"""The same as Word documents, for those who edit before they print."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.rules import Refusal
from questionbank.syllabus.handbook import Printed, Section, handbook_sections, line_title
from questionbank.syllabus.models import Syllabus
from questionbank.syllabus.queries import ShownLine
from rosters.typesetting.glyphs import printable

_BODY_FONT = "仿宋"
_BODY_POINTS = 14


def list_docx(syllabus: Syllabus, lines: Sequence[ShownLine]) -> bytes | Refusal:
    document = _document(syllabus, _standing(syllabus))
    heads = (
        _("No."), _("Law or topic"), _("Text in force"), _("Weight"), _("Must be tested"), _("Note")
    )  # fmt: skip
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    _fill(table.rows[0], heads)
    for number, line in enumerate(lines, start=1):
        item = line.item
        must = _("Yes") if item.must_be_tested else ""
        text = f"{line.version.adopted_on:%Y-%m-%d}" if line.version else "—"
        row = (str(number), line_title(line), text, str(item.weight), must, item.note)
        _fill(table.add_row(), row)
    if syllabus.content_hash:
        document.add_paragraph(f"{_('Digest')} {syllabus.content_hash}")
    return _saved(document)


def _standing(syllabus: Syllabus) -> str:
    """Whose list it is, its number, and when it was issued."""
    issued = syllabus.issued_at and date_format(timezone.localtime(syllabus.issued_at))
    number = _("No. %(number)s") % {"number": syllabus.number}
    return "　".join([syllabus.get_cohort_display(), number, issued or _("In preparation")])


def _fill(row: Any, texts: Iterable[str]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = printable(text)


def handbook_docx(syllabus: Syllabus, lines: Sequence[ShownLine], *, keys: bool) -> bytes | Refusal:
    sections = [part for part in handbook_sections(lines) if part.articles or part.questions]
    if not sections:
        return Refusal("syllabus.nothing_to_print", {"title": syllabus.title})
    said = [_("Study handbook"), syllabus.get_cohort_display(), *([_("With keys")] if keys else [])]
    document = _document(syllabus, "　".join(said))
    for section in sections:
        _write_section(document, section, keys)
    return _saved(document)


def _write_section(document: Any, section: Section, keys: bool) -> None:
    document.add_heading(printable(section.title), level=1)
    if section.line.version:
        day = date_format(section.line.version.adopted_on)
        document.add_paragraph(_("Text adopted or amended on %(day)s") % {"day": day})
    for label, rows in section.articles:
        _write(document, rows[0], f"{label}　")
        for row in rows[1:]:
            _write(document, row)
    if section.questions:
        document.add_heading(_("Questions"), level=2)
    for question in section.questions:
        _write_question(document, question, keys)


def _write_question(document: Any, question: Printed, keys: bool) -> None:
    if question.material:
        _write(document, question.material)
    _write(document, f"{question.number}．【{question.kind}】{question.stem}")
    for letter, text in question.options:
        _write(document, f"{letter}．{text}")
    if not keys:
        return
    said = [(_("Key"), question.key), (_("Rationale"), question.rationale)]
    for name, text in [*said, (_("Basis"), question.basis)]:
        if text:
            _write(document, text, f"{name}：")


def _write(document: Any, text: str, lead: str = "") -> None:
    """A paragraph, led by words in bold."""
    paragraph = document.add_paragraph()
    if lead:
        paragraph.add_run(lead).bold = True
    paragraph.add_run(printable(text))


def _document(syllabus: Syllabus, said: str) -> Any:
    """A4 in the fonts of official papers, headed by the list's title and what is said of it."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _BODY_FONT, Pt(_BODY_POINTS)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY_FONT)
    document.add_heading(printable(syllabus.title), level=0)
    document.add_paragraph(said)
    return document


def _saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
