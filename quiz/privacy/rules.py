"""How long what is personal in an exam is kept (个人信息保护法 art. 19, 47). Pure."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LEAST_MONTHS, MOST_MONTHS = 6, 240
"""Six months is the least for which a record of use has to be kept (网络安全法)."""


class Keeping(StrEnum):
    """Where an exam stands between its publication and being forgotten."""

    UNPUBLISHED = "unpublished"  # the time has not begun to run
    KEPT = "kept"
    HELD = "held"  # due itself, but another exam on its roster is not
    DUE = "due"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True)
class Term:
    """What is known of one exam: when it was published, kept how long, and whether forgotten."""

    exam: int
    published_on: date | None
    months: int
    forgotten: bool = False

    @property
    def due_on(self) -> date | None:
        return add_months(self.published_on, self.months) if self.published_on else None

    def is_over(self, today: date) -> bool:
        return self.forgotten or (self.due_on is not None and self.due_on <= today)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last one of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def keeping(term: Term, on_roster: Sequence[Term], today: date) -> Keeping:
    """The state of an exam. The names of a roster go when every exam on it is over, not before."""
    if term.forgotten:
        return Keeping.FORGOTTEN
    if term.published_on is None:
        return Keeping.UNPUBLISHED
    if not term.is_over(today):
        return Keeping.KEPT
    return Keeping.HELD if held_by(on_roster, today) else Keeping.DUE


def held_by(on_roster: Sequence[Term], today: date) -> list[int]:
    """The exams of a roster whose time is not over."""
    return [term.exam for term in on_roster if not term.is_over(today)]
