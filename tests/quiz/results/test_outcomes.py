"""Outcomes read from the rows of rosters, batches, attempts and scores."""

from datetime import timedelta
from decimal import Decimal

import pytest

from quiz.assembly.rules import RetakeRule
from quiz.delivery.rules import AttemptState
from quiz.results.queries import OutcomeLine, load_outcomes
from quiz.results.rules import Verdict
from rosters.cohorts.rules import ReleaseKind
from tests.factories import NOW, make_person, make_release, make_roster
from tests.quiz.results.factories import (
    make_attempt,
    make_batch,
    make_candidate,
    make_exam,
    make_published,
    make_sat_exam,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def verdicts(exam, now=NOW):
    return [(line.verdict, line.score) for line in load_outcomes(exam, now)]


def one_candidate(*, closes_at=NOW - timedelta(hours=1), release=None, **fields):
    exam = make_exam(make_roster(make_person()), **fields)
    entry = exam.roster.entries.get()
    if release:
        make_release(entry, release)
    return exam, make_candidate(make_batch(exam, closes_at=closes_at), entry)


def test_line_names_entry_person_and_unit():
    exam = make_sat_exam(75)
    entry = exam.roster.entries.get()
    assert load_outcomes(exam, NOW) == [
        OutcomeLine(
            entry.pk, entry.person_id, entry.unit_id, entry.name, Verdict.PASSED, Decimal("75.00")
        )
    ]


def test_each_way_of_sitting_has_its_verdict():
    assert verdicts(make_sat_exam(95, 60, 59, None)) == [
        (Verdict.EXCELLENT, Decimal(95)),
        (Verdict.PASSED, Decimal(60)),
        (Verdict.FAILED, Decimal(59)),
        (Verdict.ABSENT, None),
    ]


def test_who_has_not_begun_is_pending_until_the_window_closes():
    exam, candidate = one_candidate(closes_at=NOW + timedelta(minutes=1))
    make_attempt(candidate, state=AttemptState.READY)
    assert verdicts(exam) == [(Verdict.PENDING, None)]
    assert verdicts(exam, NOW + timedelta(minutes=1)) == [(Verdict.ABSENT, None)]


def test_candidate_whose_attempt_is_not_made_ready_waits_for_the_window():
    exam, _ = one_candidate(closes_at=LATER)
    assert verdicts(exam) == [(Verdict.PENDING, None)]
    assert verdicts(exam, LATER) == [(Verdict.ABSENT, None)]


def test_attempt_in_progress_is_pending_even_after_the_window():
    exam, candidate = one_candidate()
    make_attempt(candidate, state=AttemptState.IN_PROGRESS)
    assert verdicts(exam) == [(Verdict.PENDING, None)]


def test_unmarked_answer_is_pending():
    exam, candidate = one_candidate()
    make_attempt(candidate, None, unmarked=1)
    assert verdicts(exam) == [(Verdict.PENDING, None)]


def test_attempt_closed_by_the_clock_counts():
    exam, candidate = one_candidate()
    make_attempt(candidate, 0, state=AttemptState.EXPIRED)
    assert verdicts(exam) == [(Verdict.FAILED, Decimal(0))]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(RetakeRule.BEST, Decimal(80)), (RetakeRule.LAST, Decimal(61))],
)
def test_attempts_count_in_the_order_of_their_papers(rule, expected):
    exam, candidate = one_candidate(attempts=3, retake_rule=rule)
    for total in (70, 80, 61):
        make_attempt(candidate, total)
    assert verdicts(exam) == [(Verdict.PASSED, expected)]


def test_attempt_left_over_keeps_the_entry_pending_while_the_window_is_open():
    exam, candidate = one_candidate(closes_at=LATER, attempts=2)
    make_attempt(candidate, 95)
    make_attempt(candidate, state=AttemptState.READY)
    assert verdicts(exam) == [(Verdict.PENDING, None)]
    assert verdicts(exam, LATER) == [(Verdict.EXCELLENT, Decimal(95))]


def test_release_holds_for_who_did_not_sit():
    exam, candidate = one_candidate(release=ReleaseKind.DEFERRED, closes_at=LATER)
    make_attempt(candidate, state=AttemptState.READY)
    assert verdicts(exam) == [(Verdict.DEFERRED, None)]


def test_released_person_who_sat_counts_as_sat():
    exam, candidate = one_candidate(release=ReleaseKind.LEFT)
    make_attempt(candidate, 66)
    assert verdicts(exam) == [(Verdict.PASSED, Decimal(66))]


def test_entry_in_no_batch_is_pending():
    assert verdicts(make_exam(make_roster(make_person()))) == [(Verdict.PENDING, None)]


def test_other_exam_of_the_same_roster_does_not_count():
    exam = make_sat_exam(95)
    again = make_exam(exam.roster)
    make_candidate(make_batch(again), exam.roster.entries.get())
    assert verdicts(again) == [(Verdict.ABSENT, None)]


def test_published_outcomes_are_read_back_whatever_happens_later():
    exam = make_published(95, 40, None)
    before = load_outcomes(exam, NOW)
    make_release(exam.roster.entries.last(), ReleaseKind.EXEMPT)
    assert load_outcomes(exam, LATER) == before
    assert [line.verdict for line in before] == ["excellent", "failed", "absent"]


@pytest.mark.parametrize("make", [make_sat_exam, make_published])
def test_number_of_queries_does_not_grow(make, django_assert_num_queries):
    few, many = make(50), make(*[50] * 12)
    wanted = 4 if make is make_sat_exam else 2
    for exam in (few, many):
        with django_assert_num_queries(wanted):
            load_outcomes(exam, NOW)
