"""The must-know list and its handbook on A4."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.template.loader import render_to_string

from audit.rules import Refusal
from questionbank.syllabus.handbook import Section, handbook_sections, line_title
from questionbank.syllabus.models import Syllabus
from questionbank.syllabus.queries import ShownLine
from rosters.typesetting.documents import typeset
from rosters.typesetting.glyphs import SERIF, unprintable

_STYLE = "questionbank/syllabus/print.css"


def list_pdf(syllabus: Syllabus, lines: Sequence[ShownLine]) -> bytes | Refusal:
    """The county's list as it is issued: a table with weights, articles and dates of the texts."""
    rows = [(line, line_title(line)) for line in lines]
    texts = [(title, text) for line, title in rows for text in (title, line.item.note)]
    texts.append((syllabus.title, syllabus.title))
    if refusal := unprintable(texts, SERIF):
        return refusal
    context = {"syllabus": syllabus, "rows": rows}
    return typeset([render_to_string("questionbank/syllabus/print_list.html", context)], _STYLE)


def handbook_pdf(syllabus: Syllabus, lines: Sequence[ShownLine], *, keys: bool) -> bytes | Refusal:
    """Articles and questions to study; one document a line, because long ones print slowly."""
    sections = [part for part in handbook_sections(lines) if part.articles or part.questions]
    if not sections:
        return Refusal("syllabus.nothing_to_print", {"title": syllabus.title})
    texts = [(syllabus.title, syllabus.title)]
    texts += [(section.title, text) for section in sections for text in _texts(section)]
    if refusal := unprintable(texts, SERIF):
        return refusal
    return typeset(_pages(syllabus, sections, keys), _STYLE)


def _texts(section: Section) -> Iterable[str]:
    yield section.title
    yield from (row for _, rows in section.articles for row in rows)
    for question in section.questions:
        yield from (question.material, question.stem, question.key, question.rationale)
        yield from (text for _, text in question.options)


def _pages(syllabus: Syllabus, sections: Sequence[Section], keys: bool) -> Iterable[str]:
    for place, section in enumerate(sections):
        context: dict[str, Any] = {"syllabus": syllabus, "section": section, "keys": keys}
        context["first"] = place == 0
        yield render_to_string("questionbank/syllabus/print_handbook.html", context)
