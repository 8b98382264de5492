"""A published exam with something personal in every table."""

from datetime import timedelta

from quiz.assembly.models import Exam
from quiz.delivery.models import Attempt, JournalEntry
from quiz.delivery.rules import AttemptState
from quiz.marking.actions import close_and_score
from quiz.marking.models import Response, Score
from quiz.privacy.models import Retention
from quiz.results.actions import issue_certificates, publish_results
from quiz.results.models import Publication, Voiding
from rosters.accounts.models import User
from rosters.cohorts.models import LateArrival, ReleaseRequest
from rosters.people.models import Person
from rosters.people.sealing import seal_bytes
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_release, make_unit, make_user
from tests.quiz.delivery.factories import make_attempts
from tests.quiz.delivery.factories import make_exam as make_ready_exam

HOUR = timedelta(hours=1)
DUE = NOW + timedelta(days=3 * 366)
"""A moment at which an exam of `make_kept_exam` is due."""
ANSWERS = {1: "B", 2: "ABD", 4: "二日\n行政机关", 5: "我是甲一。"}


def make_kept_exam(*people: Person) -> Exam:
    """Of three the first passed, the second is exempt, the third's result is void; all published.

    The third arrived late. Each table that names or describes somebody has a row of theirs.
    """
    if not people:
        unit, facts = make_unit(), {"title": "科长", "rank": "乡科级正职"}
        people = tuple(make_person(name, unit=unit, **facts) for name in ("甲一", "乙二", "丙三"))
    exam = make_ready_exam(*people, opens_at=NOW - 5 * HOUR, closes_at=NOW - HOUR)
    first, *others = exam.roster.entries.order_by("number")
    for attempt in make_attempts(exam):
        if attempt.paper.entry_id == first.pk:
            sit(attempt)
    if others:
        make_release(others[0])
        make_request(others[0])
    if len(others) > 1:
        Voiding.objects.create(exam=exam, entry=others[1], reason="丙三夹带", decided_at=NOW)
        LateArrival.objects.create(
            entry=others[1], arrived_on=NOW.date(), basis="丙三新任", decided_at=NOW
        )
    officer = make_user(Role.OFFICER)
    published = publish_results(actor=officer, exam=exam, now=NOW)
    assert isinstance(published, Publication), published
    assert issue_certificates(actor=officer, exam=exam, now=NOW) == 1
    return exam


def sit(attempt: Attempt) -> None:
    """The attempt was written on one device, handed in and marked with full marks."""
    Attempt.objects.filter(pk=attempt.pk).update(
        state=AttemptState.IN_PROGRESS,
        pledged_at=NOW - 4 * HOUR,
        started_at=NOW - 4 * HOUR,
        ends_at=NOW - 3 * HOUR,
        device=1,
    )
    for sequence, (slot, answer) in enumerate(ANSWERS.items(), start=1):
        JournalEntry.objects.create(
            attempt=attempt, device=1, sequence=sequence, slot=slot, answer=answer,
            received_at=NOW - 4 * HOUR,
        )  # fmt: skip
    close_and_score(attempt_id=attempt.pk, state=AttemptState.SUBMITTED, now=NOW - 3.5 * HOUR)
    Response.objects.filter(attempt=attempt, mark=None).update(mark=2)
    Score.objects.filter(attempt=attempt).update(total=100, unmarked=0)


def make_request(entry, asker: User | None = None) -> ReleaseRequest:
    return ReleaseRequest.objects.create(
        entry=entry,
        kind="exempt",
        basis="乙二持有法律职业资格",
        effective_on=NOW.date(),
        attachment=seal_bytes(b"scan of a certificate"),
        attachment_name="乙二.pdf",
        asked_by=asker or make_user(),
        asked_at=NOW,
        state="granted",
        answer="同意乙二免考",
    )


def keep_for(exam: Exam, months: int) -> None:
    Retention.objects.create(exam=exam, months=months)
