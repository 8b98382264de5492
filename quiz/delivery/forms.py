"""Reads answers: the JSON of the script, and the posted fields of the plain page."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.http import QueryDict

from audit.rules import Refusal
from questionbank.questions.rules import SEVERAL_KINDS, ItemKind
from quiz.delivery.queries import SheetItem
from quiz.delivery.rules import Answer, clean_answer

BODY_MAX = 256 * 1024
BATCH_MAX = 500
# What a page's script counts to; the column holds twice that, so the plain page can go on from it.
_SEQUENCE_MAX = 10**9
_SLOT_MAX = 2**15 - 1

MALFORMED = Refusal("delivery.malformed")


def read_number(text: str) -> int | None:
    """The whole number of a request's header or field; None for what is none or is absurdly big."""
    return int(text) if len(text) <= 10 and text.isdecimal() else None


def read_save(body: bytes) -> tuple[str, list[Answer]] | Refusal:
    """(token or "", answers) of `{"token": …, "answers": [{sequence, slot, answer, client_at}]}`.

    `client_at` is milliseconds since 1970 by the phone's clock; nonsense there is only dropped.
    """
    try:
        data = json.loads(body)
        answers = [_read_answer(row) for row in data["answers"]]
        token = data.get("token", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return MALFORMED
    return (token, answers) if isinstance(token, str) and len(answers) <= BATCH_MAX else MALFORMED


def _read_answer(row: Any) -> Answer:
    sequence, slot, answer = row["sequence"], row["slot"], row["answer"]
    if type(sequence) is not int or type(slot) is not int or not isinstance(answer, str):
        raise TypeError("sequence and slot are whole numbers, answer is text")
    if not (1 <= sequence <= _SEQUENCE_MAX and 1 <= slot <= _SLOT_MAX):
        raise ValueError("sequence and slot count from 1")
    return Answer(sequence, slot, answer, _read_moment(row.get("client_at")))


def _read_moment(milliseconds: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def read_sheet(data: QueryDict, sheet: Iterable[SheetItem]) -> tuple[dict[int, str], list[int]]:
    """Answers of a posted paper by slot, and the slots whose posted answer does not fit."""
    answers, misfits = {}, []
    for item in sheet:
        letters = "".join(sorted(option.letter for option in item.options))
        text = clean_answer(item.kind, letters, item.blanks, _posted(data, item))
        if isinstance(text, Refusal):
            misfits.append(item.slot)
        else:
            answers[item.slot] = text
    return answers, misfits


def _posted(data: QueryDict, item: SheetItem) -> str:
    name = f"q{item.slot}"
    if item.kind in SEVERAL_KINDS:
        return "".join(data.getlist(name))
    if item.kind == ItemKind.BLANKS:
        return "\n".join(
            data.get(f"{name}.{n}", "").replace("\n", " ") for n in range(1, item.blanks + 1)
        )
    return data.get(name, "")
