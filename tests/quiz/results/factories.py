"""Exams with their attempts and scores made directly as rows, as if everybody had sat."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from quiz.assembly.models import Exam, Paper
from quiz.assembly.rules import ExamState
from quiz.delivery.models import Attempt
from quiz.delivery.rules import AttemptState
from quiz.marking.models import Score
from quiz.results.actions import issue_certificates, publish_results
from quiz.results.models import Certificate, Publication
from quiz.scheduling.models import Batch, Candidate
from rosters.accounts.models import User
from rosters.cohorts.models import Entry, Roster
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_roster, make_unit, make_user
from tests.quiz.factories import EXAM_DAYS

_numbers = count(1)
CLOSED_AT = NOW - timedelta(hours=12)


def make_exam(roster: Roster, **fields: Any) -> Exam:
    """A locked exam: 60 passes, 90 is excellent, one attempt."""
    fields.setdefault("title", f"法律知识考试第{next(_numbers)}次")
    return Exam.objects.create(roster=roster, state=ExamState.LOCKED, **EXAM_DAYS, **fields)


def make_batch(exam: Exam, *, closes_at: datetime = CLOSED_AT) -> Batch:
    """A window of three hours; it closed in the past unless said otherwise."""
    return Batch.objects.create(
        exam=exam,
        number=exam.batches.count() + 1,
        capacity=2000,
        opens_at=closes_at - timedelta(hours=3),
        closes_at=closes_at,
    )


def make_candidate(batch: Batch, entry: Entry) -> Candidate:
    return Candidate.objects.create(exam=batch.exam, entry=entry, batch=batch)


def make_attempt(
    candidate: Candidate,
    total: Decimal | int | None = None,
    *,
    state: AttemptState = AttemptState.SUBMITTED,
    unmarked: int = 0,
) -> Attempt:
    """The candidate's next attempt, closed with `total` unless `state` says otherwise."""
    sequence = candidate.attempts.count() + 1
    started = None if state == AttemptState.READY else candidate.batch.opens_at
    paper = Paper.objects.create(
        exam=candidate.exam, entry=candidate.entry, sequence=sequence, content_hash="0" * 64
    )
    attempt = Attempt.objects.create(
        candidate=candidate, paper=paper, state=state, started_at=started
    )
    if state in (AttemptState.SUBMITTED, AttemptState.EXPIRED):
        Score.objects.create(
            attempt=attempt, machine_marks=total or 0, unmarked=unmarked, total=total
        )
    return attempt


def make_sat_exam(*totals: int | None, unit_name: str = "", **fields: Any) -> Exam:
    """An exam of one unit where each person scored as given; None did not come."""
    unit = make_unit(unit_name)
    exam = make_exam(make_roster(*(make_person(unit=unit) for _ in totals)), **fields)
    batch = make_batch(exam)
    for entry, total in zip(exam.roster.entries.all(), totals, strict=True):
        state = AttemptState.READY if total is None else AttemptState.SUBMITTED
        make_attempt(make_candidate(batch, entry), total, state=state)
    return exam


def make_officer() -> User:
    return make_user(Role.OFFICER)


def make_published(*totals: int | None, **fields: Any) -> Exam:
    """As `make_sat_exam`, with the results published."""
    exam = make_sat_exam(*totals, **fields)
    assert isinstance(publish_results(actor=make_officer(), exam=exam, now=NOW), Publication)
    return exam


def make_certified(*totals: int | None, **fields: Any) -> list[Certificate]:
    """As `make_published`, with certificates issued to all who passed."""
    exam = make_published(*totals, **fields)
    issue_certificates(actor=make_officer(), exam=exam, now=NOW)
    return list(Certificate.objects.filter(outcome__publication__exam=exam).order_by("number"))
