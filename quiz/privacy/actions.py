"""Deciding how long an exam's personal data are kept, and forgetting them."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.actions import SYSTEM, Actor, record
from audit.rules import Refusal
from quiz.assembly.models import Exam
from quiz.coverage.actions import take_snapshot
from quiz.privacy.forgetting import forgettings
from quiz.privacy.models import Purge, Retention
from quiz.privacy.queries import load_kept_exams
from quiz.privacy.rules import LEAST_MONTHS, MOST_MONTHS, Keeping, add_months
from rosters.reporting.models import Confirmation


@transaction.atomic
def set_retention(*, actor: Actor, exam: Exam, months: int, basis: str) -> Retention | Refusal:
    """For how long after publication; another time than usual needs a basis, and is recorded.

    There is no way to forget before the time but to shorten it on a stated basis.
    """
    exam = Exam.objects.select_for_update().get(pk=exam.pk)
    basis = basis.strip()
    if Purge.objects.filter(exam=exam).exists():
        return Refusal("privacy.forgotten_before", {"exam": exam.title})
    if not LEAST_MONTHS <= months <= MOST_MONTHS:
        limits = {"least": LEAST_MONTHS, "most": MOST_MONTHS}
        return Refusal("privacy.months_out_of_range", limits)
    if months != settings.RETENTION_MONTHS and not basis:
        return Refusal("privacy.basis_missing", {"usual": settings.RETENTION_MONTHS})
    values = {"months": months, "basis": basis[:200]}
    retention, _ = Retention.objects.update_or_create(exam=exam, defaults=values)
    record(actor=actor, action="set_retention", subject=exam, facts={"months": months})
    return retention


@transaction.atomic
def purge_exam(*, actor: Actor, exam: Exam, now: datetime) -> Purge | Refusal:
    """Makes an exam and its roster anonymous once the time is over; the figures stay.

    All or nothing: the blankings, a last snapshot of the coverage, how many rows, the record.
    The chain is held only from the snapshot on, so that others go on working meanwhile.
    """
    # All exams of the roster wait, so that the time of none is made longer meanwhile.
    list(Exam.objects.select_for_update().filter(roster=exam.roster_id).order_by("pk"))
    if refusal := _refuse(exam, now):
        return refusal
    counts = {each.name: each.carry_out() for each in forgettings(exam)}
    take_snapshot(actor=actor, exam=exam, now=now)  # of today there may be one; it says the same
    purge = Purge.objects.create(exam=exam, purged_at=now, purged_by_id=actor.pk, counts=counts)
    record(actor=actor, action="purge_exam", subject=exam, facts=counts)
    return purge


def _refuse(exam: Exam, now: datetime) -> Refusal | None:
    """Why an exam is not made anonymous today."""
    kept = load_kept_exams(timezone.localdate(now), exam)[0]
    facts = {"exam": exam.title}
    match kept.state:
        case Keeping.FORGOTTEN:
            return Refusal("privacy.forgotten_before", facts)
        case Keeping.UNPUBLISHED:
            return Refusal("privacy.not_published", facts)
        case Keeping.KEPT:
            return Refusal("privacy.not_due", facts | {"day": kept.term.due_on})
        case Keeping.HELD:
            return Refusal("privacy.held", facts | {"others": "、".join(kept.held_by)})
    return None


def purge_due(*, now: datetime, actor: Actor = SYSTEM) -> list[Purge]:
    """Makes anonymous whatever is due; one transaction for each exam."""
    forget_signatures(actor=actor, now=now)
    due = [
        kept.exam for kept in load_kept_exams(timezone.localdate(now)) if kept.state == Keeping.DUE
    ]
    purged = [purge_exam(actor=actor, exam=exam, now=now) for exam in due]
    return [purge for purge in purged if isinstance(purge, Purge)]


@transaction.atomic
def forget_signatures(*, actor: Actor, now: datetime) -> int:
    """Blanks the names under confirmations of rosters that are as old as an exam is kept."""
    last_day = add_months(timezone.localdate(now), -settings.RETENTION_MONTHS)
    old = Confirmation.objects.filter(confirmed_at__date__lte=last_day).exclude(signed="")
    newest = old.order_by("-pk").first()
    if newest is None:
        return 0
    count = old.update(signed="")
    record(actor=actor, action="forget_signatures", subject=newest, facts={"count": count})
    return count
