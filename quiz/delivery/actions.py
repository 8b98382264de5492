"""Making attempts ready, starting them, saving to them, closing them.

What a candidate does leaves its own record (the attempt's times, the append-only journal), so only
what others need to find again goes into the audit chain: the release of an exam, a take-over.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from audit.actions import Actor, record
from audit.rules import Refusal
from quiz.assembly.models import Exam
from quiz.assembly.rules import ExamState
from quiz.delivery.journal import insert_if_running, stored_contents
from quiz.delivery.models import Attempt
from quiz.delivery.queries import (
    admission_of,
    answers_seen,
    last_sequence,
    papers_to_prepare,
)
from quiz.delivery.rules import (
    CLOSED_STATES,
    Answer,
    AttemptState,
    attempt_end,
    changes,
    clashing_sequences,
    clean_for_slot,
    refuse_entry,
)
from quiz.delivery.tokens import AttemptToken, read_token


@dataclass(frozen=True)
class Started:
    attempt_id: int
    device: int
    ends_at: datetime


@dataclass(frozen=True)
class Saved:
    """`sequences` are durable; `refused` are the sequence numbers of answers that are not."""

    sequences: tuple[int, ...]
    refused: dict[int, Refusal]
    ends_at: datetime


@transaction.atomic
def prepare_attempts(*, actor: Actor, exam: Exam, now: datetime) -> int | Refusal:
    """One attempt for each paper of each candidate: from now on they see the exam.

    People who were released from the duty after the draw keep their paper but get no attempt. Who
    of them is put back on the list gets it when this is done again.
    The exam's row is held, as it is while batches are planned, so the two cannot cross.
    """
    exam = Exam.objects.select_for_update().get(pk=exam.pk)
    candidates = dict(exam.candidates.values_list("entry_id", "pk"))
    again = Attempt.objects.filter(paper__exam=exam).exists()
    papers = papers_to_prepare(exam, again=again)
    owners = list(papers.values_list("pk", "entry_id"))
    refusal = _refuse_release(exam, candidates, {entry for _, entry in owners}, again=again)
    if refusal:
        return refusal
    Attempt.objects.bulk_create(
        (Attempt(paper_id=pk, candidate_id=candidates[entry]) for pk, entry in owners),
        batch_size=1000,
    )
    facts = {"attempts": len(owners), "at": now.isoformat()}
    record(actor=actor, action="prepare_attempts", subject=exam, facts=facts)
    return len(owners)


def _refuse_release(
    exam: Exam, candidates: Container[int], owners: set[int], *, again: bool
) -> Refusal | None:
    facts = {"exam": exam.title}
    if exam.state != ExamState.LOCKED:
        return Refusal("delivery.not_locked", facts)
    if not exam.candidates.exists():
        return Refusal("delivery.no_batches", facts)
    unplaced = sum(entry not in candidates for entry in owners)
    if unplaced:
        return Refusal("delivery.without_batch", facts | {"people": unplaced})
    if again and not owners:
        return Refusal("delivery.already_prepared", facts)
    return None


def take_pledge(*, attempt_id: int, now: datetime) -> bool:
    """Notes the moment the pledge was accepted, once, before the start."""
    waiting = Attempt.objects.filter(pk=attempt_id, state=AttemptState.READY, pledged_at=None)
    return bool(waiting.update(pledged_at=now))


def start_attempt(*, attempt_id: int, now: datetime) -> Started | Refusal:
    """Starts the clock. Two starts at once: the conditional UPDATE lets one of them through."""
    attempt = Attempt.objects.select_related("candidate__exam", "candidate__batch", "paper").get(
        pk=attempt_id
    )
    refusal = refuse_entry(admission_of(attempt), now)
    if refusal:
        return refusal
    ends_at = attempt_end(now, attempt.candidate.exam.minutes, attempt.candidate.batch.closes_at)
    started = Attempt.objects.filter(pk=attempt_id, state=AttemptState.READY).update(
        state=AttemptState.IN_PROGRESS, started_at=now, ends_at=ends_at, device=1
    )
    return Started(attempt_id, 1, ends_at) if started else Refusal("delivery.already_started")


def record_answers(*, token: str, answers: Sequence[Answer], now: datetime) -> Saved | Refusal:
    """Stores answers for good and says which ones are. Call outside a transaction.

    Sending the same again is harmless. A sequence number that already holds another answer is
    refused by itself, as is an answer the paper has no place for; the rest of the batch counts.
    """
    device = read_token(token)
    if isinstance(device, Refusal):
        return device
    fit, refused = _cleaned(device.shape, answers)
    stored = insert_if_running(device.attempt_id, device.device, fit, now)
    numbers = {a.sequence for a in fit}
    if stored is None or len(stored[1]) < len(fit):
        contents = stored_contents(device.attempt_id, device.device, sorted(numbers))
        wrong = {a.sequence for a in fit if contents.get(a.sequence) != (a.slot, a.answer)}
        numbers -= wrong
        refused |= {n: _reused(n) for n in wrong}
    if stored is None:
        return _why_not_running(device, sorted(numbers), now)
    return Saved(tuple(sorted(numbers)), refused, stored[0])


def save_sheet(
    *, attempt_id: int, token: str, answers: dict[int, str], seen: int, now: datetime
) -> Saved | Refusal:
    """Stores what a posted paper changed; the plain page's way to `record_answers`.

    The token must be of the attempt whose paper was posted.

    `seen` is the device's last sequence number when the page was shown. What the page was shown
    with and brings back unchanged is not written: another tab may have changed it since.
    """
    device = read_token(token)
    if isinstance(device, Refusal):
        return device
    if device.attempt_id != attempt_id:
        return Refusal("delivery.token_forged")
    first = last_sequence(device.attempt_id, device.device) + 1
    before = answers_seen(device.attempt_id, device.device, seen)
    changed = changes(before, answers, first, now)
    return record_answers(token=token, answers=changed, now=now)


def _cleaned(shape: str, answers: Sequence[Answer]) -> tuple[list[Answer], dict[int, Refusal]]:
    clashing = clashing_sequences(answers)
    fit, refused = [], {n: _reused(n) for n in clashing}
    for a in answers:
        if a.sequence in clashing:
            continue
        text = clean_for_slot(shape, a.slot, a.answer)
        if isinstance(text, Refusal):
            refused[a.sequence] = text
        else:
            fit.append(Answer(a.sequence, a.slot, text, a.client_at))
    return fit, refused


def _reused(sequence: int) -> Refusal:
    return Refusal("delivery.sequence_reused", {"sequence": sequence})


def _why_not_running(token: AttemptToken, saved: list[int], now: datetime) -> Refusal:
    attempt = Attempt.objects.filter(pk=token.attempt_id).first()
    if attempt is None or attempt.ends_at is None:
        return Refusal("delivery.token_forged")
    facts = {"saved": saved, "ends_at": attempt.ends_at}
    if attempt.state in CLOSED_STATES:
        return Refusal("delivery.closed", facts)
    if attempt.ends_at <= now:
        return Refusal("delivery.overdue", facts)
    return Refusal("delivery.other_device", facts)


def take_over_device(*, actor: Actor, attempt: Attempt, now: datetime) -> int | Refusal:
    """Moves a running attempt to another device and returns its number.

    The candidate's own confirmation is the rule. The former device can save nothing more.
    """
    with transaction.atomic():
        moved = Attempt.objects.filter(
            pk=attempt.pk,
            state=AttemptState.IN_PROGRESS,
            device=attempt.device,
            ends_at__gt=now,
        ).update(device=attempt.device + 1)
        if not moved:
            return Refusal("delivery.not_running")
        facts = {"device": attempt.device + 1, "at": now.isoformat()}
        record(actor=actor, action="take_over_device", subject=attempt, facts=facts)
    return attempt.device + 1


def close_attempt(
    *, attempt_id: int, state: AttemptState, now: datetime, device: int | None = None
) -> bool:
    """Closes a running attempt; False when it was not running. Call inside a transaction.

    The UPDATE waits for savers that hold the row and shuts out those that come later, so the
    answers read after it, in the same transaction, are all the answers there will ever be.
    The clock closes only what is overdue, and closes it as of its end. A candidate's `device`
    closes only what has not moved to another one.
    """
    running = Attempt.objects.filter(pk=attempt_id, state=AttemptState.IN_PROGRESS)
    if state == AttemptState.EXPIRED:
        overdue = running.filter(ends_at__lte=now)
        return bool(overdue.update(state=state, closed_at=F("ends_at")))
    if device is not None:
        running = running.filter(device=device)
    return bool(running.filter(ends_at__gt=now).update(state=state, closed_at=now))
