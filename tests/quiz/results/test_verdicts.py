"""The verdict on an entry: by example for each rule of precedence, and for any mixture."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assembly.rules import RetakeRule
from quiz.results.rules import (
    SITTING,
    Official,
    Scale,
    Standing,
    Verdict,
    Waiting,
    verdict_of,
    waiting_for,
)
from rosters.cohorts.rules import ReleaseKind

SCALE = Scale(Decimal(60), Decimal(90), RetakeRule.BEST)
LAST = replace(SCALE, retake=RetakeRule.LAST)
ELSEWHERE = Official(1, passed=True, score=Decimal(55))


def sat(*totals, **fields):
    return Standing(
        totals=tuple(t if t is None else Decimal(t) for t in totals), started=True, **fields
    )


@pytest.mark.parametrize(
    ("standing", "scale", "expected"),
    [
        (sat(90), SCALE, (Verdict.EXCELLENT, Decimal(90))),
        (sat("89.99"), SCALE, (Verdict.PASSED, Decimal("89.99"))),
        (sat(60), SCALE, (Verdict.PASSED, Decimal(60))),
        (sat("59.99"), SCALE, (Verdict.FAILED, Decimal("59.99"))),
        (sat(0), SCALE, (Verdict.FAILED, Decimal(0))),
        (sat(95, 50), SCALE, (Verdict.EXCELLENT, Decimal(95))),
        (sat(95, 50), LAST, (Verdict.FAILED, Decimal(50))),
        (sat(50, 61), LAST, (Verdict.PASSED, Decimal(61))),
        (sat(95, None), SCALE, (Verdict.PENDING, None)),
        (sat(95, open=True), SCALE, (Verdict.PENDING, None)),
        (sat(open=True), SCALE, (Verdict.PENDING, None)),
        (sat(70, release=ReleaseKind.EXEMPT), SCALE, (Verdict.PASSED, Decimal(70))),
        (sat(open=True, release=ReleaseKind.LEFT), SCALE, (Verdict.PENDING, None)),
        (Standing(release=ReleaseKind.EXEMPT), SCALE, (Verdict.EXEMPT, None)),
        (Standing(release=ReleaseKind.DEFERRED, open=True), SCALE, (Verdict.DEFERRED, None)),
        (Standing(release=ReleaseKind.LEFT, entered=False), SCALE, (Verdict.LEFT, None)),
        (Standing(), SCALE, (Verdict.ABSENT, None)),
        (Standing(open=True), SCALE, (Verdict.PENDING, None)),
        (Standing(entered=False), SCALE, (Verdict.PENDING, None)),
        (sat(95, voided=True), SCALE, (Verdict.VOID, None)),
        (sat(95, None, voided=True), SCALE, (Verdict.VOID, None)),
        (sat(95, voided=True, open=True), SCALE, (Verdict.PENDING, None)),
        (Standing(voided=True, open=True), SCALE, (Verdict.VOID, None)),
        (Standing(voided=True, official=ELSEWHERE), SCALE, (Verdict.VOID, None)),
        (Standing(voided=True, release=ReleaseKind.EXEMPT), SCALE, (Verdict.VOID, None)),
        (Standing(official=ELSEWHERE, entered=False), SCALE, (Verdict.PASSED, Decimal(55))),
        (Standing(official=replace(ELSEWHERE, excellent=True)), SCALE,
            (Verdict.EXCELLENT, Decimal(55))),
        (Standing(official=Official(1, passed=False)), SCALE, (Verdict.FAILED, None)),
        (Standing(official=ELSEWHERE, release=ReleaseKind.LEFT), SCALE,
            (Verdict.PASSED, Decimal(55))),
        (sat(40, official=ELSEWHERE), SCALE, (Verdict.FAILED, Decimal(40))),
        (sat(None, official=ELSEWHERE), SCALE, (Verdict.PENDING, None)),
        (Standing(release=ReleaseKind.TRANSFERRED), SCALE, (Verdict.TRANSFERRED, None)),
        (Standing(release=ReleaseKind.DUPLICATE), SCALE, (Verdict.DUPLICATE, None)),
    ],
)  # fmt: skip
def test_verdict_follows_the_order_of_precedence(standing, scale, expected):
    assert verdict_of(standing, scale) == expected


def test_excellent_below_the_cut_score_does_not_pass():
    assert verdict_of(sat(70), Scale(Decimal(80), Decimal(60), RetakeRule.BEST)) == (
        Verdict.FAILED,
        Decimal(70),
    )


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(entered=False), Waiting.BATCH),
        (Standing(open=True), Waiting.WINDOW),
        (sat(None, open=True), Waiting.WINDOW),
        (sat(None), Waiting.MARKING),
        (sat(1), None),
        (Standing(entered=False, release=ReleaseKind.LEFT), None),
    ],
)
def test_waiting_names_what_has_to_happen_first(standing, expected):
    assert waiting_for(standing) == expected


RELEASES = [kind for kind in ReleaseKind if kind is not ReleaseKind.REINSTATED]
officials = st.builds(
    Official,
    st.just(1),
    st.booleans(),
    st.booleans(),
    st.none() | st.decimals(0, 100, places=2),
)


@st.composite
def standings(draw):
    """Any standing that the rows can show: whoever began has a closed attempt or an open one."""
    totals = draw(st.lists(st.none() | st.decimals(0, 100, places=2), max_size=4))
    started = bool(totals) or draw(st.booleans())
    return Standing(
        release=draw(st.none() | st.sampled_from(RELEASES)),
        totals=tuple(totals),
        open=draw(st.booleans()) or (started and not totals),
        started=started,
        entered=draw(st.booleans()),
        voided=draw(st.booleans()),
        official=draw(st.none() | officials),
    )


scales = st.builds(
    Scale, st.decimals(0, 100, places=2), st.decimals(0, 100, places=2), st.sampled_from(RetakeRule)
)


@given(standings(), scales)
def test_score_is_given_to_those_who_sat_only(standing, scale):
    verdict, score = verdict_of(standing, scale)
    if standing.counted:
        assert verdict in SITTING and score == standing.official.score
    else:
        assert (verdict in SITTING) == (score is not None)
        assert score is None or score in standing.totals
    assert (verdict is Verdict.PENDING) == (waiting_for(standing) is not None)


@given(standings(), scales)
def test_what_is_void_is_void_once_nothing_runs(standing, scale):
    verdict, _ = verdict_of(replace(standing, voided=True), scale)
    running = standing.started and standing.open
    assert verdict == (Verdict.PENDING if running else Verdict.VOID)
    assert verdict_of(replace(standing, voided=False), scale)[0] != Verdict.VOID


@given(standings(), scales)
def test_best_attempt_is_never_worse_than_the_last(standing, scale):
    worst_first = [Verdict.FAILED, Verdict.PASSED, Verdict.EXCELLENT]
    best, _ = verdict_of(standing, replace(scale, retake=RetakeRule.BEST))
    last, _ = verdict_of(standing, replace(scale, retake=RetakeRule.LAST))
    if best in SITTING:
        assert worst_first.index(best) >= worst_first.index(last)
    else:
        assert best == last
