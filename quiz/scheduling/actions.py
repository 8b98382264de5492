"""Planning the batches of an exam."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from audit.actions import Actor, record
from audit.rules import Refusal
from quiz.assembly.models import Exam
from quiz.assembly.rules import ExamState
from quiz.scheduling import queries
from quiz.scheduling.models import Batch, Candidate
from quiz.scheduling.rules import (
    Shortage,
    Window,
    assign_batches,
    outside_refusal,
    windows_refusal,
)
from rosters.units.models import Unit


@transaction.atomic
def plan_batches(
    *,
    actor: Actor,
    exam: Exam,
    windows: Iterable[tuple[datetime, datetime, int]],
    max_unit_share: Fraction | Decimal | float,
    now: datetime,
) -> list[Batch] | Refusal:
    """Puts everybody who must sit into a batch; replaces an earlier plan until it is released."""
    exam = Exam.objects.select_for_update(of=("self",)).select_related("draw").get(pk=exam.pk)
    windows = [Window(*window) for window in windows]
    refusal = _plan_refusal(exam, windows, max_unit_share, now)
    if refusal:
        return refusal
    people = list(queries.entries_to_seat(exam).values_list("pk", "unit_id"))
    if not people:
        return Refusal("scheduling.nobody", {"title": exam.title})
    capacities = [window.capacity for window in windows]
    assigned = assign_batches(people, capacities, max_unit_share, bytes.fromhex(exam.draw.seed))
    if isinstance(assigned, Shortage):
        return _explained(assigned)
    exam.batches.all().delete()
    batches = _store(exam, windows, assigned.batches)
    facts = {"batches": len(batches), "people": len(people), "share": str(max_unit_share)}
    record(actor=actor, action="plan_batches", subject=exam, facts=facts)
    return batches


def _plan_refusal(
    exam: Exam,
    windows: Sequence[Window],
    max_unit_share: Fraction | Decimal | float,
    now: datetime,
) -> Refusal | None:
    if exam.state != ExamState.LOCKED:
        return Refusal("scheduling.not_locked", {"title": exam.title})
    if queries.is_released(exam):
        return Refusal("scheduling.released", {"title": exam.title})
    if not 0 < max_unit_share <= 1:
        return Refusal("scheduling.share")
    local = [
        Window(timezone.localtime(opens_at), timezone.localtime(closes_at), capacity)
        for opens_at, closes_at, capacity in windows
    ]
    return windows_refusal(windows, exam.minutes, now) or outside_refusal(
        local, exam.starts_on, exam.ends_on
    )


def _explained(shortage: Shortage) -> Refusal:
    facts = {"people": shortage.people, "places": shortage.places}
    if shortage.unit_id is not None:
        name = Unit.objects.get(pk=shortage.unit_id).name
        facts |= {"unit": name, "batches": shortage.batches}
    return Refusal(f"scheduling.{shortage.lack}", facts)


def _store(exam: Exam, windows: Sequence[Window], assigned: Sequence[Sequence[int]]) -> list[Batch]:
    batches = Batch.objects.bulk_create(
        Batch(exam=exam, number=number, **window._asdict())
        for number, window in enumerate(windows, start=1)
    )
    Candidate.objects.bulk_create(
        Candidate(exam=exam, entry_id=entry_id, batch=batch)
        for batch, entry_ids in zip(batches, assigned, strict=True)
        for entry_id in entry_ids
    )
    return batches
