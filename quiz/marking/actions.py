"""Closing an attempt and scoring it in one transaction; marking by hand; the closer's round."""

import logging
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Sum
from django.db.utils import InterfaceError, OperationalError

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.questions.rules import ItemKind
from quiz.assembly.models import Exam, PaperItem
from quiz.assembly.rules import MultipleRule
from quiz.delivery.actions import close_attempt
from quiz.delivery.models import Attempt
from quiz.delivery.queries import Receipt, last_answers, receipt_code, receipt_of
from quiz.delivery.rules import CLOSED_STATES, AttemptState, Given
from quiz.delivery.tokens import read_token
from quiz.marking.models import Response, Score
from quiz.marking.rules import ZERO, score_answer

log = logging.getLogger(__name__)


def submit_attempt(*, token: str, now: datetime) -> Receipt | Refusal:
    """Hands in the attempt of a token. Handing in again gives the same receipt.

    After the end it is the clock that closes the attempt, with what was saved before.
    """
    device = read_token(token)
    if isinstance(device, Refusal):
        return device
    attempt = Attempt.objects.filter(pk=device.attempt_id).first()
    if attempt is None or attempt.ends_at is None:
        return Refusal("delivery.token_forged")
    if attempt.state not in CLOSED_STATES:
        in_time = now < attempt.ends_at
        if in_time and attempt.device != device.device:
            return Refusal("delivery.other_device", {"saved": [], "ends_at": attempt.ends_at})
        state = AttemptState.SUBMITTED if in_time else AttemptState.EXPIRED
        close_and_score(attempt_id=attempt.pk, state=state, now=now, device=device.device)
        attempt.refresh_from_db()
    return receipt_of(attempt) or Refusal("delivery.not_running")


def close_and_score(
    *, attempt_id: int, state: AttemptState, now: datetime, device: int | None = None
) -> bool:
    """Closes a running attempt and scores it; False when `close_attempt` closed nothing."""
    with transaction.atomic():
        if not close_attempt(attempt_id=attempt_id, state=state, now=now, device=device):
            return False
        attempt = Attempt.objects.select_related("paper__exam").get(pk=attempt_id)
        answers = last_answers(attempt_id)
        _score(attempt, answers)
        assert attempt.closed_at is not None
        attempt.receipt = receipt_code(attempt_id, attempt.closed_at, answers)
        attempt.save(update_fields=["receipt"])
    return True


def _score(attempt: Attempt, answers: dict[int, Given]) -> None:
    rule = MultipleRule(attempt.paper.exam.multiple_rule)
    rows = PaperItem.objects.filter(paper_id=attempt.paper_id).values_list(
        "pk", "slot", "marks", "version__kind", "version__key", "version__unordered"
    )
    responses = []
    for item_id, slot, marks, kind, key, unordered in rows:
        answer = answers[slot].answer if slot in answers else ""
        mark = score_answer(ItemKind(kind), key, answer, marks, rule, unordered)
        responses.append(Response(attempt=attempt, item_id=item_id, answer=answer, mark=mark))
    Response.objects.bulk_create(responses)
    unmarked = sum(response.mark is None for response in responses)
    machine = sum((r.mark for r in responses if r.mark is not None), ZERO)
    Score.objects.create(
        attempt=attempt,
        machine_marks=machine,
        unmarked=unmarked,
        total=None if unmarked else machine,
    )


def close_overdue(*, now: datetime) -> int:
    """Closes and scores every attempt whose time is up and says how many. Two rounds at once are
    harmless. Each attempt goes by itself, so that one that cannot be scored holds up no other; a
    database that is away ends the round."""
    overdue = Attempt.objects.filter(state=AttemptState.IN_PROGRESS, ends_at__lte=now)
    closed = 0
    for attempt_id in list(overdue.order_by("ends_at").values_list("pk", flat=True)):
        try:
            closed += close_and_score(attempt_id=attempt_id, state=AttemptState.EXPIRED, now=now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("attempt %s could not be closed; it is tried again", attempt_id)
    return closed


def mark_response(
    *,
    actor: Actor,
    response: Response,
    mark: Decimal,
    now: datetime,
    seen: Decimal | None = None,
) -> Response | Refusal:
    """Gives a hand-marked answer its mark and completes the score when it was the last one.

    `seen` is the mark the marker had before them: a change must know what it replaces, so that
    two markers cannot overwrite each other. Every mark and every change is in the audit chain.
    The exam's row is held, as it is while its results are published, so the two cannot cross.
    """
    with transaction.atomic():
        Exam.objects.select_for_update(of=("self",)).get(papers__items__response=response)
        score = Score.objects.select_for_update().get(attempt_id=response.attempt_id)
        row = Response.objects.select_related("item__paper__exam", "item__version").get(
            pk=response.pk
        )
        refusal = _refuse_mark(row, mark, seen)
        if refusal:
            return refusal
        facts = {"from": None if row.mark is None else str(row.mark), "to": str(mark)}
        row.mark, row.marked_by_id, row.marked_at = mark, actor.pk, now
        row.save(update_fields=["mark", "marked_by", "marked_at"])
        _complete(score)
        record(actor=actor, action="mark_response", subject=row, facts=facts)
    return row


def _refuse_mark(row: Response, mark: Decimal, seen: Decimal | None) -> Refusal | None:
    if row.item.version.kind != ItemKind.SHORT:
        return Refusal("marking.by_machine")
    if not ZERO <= mark <= row.item.marks:
        return Refusal("marking.out_of_bounds", {"most": row.item.marks.normalize()})
    if row.mark != seen:
        return Refusal("marking.marked_meanwhile")
    if hasattr(row.item.paper.exam, "publication"):
        return Refusal("marking.published", {"exam": row.item.paper.exam.title})
    return None


def _complete(score: Score) -> None:
    responses = Response.objects.filter(attempt_id=score.attempt_id)
    score.unmarked = responses.filter(mark=None).count()
    score.total = None
    if not score.unmarked:
        score.total = responses.aggregate(total=Sum(F("mark")))["total"]
    score.save(update_fields=["unmarked", "total"])
