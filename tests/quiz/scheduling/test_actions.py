"""Batches are planned once papers are drawn, replaced until released, and refused in words."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from quiz.delivery.models import Attempt
from quiz.scheduling.actions import plan_batches
from quiz.scheduling.models import Batch, Candidate
from quiz.scheduling.queries import batches_with_counts
from tests.factories import (
    NOW,
    make_person,
    make_release,
    make_roster,
    make_unit,
    make_user,
)
from tests.quiz.factories import make_exam, make_locked_exam

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def windows(*capacities):
    return [
        (NOW + HOUR * number * 2, NOW + HOUR * (number * 2 + 1), capacity)
        for number, capacity in enumerate(capacities, start=1)
    ]


def plan(exam, capacities=(5, 5), share=Fraction(1, 2)):
    return plan_batches(
        actor=make_user(), exam=exam, windows=windows(*capacities), max_unit_share=share, now=NOW
    )


def locked(people=6):
    unit = make_unit()
    return make_locked_exam(make_roster(*(make_person(unit=unit) for _ in range(people))))


def test_everybody_gets_a_batch():
    exam = locked()
    batches = plan(exam)
    assert [(b.number, b.opens_at, b.closes_at, b.capacity) for b in batches] == [
        (number, *window) for number, window in enumerate(windows(5, 5), start=1)
    ]
    assert [batch.people for batch in batches_with_counts(exam)] == [3, 3]
    entries = Candidate.objects.filter(exam=exam).values_list("entry", flat=True)
    assert sorted(entries) == sorted(exam.roster.entries.values_list("pk", flat=True))
    assert [r.facts for r in history(exam)][-1:] == [{"batches": 2, "people": 6, "share": "1/2"}]


@pytest.mark.parametrize(("first", "last"), [(0, 0), (-1, 0), (0, 1)])
def test_the_days_of_the_exam_are_local_ones(first, last):
    """Half past midnight in China is 16:30 of the day before in UTC."""
    exam, day = locked(), date(2026, 12, 1)
    exam.starts_on, exam.ends_on = day + first * DAY, day + last * DAY
    exam.save()
    early = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    window = (early, early + HOUR, 6)
    plan = {"actor": make_user(), "exam": exam, "max_unit_share": 1, "now": NOW}
    assert len(plan_batches(windows=[window], **plan)) == 1
    night = (early - HOUR, early, 6)
    refusal = plan_batches(windows=[night], **plan)
    if first == 0:
        facts = {"number": 1, "first": exam.starts_on, "last": exam.ends_on}
        assert refusal == Refusal("scheduling.window_outside", facts)
    else:
        assert len(refusal) == 1


def test_the_plan_repeats_with_the_seed_of_the_draw():
    exam = locked(20)
    plan(exam, (10, 10))
    first = sorted(Candidate.objects.values_list("entry", "batch__number"))
    plan(exam, (10, 10))
    assert sorted(Candidate.objects.values_list("entry", "batch__number")) == first


def test_a_new_plan_replaces_the_old_one():
    exam = locked()
    plan(exam)
    plan(exam, (2, 2, 2))
    assert Batch.objects.count() == 3
    assert Candidate.objects.count() == 6


def test_people_released_after_the_draw_get_no_batch():
    exam = locked(3)
    released = exam.roster.entries.first()
    make_release(released)
    plan(exam)
    assert Candidate.objects.count() == 2
    assert not Candidate.objects.filter(entry=released).exists()


def test_a_released_plan_is_kept():
    exam = locked()
    plan(exam)
    candidate = Candidate.objects.first()
    Attempt.objects.create(candidate=candidate, paper=candidate.entry.papers.get())
    before = list(Candidate.objects.values_list("pk", "batch"))
    assert plan(exam, (9, 9)) == Refusal("scheduling.released", {"title": exam.title})
    assert list(Candidate.objects.values_list("pk", "batch")) == before


def test_a_draft_has_no_batches():
    exam = make_exam()
    assert plan(exam) == Refusal("scheduling.not_locked", {"title": exam.title})


@pytest.mark.parametrize("share", [0, Fraction(11, 10), -1])
def test_an_impossible_share(share):
    assert plan(locked(), share=share) == Refusal("scheduling.share")


def test_nobody_left_to_examine():
    exam = locked(1)
    make_release(exam.roster.entries.get())
    assert plan(exam) == Refusal("scheduling.nobody", {"title": exam.title})


@pytest.mark.parametrize(
    ("capacities", "share", "code", "facts"),
    [
        ((2, 3), Fraction(1), "scheduling.capacity", {"people": 6, "places": 5}),
        ((9, 9), Fraction(1, 3), "scheduling.unit", {"people": 6, "places": 4, "batches": 3}),
    ],
)
def test_a_plan_that_does_not_hold_everybody_keeps_the_old_one(capacities, share, code, facts):
    exam = locked()
    plan(exam)
    refusal = plan(exam, capacities, share)
    name = {"unit": exam.roster.entries.first().unit.name} if code == "scheduling.unit" else {}
    assert refusal == Refusal(code, facts | name)
    assert all(str(fact) in explain(refusal) for fact in refusal.facts.values())
    assert Candidate.objects.count() == 6


def test_planning_takes_a_constant_number_of_queries(django_assert_max_num_queries):
    few, many = locked(2), locked(40)
    actor = make_user()
    for exam in (few, many):
        with django_assert_max_num_queries(16):
            plan_batches(actor=actor, exam=exam, windows=windows(30, 30), max_unit_share=1, now=NOW)
