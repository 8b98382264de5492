"""The verdict in SQL against the pure rule, over generated exams, before and after publication."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.assembly.models import Paper
from quiz.assembly.rules import RetakeRule
from quiz.coverage.queries import load_coverage
from quiz.coverage.rules import tally
from quiz.coverage.verdicts import judged_entries
from quiz.delivery.models import Attempt
from quiz.delivery.rules import CLOSED_STATES, AttemptState
from quiz.marking.models import Score
from quiz.official.models import OfficialImport, OfficialResult
from quiz.results.actions import publish_results
from quiz.results.models import Publication, Voiding
from quiz.results.queries import load_outcomes
from quiz.results.rules import Verdict
from rosters.cohorts.models import Release
from rosters.cohorts.rules import ReleaseKind
from tests.factories import NOW, make_person, make_roster, make_unit
from tests.quiz.factories import EXAM_DAYS
from tests.quiz.results.factories import make_batch, make_candidate, make_exam, make_officer

pytestmark = pytest.mark.django_db

LAST_DAY = EXAM_DAYS["ends_on"]
DAYS = [LAST_DAY + timedelta(days=n) for n in (-40, -1, 0, 1, 40)]
scores = st.sampled_from([None, "none", 0, 59, 60, 70, 89, 90, 95])
attempts = st.lists(
    st.tuples(st.sampled_from(["ready", "progress", "submitted", "expired", "never"]), scores),
    max_size=3,
)
releases = st.lists(
    st.tuples(
        st.sampled_from(ReleaseKind), st.sampled_from(DAYS), st.none() | st.sampled_from(DAYS)
    ),
    max_size=3,
)
officials = st.none() | st.tuples(st.booleans(), st.booleans())
people = st.tuples(
    st.sampled_from(["none", "over", "open"]), attempts, releases, st.booleans(), officials
)


def add_attempt(candidate, sequence, state, total):
    """A paper and its attempt; `never` is one that the clock closed without a beginning."""
    paper = Paper.objects.create(
        exam=candidate.exam, entry=candidate.entry, sequence=sequence, content_hash="0" * 64
    )
    begun = state not in ("ready", "never")
    attempt = Attempt.objects.create(
        candidate=candidate,
        paper=paper,
        state=AttemptState.EXPIRED if state == "never" else state,
        started_at=candidate.batch.opens_at if begun else None,
    )
    if attempt.state in CLOSED_STATES and total is not None:
        total = None if total == "none" else total
        Score.objects.create(attempt=attempt, machine_marks=0, total=total)


def add_decisions(exam, entry, decided, voided, official, source):
    for kind, begins, ends in decided:
        Release.objects.create(
            entry=entry,
            kind=kind,
            basis="批复",
            effective_on=begins,
            expires_on=ends,
            decided_at=NOW,
        )
    if voided:
        Voiding.objects.create(exam=exam, entry=entry, reason="替考", decided_at=NOW)
    if official:
        passed, excellent = official
        OfficialResult.objects.create(
            source=source,
            exam=exam,
            entry=entry,
            passed=passed,
            excellent=excellent,
            sat_on=date(2026, 5, 1),
        )


def make_any_exam(rule, lines):
    """An exam of whatever happened to each of its people."""
    unit = make_unit()
    roster = make_roster(*(make_person(unit=unit) for _ in lines))
    exam = make_exam(roster, retake_rule=rule, attempts=3)
    batches = {
        "over": make_batch(exam),
        "open": make_batch(exam, closes_at=NOW + timedelta(hours=1)),
    }
    source = OfficialImport.objects.create(
        exam=exam, title="省统考", source="省司法厅", document="1号", filename="a.xlsx",
        digest="0" * 64, rows=1, imported_at=NOW,
    )  # fmt: skip
    for entry, (window, tried, decided, voided, official) in zip(
        roster.entries.order_by("number"), lines, strict=True
    ):
        if window != "none":
            candidate = make_candidate(batches[window], entry)
            for sequence, (state, total) in enumerate(tried, start=1):
                add_attempt(candidate, sequence, state, total)
        add_decisions(exam, entry, decided, voided, official, source)
    return exam


def in_sql(exam, publication=None):
    judged = judged_entries(exam, publication, NOW)
    return dict(judged.values_list("pk", "verdict"))


def by_rule(exam):
    return {line.entry_id: line.verdict for line in load_outcomes(exam, NOW)}


@settings(max_examples=60)
@given(st.sampled_from(RetakeRule), st.lists(people, min_size=1, max_size=6))
def test_sql_says_what_the_rule_says(rule, lines):
    exam = make_any_exam(rule, lines)
    expected = by_rule(exam)
    assert in_sql(exam) == expected
    coverage = load_coverage(exam, NOW)
    assert coverage.total == tally(expected.values())
    published = publish_results(actor=make_officer(), exam=exam, now=NOW)
    assert isinstance(published, Publication) == (Verdict.PENDING not in expected.values())
    if isinstance(published, Publication):
        assert in_sql(exam, published) == expected
        assert load_coverage(exam, NOW + timedelta(days=1)).total == coverage.total


def one(window="over", tried=(), decided=(), voided=False, official=None, **fields):
    exam = make_any_exam(RetakeRule.BEST, [(window, tried, decided, voided, official)])
    for name, value in fields.items():
        setattr(exam, name, value)
    exam.save()
    (verdict,) = in_sql(exam).values()
    assert [verdict] == list(by_rule(exam).values())
    return verdict


PERMIT = (ReleaseKind.EXEMPT, DAYS[0], None)
EXPIRED = (ReleaseKind.DEFERRED, DAYS[0], DAYS[1])
BACK = (ReleaseKind.REINSTATED, DAYS[1], None)


@pytest.mark.parametrize(
    ("what", "verdict"),
    [
        ({"tried": [("submitted", 90)]}, "excellent"),
        ({"tried": [("expired", 60)]}, "passed"),
        ({"tried": [("submitted", 59)]}, "failed"),
        ({"tried": [("submitted", "none")]}, "pending"),
        ({"tried": [("submitted", None)]}, "pending"),
        ({"tried": [("progress", None)]}, "pending"),
        ({"tried": [("submitted", 70), ("ready", None)], "window": "open"}, "pending"),
        ({"tried": [("submitted", 70), ("ready", None)]}, "passed"),
        ({"tried": [("ready", None)]}, "absent"),
        ({"tried": [("ready", None)], "window": "open"}, "pending"),
        ({"window": "open"}, "pending"),
        ({"window": "none"}, "pending"),
        ({"window": "none", "decided": [PERMIT]}, "exempt"),
        ({"decided": [EXPIRED]}, "absent"),
        ({"decided": [PERMIT, BACK]}, "absent"),
        ({"decided": [(ReleaseKind.DUPLICATE, DAYS[0], None)]}, "duplicate"),
        ({"decided": [(ReleaseKind.TRANSFERRED, DAYS[0], None)]}, "transferred"),
        ({"tried": [("submitted", 95)], "decided": [PERMIT]}, "excellent"),
        ({"tried": [("submitted", 95)], "voided": True}, "void"),
        ({"tried": [("submitted", "none")], "voided": True}, "void"),
        ({"official": (True, True)}, "excellent"),
        ({"official": (True, False), "decided": [PERMIT], "window": "none"}, "passed"),
        ({"official": (False, False)}, "failed"),
        ({"official": (True, False), "tried": [("submitted", 10)]}, "failed"),
        ({"official": (True, False), "voided": True}, "void"),
    ],
)
def test_verdict_by_example(what, verdict):
    assert one(**what) == verdict


def test_mark_between_an_odd_scale_fails():
    scale = {"cut_score": Decimal(80), "excellent_score": Decimal(70)}
    assert one(tried=[("submitted", 75)], **scale) == "failed"


def test_last_attempt_counts_where_the_exam_says_so():
    lines = [("over", [("submitted", 95), ("submitted", 50)], [], False, None)]
    assert list(in_sql(make_any_exam(RetakeRule.LAST, lines)).values()) == ["failed"]
    assert list(in_sql(make_any_exam(RetakeRule.BEST, lines)).values()) == ["excellent"]
