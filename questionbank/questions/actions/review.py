"""What people decide about versions. Every decision is a row of its own that stays."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.questions.models import Question, Review
from questionbank.questions.rules import QuestionState, ReviewVerdict


def approve_questions(
    *, actor: Actor, questions: Iterable[Question], now: datetime
) -> int | Refusal:
    """Approves the current versions of questions in review; how many. One's own are refused."""
    ids = [question.pk for question in questions]
    with transaction.atomic():
        held = Question.objects.select_for_update().filter(pk__in=ids)
        rows = list(
            held.order_by("pk").values_list("pk", "state", "current", "current__author", "code")
        )
        for pk, state, _, author, code in rows:
            if state != QuestionState.IN_REVIEW:
                return Refusal("questions.not_in_review", {"code": code or f"#{pk}"})
            if author is not None and author == actor.pk:
                return Refusal("questions.own_question", {"code": code or f"#{pk}"})
        Review.objects.bulk_create(
            [
                Review(version_id=version, verdict=ReviewVerdict.APPROVED, by_id=actor.pk, at=now)
                for _, _, version, _, _ in rows
            ],
            batch_size=500,
        )
        Question.objects.filter(pk__in=[row[0] for row in rows]).update(
            state=QuestionState.APPROVED
        )
        for pk, _, version, _, _ in rows:
            record(
                actor=actor,
                action="approve_question",
                subject=Question(pk=pk),
                facts={"version": version},
            )
    return len(rows)


def retire_question(
    *, actor: Actor, question: Question, reason: str, now: datetime
) -> Refusal | None:
    """Takes a question out of the pool for good; papers already drawn keep it."""
    reason = reason.strip()
    if not reason:
        return Refusal("questions.no_reason", {"code": str(question)})
    with transaction.atomic():
        used = Question.objects.filter(pk=question.pk).exclude(state=QuestionState.RETIRED)
        if not used.update(state=QuestionState.RETIRED):
            return Refusal("questions.already_retired", {"code": str(question)})
        Review.objects.create(
            version_id=question.current_id,
            verdict=ReviewVerdict.RETIRED,
            reason=reason,
            by_id=actor.pk,
            at=now,
        )
        record(actor=actor, action="retire_question", subject=question, facts={"reason": reason})
    return None
