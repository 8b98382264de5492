"""A story over several days: two attempts with the better one counting, one paper closed by the
clock, one person absent, one deferred, one certificate revoked in the end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from audit.queries import first_broken_link
from quiz.assembly.rules import RetakeRule
from quiz.coverage.queries import load_coverage
from quiz.coverage.rules import Tally
from quiz.delivery.actions import prepare_attempts, record_answers, start_attempt, take_pledge
from quiz.delivery.models import Attempt
from quiz.delivery.queries import load_sheet, shape_of
from quiz.delivery.rules import Answer, AttemptState
from quiz.delivery.tokens import AttemptToken, make_token
from quiz.marking.actions import close_overdue, submit_attempt
from quiz.results.actions import issue_certificates, publish_results, revoke_certificate
from quiz.results.models import Certificate
from quiz.results.rules import Verdict
from quiz.scheduling.actions import plan_batches
from rosters.cohorts.actions import release_entry
from rosters.cohorts.rules import ReleaseKind
from rosters.roles.rules import Role
from tests.factories import make_person, make_roster, make_unit, make_user
from tests.quiz.factories import make_locked_exam

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
EVENING = MORNING + timedelta(hours=10)
NEXT_DAY = MORNING + timedelta(days=1)


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


@pytest.fixture
def exam(officer):
    """Two attempts, the better counts; the roster is 甲, 乙, 丙, and 丁 who is deferred."""
    unit = make_unit("县司法局")
    roster = make_roster(*(make_person(name, unit=unit) for name in ("甲", "乙", "丙", "丁")))
    deferred = roster.entries.get(name="丁")
    release_entry(
        actor=officer, entry=deferred, kind=ReleaseKind.DEFERRED, basis="产假", now=MORNING
    )
    exam = make_locked_exam(
        roster, now=MORNING, attempts=2, retake_rule=RetakeRule.BEST, minutes=60
    )
    windows = [(MORNING, EVENING, 10)]
    plan_batches(actor=officer, exam=exam, windows=windows, max_unit_share=1, now=MORNING)
    prepare_attempts(actor=officer, exam=exam, now=MORNING)
    return exam


def begin(name: str, sequence: int, now: datetime) -> tuple[Attempt, str]:
    attempt = Attempt.objects.get(candidate__entry__name=name, paper__sequence=sequence)
    take_pledge(attempt_id=attempt.pk, now=now)
    start_attempt(attempt_id=attempt.pk, now=now)
    shape = shape_of(load_sheet(attempt.paper_id))
    return attempt, make_token(AttemptToken(attempt.pk, 1, shape))


def answer(attempt: Attempt, token: str, slots: int, now: datetime) -> None:
    """Gives the right answer to the first `slots` questions."""
    items = attempt.paper.items.select_related("version")[:slots]
    answers = [Answer(item.slot, item.slot, item.version.key, now) for item in items]
    record_answers(token=token, answers=answers, now=now)


def test_better_attempt_counts_and_the_clock_keeps_what_was_saved(officer, exam, client):
    for sequence, slots in ((1, 2), (2, 5)):
        attempt, token = begin("甲", sequence, MORNING + sequence * timedelta(hours=1))
        at = attempt.candidate.batch.opens_at + sequence * timedelta(hours=1, minutes=5)
        answer(attempt, token, slots, at)
        submit_attempt(token=token, now=at)
    late, token = begin("乙", 1, EVENING - timedelta(minutes=10))
    answer(late, token, 4, EVENING - timedelta(seconds=1))
    answer(late, token, 5, EVENING)
    assert close_overdue(now=EVENING) == 1
    late.refresh_from_db()
    assert (late.state, late.closed_at, late.score.total) == (AttemptState.EXPIRED, EVENING, 80)

    publish_results(actor=officer, exam=exam, now=NEXT_DAY)
    outcomes = exam.publication.outcomes.values_list("entry__name", "verdict", "score")
    assert sorted(outcomes) == [
        ("丁", Verdict.DEFERRED, None),
        ("丙", Verdict.ABSENT, None),
        ("乙", Verdict.PASSED, 80),
        ("甲", Verdict.EXCELLENT, 100),
    ]
    assert load_coverage(exam, NEXT_DAY).total == Tally(
        must_sit=4, excellent=1, passed=1, failed=0, absent=1, deferred=1, exempt=0, left=0,
        pending=0,
    )  # fmt: skip

    assert issue_certificates(actor=officer, exam=exam, now=NEXT_DAY) == 2
    certificate = Certificate.objects.get(outcome__entry__name="甲")
    page = reverse("results:verify", args=[certificate.code])
    assert "有效" in client.get(page).text
    revoke_certificate(actor=officer, certificate=certificate, reason="替考", now=NEXT_DAY)
    assert "已作废" in client.get(page).text
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2]
    assert first_broken_link() is None
