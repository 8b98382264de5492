"""The accounting: the identity holds for any mixture, and the rates are what their rules say."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.coverage.rules import (
    HAVE_SAT,
    SAT,
    RankedUnit,
    Tally,
    UnitTally,
    add,
    asked_verdicts,
    change_of,
    ids_below,
    percent,
    rank_units,
    shown_verdict,
    tally,
    with_bodies_below,
)
from quiz.results.rules import Verdict
from rosters.units.rules import UnitKind

EXAMPLE = Tally(
    must_sit=110, excellent=10, passed=50, failed=11, void=1, absent=8, deferred=5, exempt=10,
    transferred=4, left=5, duplicate=1, pending=5,
)  # fmt: skip
verdicts = st.lists(st.sampled_from(Verdict))


def test_rates_by_example():
    assert (EXAMPLE.sat, EXAMPLE.passing, EXAMPLE.expected) == (72, 60, 90)
    assert EXAMPLE.participation == Fraction(72, 90)
    assert EXAMPLE.pass_rate == Fraction(60, 72)
    assert EXAMPLE.pass_share == Fraction(60, 110)
    assert EXAMPLE.excellent_rate == Fraction(10, 72)


def test_deferral_stays_in_the_denominator_of_participation():
    assert Tally(2, passed=1, deferred=1).participation == Fraction(1, 2)
    assert Tally(3, passed=1, exempt=1, left=1).participation == 1
    assert Tally(3, passed=1, transferred=1, duplicate=1).participation == 1


def test_whoever_cheated_has_sat_and_not_passed():
    cheated = Tally(2, passed=1, void=1)
    assert (cheated.participation, cheated.pass_rate) == (1, Fraction(1, 2))


def test_rate_without_denominator_is_none():
    nobody, exempted = Tally(0), Tally(2, exempt=1, left=1)
    assert (nobody.participation, nobody.pass_rate, nobody.pass_share) == (None, None, None)
    assert (exempted.participation, exempted.excellent_rate) == (None, None)


def test_tally_that_does_not_add_up_cannot_be_made():
    with pytest.raises(AssertionError, match="is not the sum"):
        Tally(must_sit=2, passed=1)


@given(verdicts)
def test_identity_holds_for_any_mixture(lines):
    t = tally(lines)
    assert t.must_sit == len(lines)
    assert t.must_sit == t.sat + t.absent + t.deferred + t.relieved + t.pending
    assert t.expected == t.sat + t.absent + t.deferred + t.pending
    assert {v: getattr(t, v) for v in Verdict} == {v: lines.count(v) for v in Verdict}
    for rate in (t.participation, t.pass_rate, t.pass_share, t.excellent_rate):
        assert rate is None or 0 <= rate <= 1


@given(verdicts, verdicts)
def test_tallies_of_parts_add_up_to_the_whole(some, others):
    assert add([tally(some), tally(others)]) == tally(some + others)


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Fraction(7, 8), "87.5%"),
        (Fraction(1, 3), "33.3%"),
        (Fraction(2, 3), "66.7%"),
        (Fraction(1, 80), "1.3%"),
        (Fraction(1), "100.0%"),
        (Fraction(0), "0.0%"),
        (None, "—"),
    ],
)
def test_percent_has_one_decimal(rate, text):
    assert percent(rate) == text


def unit(number, kind, sat, absent=0, exempt=0):
    counts = Tally(sat + absent + exempt, passed=sat, absent=absent, exempt=exempt)
    return UnitTally(number, f"unit {number}", kind, counts)


def test_units_are_ranked_within_their_kind_lowest_first():
    town, office = UnitKind.TOWNSHIP, UnitKind.DEPARTMENT
    best, half, half_too = unit(1, town, 4), unit(2, town, 2, 2), unit(3, town, 1, 1)
    nobody, worst_office = unit(4, town, 0, 0, 3), unit(5, office, 0, 1)
    assert rank_units([best, nobody, half, worst_office, half_too]) == {
        town: [
            RankedUnit(half, 2, 3),
            RankedUnit(half_too, 2, 3),
            RankedUnit(best, 1, 3),
            RankedUnit(nobody, None, 3),
        ],
        office: [RankedUnit(worst_office, 1, 1)],
    }


units = st.lists(
    st.tuples(st.sampled_from(UnitKind), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
    max_size=20,
).map(lambda rows: [unit(number, *row) for number, row in enumerate(rows)])


@given(units)
def test_ranks_compare_only_units_of_one_kind(units):
    ranked = rank_units(units)
    assert sorted(r.unit.unit_id for rows in ranked.values() for r in rows) == list(
        range(len(units))
    )
    for kind, rows in ranked.items():
        rates = [r.unit.tally.participation for r in rows if r.rank]
        assert {r.unit.kind for r in rows} == {kind}
        assert rates == sorted(rates)
        assert [r.rank for r in rows if r.rank] == [
            1 + sum(other > rate for other in rates) for rate in rates
        ]
        assert all(r.of == len(rates) for r in rows)


def test_change_is_that_of_the_percentages_as_written():
    assert change_of(Fraction(1, 3), Fraction(2, 3)) == "+33.4"
    assert change_of(Fraction(1), Fraction(7, 8)) == "-12.5"
    assert change_of(Fraction(1, 2), Fraction(1, 2)) == "0.0"
    assert change_of(None, Fraction(1, 2)) == change_of(Fraction(1), None) == "—"


def test_bodies_below_are_added_to_each_unit_above_them():
    bureau, team, post = (unit(n, UnitKind.SUBORDINATE, n) for n in (1, 2, 3))
    empty = UnitTally(9, "city", UnitKind.DEPARTMENT, Tally(0))
    above = {9: None, 1: 9, 2: 1, 3: 2, 8: 9}
    known = {9: empty, 1: bureau, 2: team, 3: post}
    assert with_bodies_below([bureau, team, post], above, known) == [
        UnitTally(9, "city", UnitKind.DEPARTMENT, Tally(6, passed=6)),
        UnitTally(1, "unit 1", UnitKind.SUBORDINATE, Tally(6, passed=6)),
        UnitTally(2, "unit 2", UnitKind.SUBORDINATE, Tally(5, passed=5)),
        post,
    ]
    assert ids_below(1, above) == {1, 2, 3}
    assert ids_below(8, above) == {8}


@given(st.lists(st.integers(0, 7), min_size=8, max_size=8), st.lists(st.integers(0, 9), min_size=8))
def test_with_bodies_below_is_what_is_below(over, sat):
    """Whatever the tree, a unit has the people of those below it."""
    above = {n: over[n] if over[n] < n else None for n in range(8)}
    units = [unit(n, UnitKind.SUBORDINATE, sat[n]) for n in range(8)]
    rolled = with_bodies_below(units, above, {each.unit_id: each for each in units})
    assert [(each.unit_id, each.tally.sat) for each in rolled] == [
        (n, sum(sat[m] for m in ids_below(n, above))) for n in range(8)
    ]


@given(st.sampled_from(Verdict))
def test_before_publication_all_who_sat_look_alike(verdict):
    sat = verdict in HAVE_SAT
    assert shown_verdict(verdict, marks_shown=True) == verdict
    assert shown_verdict(verdict, marks_shown=False) == (SAT if sat else verdict)
    for told in (True, False):
        assert asked_verdicts("", told) == frozenset(Verdict)
        assert asked_verdicts(SAT, told) == HAVE_SAT
    assert asked_verdicts(verdict, True) == {verdict}
    assert asked_verdicts(verdict, False) == (frozenset() if sat else {verdict})
