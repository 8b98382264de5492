"""A cohort's rule: conditions over facts, kept as JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from rosters.cohorts.rules.levels import Level
from rosters.people.rules import SERVING, PersonStatus
from rosters.units.rules import UnitKind

SERVING_STATUSES = tuple(status for status in PersonStatus if status in SERVING)


class RuleUnreadable(ValueError):
    """A stored rule that this version does not understand. It is never half applied."""


@dataclass(frozen=True)
class Rule:
    """The conditions of a cohort; each that is absent asks nothing.

    Those of posts must all hold of one posting. `statuses` is of those who serve unless it says
    otherwise. `fields` are of the card, and so ask for one. `exempt_qualified` puts nobody out:
    holders of a legal profession qualification are listed and exempt.
    """

    least_level: Level | None = None
    grades_count: bool = False
    appointed_from: date | None = None
    appointed_to: date | None = None
    unit_kinds: tuple[UnitKind, ...] = ()
    establishments: tuple[str, ...] = ()
    enforcement_post: bool = False
    hired_from: date | None = None
    hired_to: date | None = None
    credential: bool = False
    fields: tuple[str, ...] = ()
    statuses: tuple[PersonStatus, ...] = SERVING_STATUSES
    exempt_qualified: bool = False

    def __post_init__(self) -> None:
        wrong = (
            (self.grades_count and self.least_level is None)
            or (self.fields and not self.credential)
            or not self.statuses
            or _reversed(self.appointed_from, self.appointed_to)
            or _reversed(self.hired_from, self.hired_to)
        )
        if wrong:
            raise RuleUnreadable(f"conditions that contradict each other: {self}")

    @cached_property
    def asks_of_posting(self) -> bool:
        """Whether any condition is told of a posting."""
        return self.least_level is not None or any(
            (
                self.appointed_from,
                self.appointed_to,
                self.unit_kinds,
                self.establishments,
                self.enforcement_post,
            )
        )

    def to_json(self) -> dict[str, Any]:
        """Only what the rule asks, in plain values; equal rules give equal JSON."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        asked = {name: value for name, value in values.items() if value != _DEFAULTS[name]}
        return {name: _plain(value) for name, value in asked.items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Rule":
        """The rule; raises RuleUnreadable for a key or value that is not of this version."""
        try:
            return cls(**{name: _READERS[name](value) for name, value in stored.items()})
        except (KeyError, ValueError, TypeError) as error:
            raise RuleUnreadable(f"{error!r} in {stored!r}") from error


def _reversed(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and start > end


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return int(value) if isinstance(value, Level) else value


def _level(value: Any) -> Level:
    return Level(_of(int, value))


def _of(kind: type, value: Any) -> Any:
    """The value, which must be of exactly this type: JSON's true is no number."""
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not {kind.__name__}")
    return value


def _truth(value: Any) -> bool:
    return bool(_of(bool, value))


def _day(value: Any) -> date:
    return date.fromisoformat(_of(str, value))


def _members(kind: type[StrEnum]) -> Callable[[Any], tuple[StrEnum, ...]]:
    """Reads a list of members: each once, in the order of the enumeration."""

    def read(value: Any) -> tuple[StrEnum, ...]:
        found = {kind(_of(str, one)) for one in _of(list, value)}
        return tuple(member for member in kind if member in found)

    return read


def _texts(value: Any) -> tuple[str, ...]:
    found = {_of(str, one).strip() for one in _of(list, value)}
    if "" in found:
        raise ValueError("an empty text")
    return tuple(sorted(found))


_READERS: dict[str, Callable[[Any], Any]] = {
    "least_level": _level,
    "grades_count": _truth,
    "appointed_from": _day,
    "appointed_to": _day,
    "unit_kinds": _members(UnitKind),
    "establishments": _texts,
    "enforcement_post": _truth,
    "hired_from": _day,
    "hired_to": _day,
    "credential": _truth,
    "fields": _texts,
    "statuses": _members(PersonStatus),
    "exempt_qualified": _truth,
}
_DEFAULTS = {f.name: f.default for f in fields(Rule)}
