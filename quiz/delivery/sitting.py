"""The paper page: one form that works by itself, and the facts its script needs, in one JSON."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from questionbank.questions.models import KIND_CHOICES
from quiz.delivery.models import Attempt
from quiz.delivery.queries import (
    SheetItem,
    answers_seen,
    last_sequence,
    load_sheet,
    shape_of,
)
from quiz.delivery.rules import Given
from quiz.delivery.saving import milliseconds
from quiz.delivery.tokens import AttemptToken, make_token
from quiz.delivery.wording import SCRIPT_WORDS

_KIND_LABELS = dict(KIND_CHOICES)


def sitting_page(request: HttpRequest, attempt: Attempt, now: datetime) -> HttpResponse:
    """The questions with the answers saved so far, for the current device of the attempt."""
    sheet = load_sheet(attempt.paper_id)
    seen = last_sequence(attempt.pk, attempt.device)
    given = answers_seen(attempt.pk, attempt.device, seen)
    token = make_token(AttemptToken(attempt.pk, attempt.device, shape_of(sheet)))
    assert attempt.ends_at is not None
    context = {
        "attempt": attempt,
        "exam": attempt.candidate.exam,
        "token": token,
        "seen": seen,
        "questions": [_question(item, given.get(item.slot)) for item in sheet],
        "sit": {
            "attempt": attempt.pk,
            "device": attempt.device,
            "token": token,
            "save_url": reverse("delivery:save"),
            "submit_url": reverse("marking:submit"),
            "mine_url": reverse("delivery:mine"),
            "time_zone": settings.TIME_ZONE,
            "now": milliseconds(now),
            "ends_at": milliseconds(attempt.ends_at),
            "sequence": seen,
            "given": {
                slot: [one.answer, milliseconds(one.received_at)] for slot, one in given.items()
            },
            "words": {name: str(text) for name, text in SCRIPT_WORDS.items()},
        },
    }
    return render(request, "quiz/delivery/sitting.html", context)


def _question(item: SheetItem, given: Given | None) -> dict[str, object]:
    answer = given.answer if given else ""
    lines = answer.split("\n") if answer else []
    blanks = [
        (number, lines[number - 1] if number <= len(lines) else "")
        for number in range(1, item.blanks + 1)
    ]
    label = _KIND_LABELS[item.kind]
    return {"item": item, "kind": label, "answer": answer, "blanks": blanks}
