"""What the form shows beside itself: the question as it will be asked, and what to look at."""

from dataclasses import dataclass, replace
from typing import Any

from audit.wording import explain
from questionbank.questions.forms import QuestionForm
from questionbank.questions.models import KIND_CHOICES, Question
from questionbank.questions.queries.likeness import alike_in_bank
from questionbank.questions.rules import (
    LETTERS,
    SEVERAL_KINDS,
    Content,
    ItemKind,
    count_blanks,
    marks_of_points,
    remarks,
    validate,
)

_LABELS = dict(KIND_CHOICES)
_MOST_ALIKE = 3


@dataclass(frozen=True)
class AlikeQuestion:
    question: Question
    percent: int


def preview_context(form: QuestionForm, question: Question | None) -> dict[str, Any]:
    """What `_preview.html` shows of a bound form; `question` is the one being changed."""
    form.is_valid()
    content = form.content
    points = marks_of_points(content.key) if content.kind is ItemKind.SHORT else ()
    sound = validate(content) is None
    return {
        "asked": as_asked(content) if content.stem else None,
        "errors": [text for texts in form.errors.values() for text in texts],
        "remarks": [
            explain(one) for one in (*(remarks(content) if sound else ()), *form.sources.remarks)
        ],
        "points": points,
        "points_total": sum(points),
        "alike": _alike(content if sound else replace(content, key=""), question),
    }


def as_asked(content: Content) -> dict[str, Any]:
    """The question as the template of the exam page wants it, alone on a paper."""
    marks = sum(marks_of_points(content.key)) if content.kind is ItemKind.SHORT else None
    options = zip(LETTERS, content.options, strict=False)
    part = {"first": 1, "last": 1, "position": 1, "parts": 1, "material": content.material}
    item = {
        "slot": 1,
        "kind": content.kind.value,
        "marks": marks,
        "stem": content.stem,
        "several": content.kind in SEVERAL_KINDS,
        "options": [{"label": letter, "letter": letter, "text": text} for letter, text in options],
        "case": part if content.material else None,
    }
    blanks = count_blanks(content.stem) if content.kind is ItemKind.BLANKS else 0
    return {
        "item": item,
        "kind": _LABELS[content.kind],
        "answer": "",
        "blanks": [(number, "") for number in range(1, blanks + 1)],
    }


def _alike(content: Content, question: Question | None) -> list[AlikeQuestion]:
    """The questions of the bank that look most like this one."""
    if not content.stem:
        return []
    found = alike_in_bank(content, besides=question.pk if question else None)[:_MOST_ALIKE]
    questions = Question.objects.select_related("current").in_bulk(
        [max(pair.first, pair.second) for pair in found]
    )
    return [
        AlikeQuestion(questions[max(pair.first, pair.second)], round(pair.score * 100))
        for pair in found
    ]
