"""From what a form says to the content of a question, and from a question to what a form shows."""

import re
from datetime import date
from typing import Any

from audit.rules import Refusal
from questionbank.laws.rules import write_citations
from questionbank.questions.models import Question
from questionbank.questions.queries import content_of, places_of, renewed_places, tags_of
from questionbank.questions.rules import (
    BLANK,
    CHOICE_KINDS,
    LETTERS,
    Content,
    Difficulty,
    ItemKind,
    is_placeholder,
)

_KEY_FIELDS = {
    ItemKind.TRUE_FALSE: "truth",
    ItemKind.BLANKS: "blanks",
    ItemKind.SHORT: "answer",
}


def read_content(data: dict[str, Any], material: str) -> Content:
    """What the fields of the chosen kind say, sound or not; `data` may lack what was invalid."""
    kind = ItemKind(data.get("kind") or ItemKind.SINGLE)
    options = [" ".join(data.get(f"option_{letter}", "").split()) for letter in LETTERS]
    return Content(
        kind=kind,
        stem=re.sub("[_＿]{2,}", BLANK, lines(data.get("stem", ""))),
        options=tuple(filter(None, options)) if kind in CHOICE_KINDS else (),
        key=_key(kind, data),
        rationale=lines(data.get("rationale", "")),
        difficulty=Difficulty(data.get("difficulty") or Difficulty.MEDIUM),
        material=material,
        weight=data.get("weight") or 1 if material else 1,
        unordered=kind is ItemKind.BLANKS and bool(data.get("unordered")),
    )


def _key(kind: ItemKind, data: dict[str, Any]) -> str:
    if kind in CHOICE_KINDS:
        return "".join(sorted(set(data.get("right", []))))
    return lines(data.get(_KEY_FIELDS[kind], ""))


def lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines()).strip()


def split_names(text: str) -> tuple[str, ...]:
    parts = re.split("[、，,；;]", text)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def field_of(refusal: Refusal, content: Content) -> str:
    """The field at which to say why a content is not sound."""
    key = _KEY_FIELDS.get(content.kind, "right")
    if refusal.code == "questions.placeholder":
        return "stem" if is_placeholder(content.stem) else key
    letter = refusal.facts.get("letter") or refusal.facts.get("second")
    if letter:
        return f"option_{letter}"
    if refusal.code == "questions.few_options":
        return f"option_{LETTERS[len(content.options)]}"
    return "stem" if refusal.code == "questions.empty_stem" else key


def question_initial(question: Question, on: date | None = None) -> dict[str, Any]:
    """What the form shows of a question before it is changed.

    With a day the citations are renewed for the law of that day.
    """
    version = question.current
    assert version is not None
    content = content_of(version)
    initial: dict[str, Any] = {
        "kind": content.kind.value,
        "stem": content.stem,
        "rationale": content.rationale,
        "difficulty": content.difficulty.value,
        "material": content.material,
        "weight": content.weight,
        "unordered": content.unordered,
        "topics": list(question.topics.values_list("pk", flat=True)),
        "cohorts": list(question.audiences.values_list("cohort", flat=True)),
        "code": question.code or "",
        "version": version.pk,
        "tags": tags_of(question),
    }
    if content.kind in CHOICE_KINDS:
        initial["right"] = list(content.key)
    else:
        initial[_KEY_FIELDS[content.kind]] = content.key
    for letter, text in zip(LETTERS, content.options, strict=False):
        initial[f"option_{letter}"] = text
    for row, place in enumerate(renewed_places(version, on) if on else places_of(version)):
        named = (place.title, place.adopted_on, place.article, place.paragraph)
        initial |= {f"citation_{row}": write_citations([named]), f"quote_{row}": place.quote}
    return initial
