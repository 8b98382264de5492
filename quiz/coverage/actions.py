"""Keeping the figures of a day."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from quiz.assembly.models import Exam
from quiz.coverage.history import exams_due
from quiz.coverage.models import CoverageSnapshot
from quiz.coverage.queries import load_coverage
from quiz.coverage.rules import make_figures, snapshot_hash


@transaction.atomic
def take_snapshot(*, actor: Actor, exam: Exam, now: datetime) -> CoverageSnapshot | Refusal:
    """Keeps the figures of the whole county as they are now, once a day, without any name."""
    coverage = load_coverage(exam, now)
    day = timezone.localdate(now)
    hold_chain()
    if CoverageSnapshot.objects.filter(exam=exam, day=day).exists():
        return Refusal("coverage.taken_before", {"exam": exam.title, "day": day})
    figures = make_figures(
        published=coverage.publication is not None,
        late=coverage.late,
        units=coverage.units,
        cohorts=coverage.cohorts,
        levels=coverage.levels,
        fields=coverage.fields,
    )
    snapshot = CoverageSnapshot.objects.create(
        exam=exam,
        day=day,
        taken_at=now,
        figures=figures,
        content_hash=snapshot_hash(exam.pk, day, now, figures),
    )
    facts = {
        "day": day.isoformat(),
        "must_sit": coverage.total.must_sit,
        "content_hash": snapshot.content_hash,
    }
    record(actor=actor, action="take_snapshot", subject=exam, facts=facts)
    return snapshot


def take_month_end_snapshots(*, actor: Actor, now: datetime) -> int:
    """A snapshot of each exam that has none of the newest month's end; how many were taken."""
    taken = [take_snapshot(actor=actor, exam=exam, now=now) for exam in exams_due(now)]
    return sum(isinstance(snapshot, CoverageSnapshot) for snapshot in taken)
