"""States of people and their papers. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar


class PersonStatus(StrEnum):
    """Where a person stands today."""

    IN_POST = "in_post"  # 在职
    SECONDED = "seconded"  # 借调
    LONG_LEAVE = "long_leave"  # 长病假、产假
    TRANSFERRED = "transferred"  # 调离
    RETIRED = "retired"  # 退休
    LEFT = "left"  # 辞职、辞退
    DECEASED = "deceased"  # 去世


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class CredentialStatus(StrEnum):
    VALID = "valid"
    CANCELLED = "cancelled"


SERVING = frozenset({PersonStatus.IN_POST, PersonStatus.SECONDED, PersonStatus.LONG_LEAVE})
"""Those who are listed for exams; the long absent are listed too and then deferred by name."""


class DatedStatus(Protocol):
    """A status and the first day on which it holds; `pk` tells what was recorded later."""

    status: Any
    since: Any
    pk: Any


Change = TypeVar("Change", bound=DatedStatus)


def status_on(changes: Iterable[Change], day: date) -> Change | None:
    """The change that holds on a day: the newest begun by it, of two of one day the later record.

    None when none has begun: then nothing dated is known of the person.
    """
    begun = (change for change in changes if change.since <= day)
    return max(begun, key=lambda change: (change.since, change.pk), default=None)
