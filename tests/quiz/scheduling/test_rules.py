"""Everybody is in one batch, no batch and no unit passes its limit, and shortages are real."""

from collections import Counter
from datetime import date, datetime, timedelta
from fractions import Fraction

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from quiz.scheduling.rules import (
    Assignment,
    Lack,
    Shortage,
    Window,
    assign_batches,
    equal_windows,
    outside_refusal,
    unit_limit,
    windows_refusal,
)
from tests.factories import NOW
from tests.quiz.factories import SEED

HALF = Fraction(1, 2)


def people_of(*sizes):
    """(entry id, unit id): units 1, 2 … of these sizes."""
    units = [unit for unit, size in enumerate(sizes, start=1) for _ in range(size)]
    return list(enumerate(units, start=1))


sizes = st.lists(st.integers(1, 8), max_size=6)
capacities = st.lists(st.integers(1, 12), min_size=1, max_size=5)
shares = st.fractions(Fraction(1, 20), 1, max_denominator=20)


@given(sizes, capacities, shares)
def test_both_limits_hold_and_everybody_is_placed_once(sizes, capacities, share):
    people = people_of(*sizes)
    result = assign_batches(people, capacities, share, SEED)
    if isinstance(result, Shortage):
        return
    units = dict(people)
    assert sorted(entry for batch in result.batches for entry in batch) == sorted(units)
    assert all(len(b) <= room for b, room in zip(result.batches, capacities, strict=True))
    for batch in result.batches:
        for unit, number in Counter(units[entry] for entry in batch).items():
            assert number <= max(1, -(-share.numerator * sizes[unit - 1] // share.denominator))


@given(sizes, capacities, shares)
def test_a_shortage_means_that_no_arrangement_exists(sizes, capacities, share):
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    for unit, size in enumerate(sizes):
        graph.add_edge("source", unit, capacity=size)
        for batch in range(len(capacities)):
            graph.add_edge(unit, f"batch {batch}", capacity=unit_limit(size, share))
    for batch, room in enumerate(capacities):
        graph.add_edge(f"batch {batch}", "sink", capacity=room)
    feasible = nx.maximum_flow_value(graph, "source", "sink") == sum(sizes)
    result = assign_batches(people_of(*sizes), capacities, share, SEED)
    assert isinstance(result, Assignment) is feasible


def test_units_are_spread_evenly():
    people = people_of(6, 9, 3)
    result = assign_batches(people, [10, 10, 10], HALF, SEED)
    units = dict(people)
    assert [Counter(units[entry] for entry in batch) for batch in result.batches] == [
        {1: 2, 2: 3, 3: 1}
    ] * 3


def test_the_seed_decides_who_and_the_order_given_does_not():
    people = people_of(30, 30)
    first = assign_batches(people, [30, 30], HALF, SEED)
    assert assign_batches(people[::-1], [30, 30], HALF, SEED) == first
    assert assign_batches(people, [30, 30], HALF, SEED[::-1]) != first


@pytest.mark.parametrize(
    ("size", "share", "limit"),
    [(10, 0.3, 3), (10, Fraction(3, 10), 3), (11, 0.3, 4), (1, 0.1, 1), (3, Fraction(1, 3), 1)],
)
def test_unit_limit_rounds_up_without_floating_error(size, share, limit):
    assert unit_limit(size, share) == limit


@pytest.mark.parametrize(
    ("people", "capacities", "share", "shortage"),
    [
        (people_of(4, 4), [3, 4], HALF, Shortage(Lack.CAPACITY, 8, 7)),
        (people_of(9, 1), [20, 20], Fraction(1, 3), Shortage(Lack.UNIT, 9, 6, 1, 3)),
        (people_of(6), [1, 9], HALF, Shortage(Lack.UNIT, 6, 4, 1, 2)),
        (people_of(4, 4), [6, 1, 1], HALF, Shortage(Lack.TOGETHER, 8, 6)),
    ],
)
def test_shortage_says_what_is_missing(people, capacities, share, shortage):
    assert assign_batches(people, capacities, share, SEED) == shortage


def test_people_move_over_when_the_even_spread_fails():
    """Unit 2 has one person and fits anywhere; the two of unit 1 need one place in each batch."""
    result = assign_batches([(1, 2), (2, 1), (3, 1)], [1, 2], HALF, SEED)
    assert [len(batch) for batch in result.batches] == [1, 2]


def test_equal_windows():
    assert equal_windows(NOW, 90, 30, 2, 40) == [
        Window(NOW, NOW + timedelta(minutes=90), 40),
        Window(NOW + timedelta(minutes=120), NOW + timedelta(minutes=210), 40),
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "code"),
    [
        (10, 70, None),
        (10, 69, "scheduling.window_short"),
        (10, 10, "scheduling.window_backward"),
        (-90, 0, "scheduling.window_past"),
        (-60, 1, None),
    ],
)
def test_windows_are_checked(opens, closes, code):
    good = Window(NOW, NOW + timedelta(minutes=60), 1)
    window = Window(NOW + timedelta(minutes=opens), NOW + timedelta(minutes=closes), 1)
    expected = code and Refusal(code, {"number": 2, "minutes": 60})
    assert windows_refusal([good, window], 60, NOW) == expected


@pytest.mark.parametrize(
    ("opens", "closes", "inside"),
    [
        ("2026-12-01 00:00", "2026-12-01 02:00", True),
        ("2026-12-02 22:00", "2026-12-03 00:00", True),
        ("2026-12-02 22:00", "2026-12-03 00:01", False),
        ("2026-11-30 23:59", "2026-12-01 02:00", False),
        ("2027-12-01 09:00", "2027-12-01 11:00", False),
    ],
)
def test_windows_lie_within_the_days_of_the_exam(opens, closes, inside):
    first, last = date(2026, 12, 1), date(2026, 12, 2)
    window = Window(datetime.fromisoformat(opens), datetime.fromisoformat(closes), 1)
    facts = {"number": 1, "first": first, "last": last}
    expected = None if inside else Refusal("scheduling.window_outside", facts)
    assert outside_refusal([window], first, last) == expected


def test_no_windows():
    assert windows_refusal([], 60, NOW) == Refusal("scheduling.no_windows")
