"""Where a unit stands, by its confirmation, its list and its files."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosters.people.rules import CredentialStatus, PersonStatus, Sex
from rosters.reporting.rules import (
    CARD_STATUS_WORDS,
    SEX_WORDS,
    STATUS_WORDS,
    Standing,
    is_overdue,
    list_digest,
    standing,
)

DUE = date(2026, 12, 6)


@pytest.mark.parametrize(
    ("confirmed", "present", "reported", "expected"),
    [
        (None, "a", False, Standing.NOTHING),
        (None, "a", True, Standing.REPORTED),
        ("a", "a", False, Standing.CONFIRMED),
        ("a", "a", True, Standing.CONFIRMED),
        ("a", "b", False, Standing.CHANGED),
        ("a", "b", True, Standing.CHANGED),
    ],
)
def test_standing_of_a_unit(confirmed, present, reported, expected):
    assert standing(confirmed, present, reported=reported) is expected


@pytest.mark.parametrize("at", Standing)
def test_a_unit_is_overdue_after_the_last_day_unless_it_has_confirmed(at):
    assert not is_overdue(at, DUE, DUE)
    expected = at in {Standing.NOTHING, Standing.REPORTED}
    assert is_overdue(at, DUE, date(2026, 12, 7)) is expected


line = st.tuples(st.integers(), st.text(), st.none() | st.dates())


@given(st.lists(line), st.randoms(use_true_random=False))
def test_digest_does_not_depend_on_the_order(lines, random):
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert list_digest(shuffled) == list_digest(lines)


@given(st.lists(line, min_size=1), st.data())
def test_digest_sees_every_change(lines, data):
    at = data.draw(st.integers(0, len(lines) - 1))
    number, text, day = lines[at]
    for other in [(number + 1, text, day), (number, text + "甲", day)]:
        assert list_digest([*lines[:at], other, *lines[at + 1 :]]) != list_digest(lines)
    assert list_digest(lines[:at] + lines[at + 1 :]) != list_digest(lines)


def test_every_state_has_a_word_of_its_own():
    for words, states in [
        (SEX_WORDS, Sex),
        (STATUS_WORDS, PersonStatus),
        (CARD_STATUS_WORDS, CredentialStatus),
    ]:
        assert words.keys() == set(states)
        assert len(set(words.values())) == len(words)
