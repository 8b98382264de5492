"""End of an attempt, admission, and what is an answer."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.questions.rules import VERSION_KINDS, ItemKind
from quiz.delivery.rules import (
    TEXT_MAX,
    Admission,
    Answer,
    AttemptState,
    Given,
    attempt_end,
    changes,
    clean_answer,
    clean_for_slot,
    encode_shape,
    last_by_slot,
    may_enter,
    refuse_entry,
    unanswered,
)

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
moments = st.integers(0, 10**8).map(lambda seconds: NOW + timedelta(seconds=seconds))


@given(moments, st.integers(1, 600), moments)
def test_attempt_ends_with_its_minutes_or_the_window_whichever_is_first(start, minutes, closes):
    end = attempt_end(start, minutes, closes)
    assert end in {start + timedelta(minutes=minutes), closes}
    assert end <= closes
    assert end - start <= timedelta(minutes=minutes)


def admission(**facts):
    defaults = {
        "state": AttemptState.READY,
        "opens_at": NOW,
        "closes_at": NOW + HOUR,
        "pledge_needed": True,
        "pledged": True,
    }
    return Admission(**{**defaults, **facts})


@pytest.mark.parametrize(
    ("facts", "now", "code"),
    [
        ({}, NOW, None),
        ({}, NOW - timedelta(seconds=1), "delivery.too_early"),
        ({}, NOW + HOUR, "delivery.window_closed"),
        ({"pledged": False}, NOW, "delivery.pledge_needed"),
        ({"pledged": False, "pledge_needed": False}, NOW, None),
        ({"state": AttemptState.IN_PROGRESS}, NOW, "delivery.already_started"),
        ({"state": AttemptState.SUBMITTED}, NOW, "delivery.attempts_used"),
        ({"state": AttemptState.EXPIRED}, NOW, "delivery.attempts_used"),
        ({"released": True}, NOW, "delivery.released_from_duty"),
        ({"earlier": (AttemptState.SUBMITTED, AttemptState.EXPIRED)}, NOW, None),
        ({"earlier": (AttemptState.IN_PROGRESS,)}, NOW, "delivery.previous_running"),
        ({"earlier": (AttemptState.READY,)}, NOW, "delivery.previous_running"),
    ],
)
def test_entry_is_refused_for_the_gravest_reason(facts, now, code):
    refusal = refuse_entry(admission(**facts), now)
    assert (refusal and refusal.code) == code


def test_gate_opens_when_only_the_pledge_is_missing():
    assert may_enter(admission(pledged=False), NOW) is None
    assert may_enter(admission(pledged=False), NOW - HOUR).code == "delivery.too_early"


@pytest.mark.parametrize(
    ("kind", "letters", "blanks", "raw", "clean"),
    [
        (ItemKind.SINGLE, "ABCD", 0, "b", "B"),
        (ItemKind.SINGLE, "ABCD", 0, "", ""),
        (ItemKind.MULTIPLE, "ABCD", 0, "DBAB", "ABD"),
        (ItemKind.INDEFINITE, "ABCD", 0, "ca", "AC"),
        (ItemKind.INDEFINITE, "ABCD", 0, "C", "C"),
        (ItemKind.TRUE_FALSE, "", 0, "T", "T"),
        (ItemKind.BLANKS, "", 2, " 二日 \n", "二日\n"),
        (ItemKind.BLANKS, "", 3, "甲", "甲\n\n"),
        (ItemKind.BLANKS, "", 2, " \n ", ""),
        (ItemKind.SHORT, "", 0, " 一\r\n二\x00\ud800 ", "一\n二"),
    ],
)
def test_answer_is_brought_to_its_one_text(kind, letters, blanks, raw, clean):
    assert clean_answer(kind, letters, blanks, raw) == clean


@pytest.mark.parametrize(
    ("kind", "letters", "blanks", "raw", "code"),
    [
        (ItemKind.SINGLE, "ABCD", 0, "E", "delivery.unknown_option"),
        (ItemKind.SINGLE, "ABCD", 0, "AB", "delivery.unknown_option"),
        (ItemKind.MULTIPLE, "ABC", 0, "AD", "delivery.unknown_option"),
        (ItemKind.TRUE_FALSE, "", 0, "A", "delivery.unknown_option"),
        (ItemKind.BLANKS, "", 1, "甲\n乙", "delivery.too_many_blanks"),
        (ItemKind.BLANKS, "", 1, "甲" * 201, "delivery.answer_too_long"),
        (ItemKind.SHORT, "", 0, "甲" * (TEXT_MAX + 1), "delivery.answer_too_long"),
    ],
)
def test_misfit_is_refused(kind, letters, blanks, raw, code):
    refusal = clean_answer(kind, letters, blanks, raw)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


@given(st.sampled_from(VERSION_KINDS), st.integers(1, 6), st.text(max_size=300))
def test_cleaning_twice_changes_nothing(kind, size, raw):
    letters = "ABCDEF"[:size]
    once = clean_answer(kind, letters, size, raw)
    if isinstance(once, str):
        assert clean_answer(kind, letters, size, once) == once
        once.encode()


one_slot = st.tuples(st.sampled_from(VERSION_KINDS), st.integers(1, 26))
slots = st.lists(one_slot, min_size=1, max_size=60)


@given(slots, st.text(max_size=4))
def test_shape_says_the_same_as_the_paper(paper, raw):
    shape = encode_shape(paper)
    for slot, (kind, size) in enumerate(paper, start=1):
        letters = "".join(chr(65 + n) for n in range(size))
        assert clean_for_slot(shape, slot, raw) == clean_answer(kind, letters, size, raw)
    for slot in (0, -1, len(paper) + 1):
        assert clean_for_slot(shape, slot, raw).code == "delivery.no_such_slot"


def row(device, sequence, slot, answer):
    return device, sequence, slot, Given(answer, NOW)


@given(st.permutations([row(1, 1, 1, "A"), row(1, 9, 1, "B"), row(2, 1, 1, "C"), row(1, 5, 2, "")]))
def test_last_answer_is_by_device_then_sequence_whatever_the_order(journal):
    assert last_by_slot(journal) == {1: Given("C", NOW), 2: Given("", NOW)}


def test_changes_are_only_what_differs_and_are_numbered_on():
    before = {1: Given("A", NOW), 2: Given("B", NOW)}
    after = {1: "A", 2: "", 3: "C", 4: ""}
    assert changes(before, after, 7, NOW) == [Answer(7, 2, "", NOW), Answer(8, 3, "C", NOW)]


def test_cleared_answer_counts_as_unanswered():
    assert unanswered([1, 2, 3], {1: Given("A", NOW), 2: Given("", NOW)}) == [2, 3]
