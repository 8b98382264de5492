"""Who is proposed as one person with whom, and why; and what a gap is."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosters.people.rules import Ground, Pair, Sketch, fill_gaps, grounds_for, propose_pairs

BORN, OTHER_DAY = date(1980, 1, 15), date(1981, 1, 15)
ONE = Sketch(1, "李一")


def grounds(one, other):
    return [str(ground) for ground in grounds_for(replace(ONE, **one), replace(ONE, pk=2, **other))]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({}, {}, []),
        ({"phone": "138"}, {"phone": "138"}, ["phone"]),
        ({"phone": "138"}, {"phone": "139"}, []),
        ({"born_on": BORN}, {"born_on": BORN}, ["birth"]),
        ({"born_on": BORN}, {"born_on": OTHER_DAY}, []),
        ({"units": frozenset({7})}, {"units": frozenset({7, 8})}, ["unit"]),
        ({"units": frozenset({7})}, {"units": frozenset({8})}, []),
        ({"phone": "138", "born_on": BORN}, {"phone": "138", "born_on": BORN}, ["phone", "birth"]),
        # Two birthdays speak against one person, a common phone speaks for a mistyped birthday.
        ({"born_on": BORN, "units": frozenset({7})},
         {"born_on": OTHER_DAY, "units": frozenset({7})}, []),
        ({"born_on": BORN, "phone": "138"}, {"born_on": OTHER_DAY, "phone": "138"}, ["phone"]),
        # One has a number, the other has none, and nothing contradicts.
        ({"numbered": True}, {}, ["number"]),
        ({"numbered": True, "phone": "138"}, {"phone": "139"}, []),
        ({"numbered": True, "born_on": BORN}, {"born_on": OTHER_DAY}, []),
        # Two numbers of residents are two people, unless all else says that one was mistyped.
        ({"resident": True, "numbered": True, "born_on": BORN, "units": frozenset({7})},
         {"resident": True, "numbered": True, "born_on": BORN, "units": frozenset({7})}, []),
        ({"resident": True, "numbered": True, "phone": "138"},
         {"resident": True, "numbered": True, "phone": "138"}, ["phone"]),
        # Another spelling.
        ({"phone": "138", "born_on": BORN}, {"name": "李乙", "phone": "138", "born_on": BORN},
         ["spelling"]),
        ({"units": frozenset({7}), "born_on": BORN},
         {"name": "李乙", "units": frozenset({7}), "born_on": BORN}, ["spelling"]),
        ({"phone": "138"}, {"name": "李乙", "phone": "138"}, []),
    ],
)  # fmt: skip
def test_grounds(one, other, why):
    assert grounds(one, other) == why


SKETCHES = st.lists(
    st.builds(
        Sketch,
        pk=st.just(0),
        name=st.sampled_from(["甲", "乙"]),
        born_on=st.sampled_from([None, BORN, OTHER_DAY]),
        phone=st.sampled_from(["", "138", "139"]),
        numbered=st.booleans(),
        units=st.frozensets(st.integers(1, 3), max_size=2),
    ),
    max_size=7,
).map(lambda found: [replace(sketch, pk=pk) for pk, sketch in enumerate(found, start=1)])


@given(SKETCHES, st.randoms())
def test_proposals_are_all_pairs_that_have_a_ground_each_once(people, chance):
    """Comparing only those who share a trait loses no pair, and the order of rows is no matter."""
    expected = {
        Pair(one.pk, other.pk, grounds_for(one, other))
        for one in people
        for other in people
        if one.pk < other.pk and grounds_for(one, other)
    }
    pairs = propose_pairs(people)
    assert len(pairs) == len(expected) and set(pairs) == expected
    ranks = [list(Ground).index(pair.grounds[0]) for pair in pairs]
    assert ranks == sorted(ranks)
    shuffled = people.copy()
    chance.shuffle(shuffled)
    assert propose_pairs(shuffled) == pairs
    apart = {(pair.first, pair.second) for pair in pairs[::2]}
    assert set(propose_pairs(people, apart)) == set(pairs[1::2])


@given(SKETCHES)
def test_it_does_not_matter_which_of_two_comes_first(people):
    for one in people:
        for other in people:
            assert grounds_for(one, other) == grounds_for(other, one)


def test_only_what_one_lacks_and_the_other_knows_is_filled():
    kept = {"a": "", "b": None, "c": "x", "d": "x", "e": "", "f": False}
    gone = {"a": "1", "b": date(2026, 1, 1), "c": "x", "d": "y", "e": "", "f": True}
    assert fill_gaps(kept, gone) == (("a", "b"), ("d", "f"))
