"""What people decide about versions. Every decision is a row of its own that stays.

A decision is about the version that its maker saw: `question.current_id` says which. When another
is current by the time it is made, nothing happens.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.questions.models import Question, Review
from questionbank.questions.rules import QuestionState, ReviewVerdict


@dataclass(frozen=True)
class _Decision:
    """A step from some states to another; `otherwise` refuses it in any other state."""

    name: str
    before: frozenset[QuestionState]
    after: QuestionState
    verdict: ReviewVerdict
    otherwise: str


_IN_USE = frozenset(QuestionState) - {QuestionState.RETIRED}
_SUBMIT = _Decision(
    "submit_questions", frozenset({QuestionState.DRAFT}), QuestionState.IN_REVIEW,
    ReviewVerdict.SUBMITTED, "questions.not_a_draft",
)  # fmt: skip
_APPROVE = _Decision(
    "approve_questions", frozenset({QuestionState.IN_REVIEW}), QuestionState.APPROVED,
    ReviewVerdict.APPROVED, "questions.not_in_review",
)  # fmt: skip
_RETURN = _Decision(
    "return_question", frozenset({QuestionState.IN_REVIEW}), QuestionState.DRAFT,
    ReviewVerdict.RETURNED, "questions.not_in_review",
)  # fmt: skip
_TAKE_BACK = _Decision(
    "take_back_question", _RETURN.before, _RETURN.after, _RETURN.verdict, _RETURN.otherwise
)
_NO_ANSWER = _Decision(
    "mark_no_answer", _IN_USE - {QuestionState.NO_ANSWER}, QuestionState.NO_ANSWER,
    ReviewVerdict.NO_ANSWER, "questions.already_out_of_use",
)  # fmt: skip
_RETIRE = _Decision(
    "retire_question", _IN_USE, QuestionState.RETIRED,
    ReviewVerdict.RETIRED, "questions.already_retired",
)  # fmt: skip
_REOPEN = _Decision(
    "reopen_question", frozenset({QuestionState.RETIRED, QuestionState.NO_ANSWER}),
    QuestionState.IN_REVIEW, ReviewVerdict.SUBMITTED, "questions.still_in_use",
)  # fmt: skip


def submit_questions(
    *, actor: Actor, questions: Iterable[Question], now: datetime
) -> int | Refusal:
    """Sends drafts to review; how many."""
    return _decide(_SUBMIT, actor, questions, "", now)


def approve_questions(
    *, actor: Actor, questions: Iterable[Question], now: datetime
) -> int | Refusal:
    """Approves the current versions of questions in review; how many. One's own are refused."""
    return _decide(_APPROVE, actor, questions, "", now)


def return_question(
    *, actor: Actor, question: Question, reason: str, now: datetime
) -> Refusal | None:
    """Gives a question in review back to its author, who is told why."""
    return _decide_one(_RETURN, actor, question, reason, now)


def take_back_question(*, actor: Actor, question: Question, now: datetime) -> Refusal | None:
    """Lets an author go on writing what was sent to review; nobody's work is anybody's."""
    author = Question.objects.values_list("current__author", flat=True).get(pk=question.pk)
    if author not in (None, actor.pk):
        return Refusal("questions.not_the_author", {"code": str(question)})
    decided = _decide(_TAKE_BACK, actor, [question], "", now)
    return decided if isinstance(decided, Refusal) else None


def mark_no_answer(
    *, actor: Actor, question: Question, reason: str, now: datetime
) -> Refusal | None:
    """Takes a question out of the pool because no answer is right under the law in force."""
    return _decide_one(_NO_ANSWER, actor, question, reason, now)


def retire_question(
    *, actor: Actor, question: Question, reason: str, now: datetime
) -> Refusal | None:
    """Takes a question out of the pool; papers already drawn keep it."""
    return _decide_one(_RETIRE, actor, question, reason, now)


def reopen_question(
    *, actor: Actor, question: Question, reason: str, now: datetime
) -> Refusal | None:
    """Sends a question that is out of use to review again; its old approval does not revive."""
    return _decide_one(_REOPEN, actor, question, reason, now)


def _decide_one(
    decision: _Decision, actor: Actor, question: Question, reason: str, now: datetime
) -> Refusal | None:
    reason = reason.strip()
    if not reason:
        return Refusal("questions.no_reason", {"code": str(question)})
    decided = _decide(decision, actor, [question], reason, now)
    return decided if isinstance(decided, Refusal) else None


def _decide(
    decision: _Decision, actor: Actor, questions: Iterable[Question], reason: str, now: datetime
) -> int | Refusal:
    """Decides alike about all the questions, or about none; one audit record names them all."""
    seen = {question.pk: question.current_id for question in questions}
    if not seen:
        return 0
    with transaction.atomic():
        held = Question.objects.select_for_update().filter(pk__in=seen).order_by("pk")
        rows = list(held.values_list("pk", "current", "state", "code"))
        authors = dict(Question.objects.filter(pk__in=seen).values_list("pk", "current__author"))
        for pk, version, state, code in rows:
            facts = {"code": code or f"#{pk}"}
            if state not in decision.before:
                return Refusal(decision.otherwise, facts)
            if version != seen[pk]:
                return Refusal("questions.stale", facts)
            if decision in (_APPROVE, _RETURN) and actor.pk and authors[pk] == actor.pk:
                return Refusal("questions.own_question", facts)
        _write(decision, actor, [(pk, version) for pk, version, _, _ in rows], reason, now)
    return len(rows)


def _write(
    decision: _Decision,
    actor: Actor,
    rows: Sequence[tuple[int, int]],
    reason: str,
    now: datetime,
) -> None:
    Review.objects.bulk_create(
        [
            Review(
                version_id=version, verdict=decision.verdict, reason=reason, by_id=actor.pk, at=now
            )
            for _, version in rows
        ],
        batch_size=500,
    )
    Question.objects.filter(pk__in=[pk for pk, _ in rows]).update(state=decision.after)
    facts: dict[str, object] = {"versions": [version for _, version in rows]}
    facts |= {"reason": reason} if reason else {}
    record(actor=actor, action=decision.name, subject=Question(pk=rows[0][0]), facts=facts)
