"""Making attempts ready, starting, taking over, closing."""

from datetime import timedelta

import pytest

from audit.models import AuditRecord
from audit.rules import Refusal
from quiz.assembly.rules import ExamState
from quiz.delivery.actions import (
    Started,
    close_attempt,
    prepare_attempts,
    start_attempt,
    take_over_device,
    take_pledge,
)
from quiz.delivery.models import Attempt
from quiz.delivery.queries import load_release
from quiz.delivery.rules import AttemptState
from rosters.cohorts.rules import ReleaseKind
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_release, make_user
from tests.quiz.delivery.factories import HOUR, make_attempts, make_exam, make_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


def test_release_makes_an_attempt_for_each_paper_of_each_candidate(officer):
    exam = make_exam(make_person(), make_person(), attempts=2)
    assert prepare_attempts(actor=officer, exam=exam, now=NOW) == 4
    made = Attempt.objects.values_list("paper__entry", "candidate__entry", "state")
    assert all(mine == theirs and state == "ready" for mine, theirs, state in made)
    record = AuditRecord.objects.get()
    assert (record.action, record.facts["attempts"]) == ("prepare_attempts", 4)


def test_released_people_get_no_attempt(officer):
    exam = make_exam(make_person(), make_person())
    make_release(exam.roster.entries.first())
    assert prepare_attempts(actor=officer, exam=exam, now=NOW) == 1


def test_who_is_put_back_on_the_list_gets_the_attempt_that_was_missing(officer):
    exam = make_exam(make_person(), make_person(), make_person())
    back, unplaced, _ = exam.roster.entries.order_by("number")
    for entry in (back, unplaced):
        make_release(entry)
    assert prepare_attempts(actor=officer, exam=exam, now=NOW) == 1
    exam.candidates.filter(entry=unplaced).delete()
    for entry in (back, unplaced):
        make_release(entry, ReleaseKind.REINSTATED)
    assert load_release(exam).missing == 1
    assert prepare_attempts(actor=officer, exam=exam, now=NOW) == 1
    assert Attempt.objects.filter(candidate__entry=back).count() == 1
    assert load_release(exam).missing == 0
    again = prepare_attempts(actor=officer, exam=exam, now=NOW)
    assert again == Refusal("delivery.already_prepared", {"exam": exam.title})


def test_release_is_refused_before_the_draw_without_batches_and_twice(officer):
    def outcome(exam):
        return prepare_attempts(actor=officer, exam=exam, now=NOW)

    draft = make_exam()
    draft.state = ExamState.DRAFT
    draft.save()
    assert outcome(draft) == Refusal("delivery.not_locked", {"exam": draft.title})
    bare = make_exam()
    bare.candidates.all().delete()
    assert outcome(bare) == Refusal("delivery.no_batches", {"exam": bare.title})
    half = make_exam(make_person(), make_person())
    half.candidates.first().delete()
    assert outcome(half) == Refusal("delivery.without_batch", {"exam": half.title, "people": 1})
    done = make_exam()
    assert outcome(done) == 1
    assert outcome(done) == Refusal("delivery.already_prepared", {"exam": done.title})


def test_start_sets_the_clock_once():
    attempt = make_attempts(make_exam(minutes=60))[0]
    assert start_attempt(attempt_id=attempt.pk, now=NOW) == Refusal("delivery.pledge_needed")
    assert take_pledge(attempt_id=attempt.pk, now=NOW)
    started = start_attempt(attempt_id=attempt.pk, now=NOW)
    assert started == Started(attempt.pk, 1, NOW + HOUR)
    again = start_attempt(attempt_id=attempt.pk, now=NOW + HOUR / 2)
    assert again == Refusal("delivery.already_started")
    attempt.refresh_from_db()
    assert (attempt.started_at, attempt.ends_at, attempt.device) == (NOW, NOW + HOUR, 1)
    assert not take_pledge(attempt_id=attempt.pk, now=NOW)


def test_late_start_ends_with_the_window():
    attempt = make_attempts(make_exam(closes_at=NOW + HOUR / 4, minutes=60, pledge=""))[0]
    assert start_attempt(attempt_id=attempt.pk, now=NOW).ends_at == NOW + HOUR / 4


def test_second_attempt_waits_for_the_first():
    first, second = make_attempts(make_exam(attempts=2, pledge=""))
    start_attempt(attempt_id=first.pk, now=NOW)
    early = start_attempt(attempt_id=second.pk, now=NOW)
    assert early == Refusal("delivery.previous_running")
    close_attempt(attempt_id=first.pk, state=AttemptState.SUBMITTED, now=NOW)
    assert isinstance(start_attempt(attempt_id=second.pk, now=NOW), Started)
    assert start_attempt(attempt_id=first.pk, now=NOW) == Refusal("delivery.attempts_used")


def test_take_over_raises_the_device_once(officer):
    attempt = make_running()
    stale = Attempt.objects.get(pk=attempt.pk)
    assert take_over_device(actor=officer, attempt=attempt, now=NOW) == 2
    refused = take_over_device(actor=officer, attempt=stale, now=NOW)
    assert refused == Refusal("delivery.not_running")
    assert Attempt.objects.get().device == 2
    assert AuditRecord.objects.get().action == "take_over_device"


def test_clock_closes_only_what_is_overdue_and_as_of_its_end():
    attempt = make_running()
    end = attempt.ends_at

    def close(state, now):
        return close_attempt(attempt_id=attempt.pk, state=state, now=now)

    assert not close(AttemptState.EXPIRED, end - timedelta(microseconds=1))
    assert not close(AttemptState.SUBMITTED, end)
    assert close(AttemptState.EXPIRED, end + HOUR)
    assert not close(AttemptState.EXPIRED, end + HOUR)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.closed_at) == (AttemptState.EXPIRED, end)
