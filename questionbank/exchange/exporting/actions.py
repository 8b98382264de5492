"""Writing a file of questions, which is recorded like a change."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.exchange.exporting.queries import Exported, declarations_for, load_exported
from questionbank.exchange.formats.gift_writing import write_gift
from questionbank.exchange.formats.moodle_writing import write_moodle
from questionbank.exchange.formats.papers import (
    ANSWERS,
    QUESTIONS,
    write_answer_sheet,
    write_question_sheet,
)
from questionbank.exchange.formats.qti_writing import write_qti
from questionbank.exchange.formats.sheets import LONGEST_CELL, Numbered, write_workbook
from questionbank.exchange.rules.writing import write_items
from questionbank.laws.rules import LawDeclaration
from questionbank.questions.models import Question
from questionbank.questions.queries import bank_list


class ExportFormat(StrEnum):
    XLSX = "xlsx"
    TEXT = "txt"
    GIFT = "gift"
    MOODLE = "moodle"
    QTI = "qti"
    QUESTIONS = "questions"  # Word, without keys
    ANSWERS = "answers"  # Word, the keys alone


PRINTED = frozenset({ExportFormat.QUESTIONS, ExportFormat.ANSWERS})
SUFFIXES = {
    ExportFormat.XLSX: "xlsx",
    ExportFormat.TEXT: "txt",
    ExportFormat.GIFT: "gift",
    ExportFormat.MOODLE: "xml",
    ExportFormat.QTI: "zip",
    ExportFormat.QUESTIONS: "docx",
    ExportFormat.ANSWERS: "docx",
}
_TITLES = {ExportFormat.QUESTIONS: QUESTIONS, ExportFormat.ANSWERS: ANSWERS}


@dataclass(frozen=True)
class ExportedFile:
    content: bytes
    filename: str
    questions: int


def export_questions(
    *, actor: Actor, filters: dict[str, Any], form: ExportFormat, on: date
) -> ExportedFile | Refusal:
    """The questions that the list shows with these filters, in one file.

    A question without a code gets one, so that the file finds it again when it is imported;
    printed sheets are not imported and name nothing.
    """
    shown = bank_list(filters)
    questions = load_exported(shown)
    if not questions:
        return Refusal("exchange.nothing_to_export")
    content = _WRITERS[form](questions, declarations_for(questions, shown))
    if content is None:
        return Refusal("exchange.cell_too_long", {"limit": LONGEST_CELL})
    unnamed = [one for one in questions if one.unnamed and form not in PRINTED]
    facts = {
        "format": form.value,
        "questions": len(questions),
        "named": len(unnamed),
        "digest": hashlib.sha256(content).hexdigest(),
    }
    try:
        with transaction.atomic():
            _name(unnamed)
            subject = Question(pk=questions[0].question_id)
            record(actor=actor, action="export_questions", subject=subject, facts=facts)
    except IntegrityError:  # the code was given to another question at the same moment
        return Refusal("exchange.export_raced")
    filename = f"{_TITLES.get(form, '题库')}-{on.isoformat()}.{SUFFIXES[form]}"
    return ExportedFile(content, filename, len(questions))


def _name(unnamed: Sequence[Exported]) -> None:
    """Gives the questions the codes that the file says."""
    named = [Question(pk=one.question_id, code=one.item.code) for one in unnamed]
    Question.objects.bulk_update(named, ["code"], batch_size=200)


Writer = Callable[[Sequence[Exported], list[LawDeclaration]], bytes | None]


def _items(questions: Sequence[Exported]) -> list[Any]:
    return [one.item for one in questions]


_WRITERS: dict[ExportFormat, Writer] = {
    ExportFormat.XLSX: lambda questions, laws: write_workbook(
        [Numbered(one.item, one.version) for one in questions], laws
    ),
    ExportFormat.TEXT: lambda questions, laws: write_items(_items(questions), laws).encode(),
    ExportFormat.GIFT: lambda questions, laws: write_gift(_items(questions), laws).encode(),
    ExportFormat.MOODLE: lambda questions, laws: write_moodle(_items(questions), laws),
    ExportFormat.QTI: lambda questions, laws: write_qti(_items(questions), laws),
    ExportFormat.QUESTIONS: lambda questions, _: write_question_sheet(_items(questions)),
    ExportFormat.ANSWERS: lambda questions, _: write_answer_sheet(_items(questions)),
}
