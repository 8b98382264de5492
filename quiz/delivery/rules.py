"""An attempt's end, who may start, what a paper accepts as an answer. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from audit.rules import Refusal
from questionbank.questions.rules import SEVERAL_KINDS, ItemKind

TEXT_MAX = 5000
BLANK_MAX = 200


class AttemptState(StrEnum):
    READY = "ready"
    IN_PROGRESS = "progress"
    SUBMITTED = "submitted"  # by the candidate
    EXPIRED = "expired"  # closed by the clock with the last saved answers


CLOSED_STATES = frozenset({AttemptState.SUBMITTED, AttemptState.EXPIRED})


def attempt_end(started_at: datetime, minutes: int, closes_at: datetime) -> datetime:
    """When an attempt ends: its minutes after the start, but never after the window closes."""
    return min(started_at + timedelta(minutes=minutes), closes_at)


@dataclass(frozen=True)
class Admission:
    """What decides whether an attempt may start. `earlier` are the states of attempts before it."""

    state: AttemptState
    opens_at: datetime
    closes_at: datetime
    pledge_needed: bool
    pledged: bool
    released: bool = False
    earlier: tuple[AttemptState, ...] = ()


def refuse_entry(admission: Admission, now: datetime) -> Refusal | None:
    """Why this attempt may not start now, gravest reason first; None when it may."""
    if admission.state in CLOSED_STATES:
        return Refusal("delivery.attempts_used")
    if admission.state == AttemptState.IN_PROGRESS:
        return Refusal("delivery.already_started")
    if admission.released:
        return Refusal("delivery.released_from_duty")
    if now < admission.opens_at:
        return Refusal("delivery.too_early", {"opens_at": admission.opens_at})
    if now >= admission.closes_at:
        return Refusal("delivery.window_closed", {"closes_at": admission.closes_at})
    if any(state not in CLOSED_STATES for state in admission.earlier):
        return Refusal("delivery.previous_running")
    if admission.pledge_needed and not admission.pledged:
        return Refusal("delivery.pledge_needed")
    return None


def may_enter(admission: Admission, now: datetime) -> Refusal | None:
    """Why the gate is shut; None when nothing but the pledge stands before the start."""
    refusal = refuse_entry(admission, now)
    return None if refusal is None or refusal.code == "delivery.pledge_needed" else refusal


# The shape of a paper is two characters a slot: the kind, and the last option letter or the number
# of blanks written as a letter. It travels inside the signed token, so that a save can be checked
# without reading the paper.
_KIND_MARKS = {
    ItemKind.SINGLE: "s",
    ItemKind.MULTIPLE: "m",
    ItemKind.INDEFINITE: "i",
    ItemKind.TRUE_FALSE: "t",
    ItemKind.BLANKS: "b",
    ItemKind.SHORT: "w",
}
_KINDS = {mark: kind for kind, mark in _KIND_MARKS.items()}


def encode_shape(slots: Iterable[tuple[ItemKind, int]]) -> str:
    """Shape of a paper from (kind, number of options or blanks) of slots 1, 2, 3 …"""
    return "".join(_KIND_MARKS[kind] + chr(ord("A") + max(size, 1) - 1) for kind, size in slots)


def clean_for_slot(shape: str, slot: int, raw: str) -> str | Refusal:
    """`clean_answer` by the shape of the paper."""
    if not 1 <= slot <= len(shape) // 2:
        return Refusal("delivery.no_such_slot", {"slot": slot})
    mark, last = shape[2 * slot - 2], shape[2 * slot - 1]
    size = ord(last) - ord("A") + 1
    letters = "".join(chr(ord("A") + n) for n in range(size))
    return clean_answer(_KINDS[mark], letters, size, raw)


def clean_answer(kind: ItemKind, option_letters: str, blanks: int, raw: str) -> str | Refusal:
    """The one text of an answer, or why it is none. "" clears the answer.

    Choices become sorted letters, "T"/"F" stay, blanks become one line a blank, text loses
    control characters that no database keeps.
    """
    if len(raw) > TEXT_MAX:
        return Refusal("delivery.answer_too_long", {"limit": TEXT_MAX})
    text = _printable(raw)
    if kind == ItemKind.SHORT:
        return text.strip()
    if kind == ItemKind.BLANKS:
        return _clean_blanks(text, blanks)
    text = text.strip().upper()
    allowed = "TF" if kind == ItemKind.TRUE_FALSE else option_letters
    if not set(text) <= set(allowed) or (kind not in SEVERAL_KINDS and len(text) > 1):
        return Refusal("delivery.unknown_option", {"answer": text[:20]})
    return "".join(sorted(set(text)))


def _clean_blanks(text: str, blanks: int) -> str | Refusal:
    lines = [line.strip() for line in text.split("\n")]
    if len(lines) > blanks:
        return Refusal("delivery.too_many_blanks", {"blanks": blanks})
    if any(len(line) > BLANK_MAX for line in lines):
        return Refusal("delivery.answer_too_long", {"limit": BLANK_MAX})
    if not any(lines):
        return ""
    return "\n".join(lines + [""] * (blanks - len(lines)))


def _printable(raw: str) -> str:
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


@dataclass(frozen=True)
class Answer:
    """One change as the client logged it. `client_at` is the phone's own clock, which may lie."""

    sequence: int
    slot: int
    answer: str
    client_at: datetime | None = None


def clashing_sequences(answers: Iterable[Answer]) -> set[int]:
    """Sequence numbers that stand for more than one answer of a batch."""
    first: dict[int, tuple[int, str]] = {}
    return {
        a.sequence
        for a in answers
        if first.setdefault(a.sequence, (a.slot, a.answer)) != (a.slot, a.answer)
    }


@dataclass(frozen=True)
class Given:
    """The answer that counts for a slot, and when the server received it."""

    answer: str
    received_at: datetime


def last_by_slot(journal: Iterable[tuple[int, int, int, Given]]) -> dict[int, Given]:
    """Last answer of each slot from (device, sequence, slot, given), in whatever order they come.

    Device numbers only rise, so a later device's answers come after all of an earlier one's.
    """
    return {slot: given for _, _, slot, given in sorted(journal, key=lambda row: row[:2])}


def changes(
    before: dict[int, Given], after: dict[int, str], first_sequence: int, now: datetime
) -> list[Answer]:
    """What a posted form changed against the saved answers, numbered from `first_sequence`."""
    changed = [
        (slot, answer)
        for slot, answer in sorted(after.items())
        if answer != (before[slot].answer if slot in before else "")
    ]
    return [
        Answer(first_sequence + n, slot, answer, now) for n, (slot, answer) in enumerate(changed)
    ]


def unanswered(slots: Sequence[int], given: dict[int, Given]) -> list[int]:
    """Slots without an answer, in order."""
    return [slot for slot in slots if slot not in given or not given[slot].answer]
