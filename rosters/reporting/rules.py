"""Where a unit stands in a round of reporting, and the words of the template. Pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from rosters.people.rules import CredentialStatus, PersonStatus, Sex

# What the template says for a state; the roster reader must understand every one of these words.
SEX_WORDS = {Sex.MALE: "男", Sex.FEMALE: "女"}
STATUS_WORDS = {
    PersonStatus.IN_POST: "在职",
    PersonStatus.SECONDED: "借调",
    PersonStatus.LONG_LEAVE: "长病假",
    PersonStatus.TRANSFERRED: "调离",
    PersonStatus.RETIRED: "退休",
    PersonStatus.LEFT: "辞职",
    PersonStatus.DECEASED: "去世",
}
CARD_STATUS_WORDS = {CredentialStatus.VALID: "有效", CredentialStatus.CANCELLED: "注销"}
YES_OR_NO_WORDS = {True: "是", False: "否"}
ESTABLISHMENT_WORDS = ("行政编制", "参公管理", "事业编制", "其他")


class Standing(StrEnum):
    """How far a unit is; every unit of a round has exactly one."""

    CONFIRMED = "confirmed"  # and the list is still as it was confirmed
    CHANGED = "changed"  # confirmed, but somebody changed since
    REPORTED = "reported"  # a file came, nobody has confirmed
    NOTHING = "nothing"


class Choice(StrEnum):
    """Which units a round asks."""

    ALL = "all"
    KINDS = "kinds"
    CHOSEN = "chosen"


def standing(confirmed: str | None, present: str | None, *, reported: bool) -> Standing:
    """`confirmed` and `present` are digests of the list: when it was confirmed, and today."""
    if confirmed is None:
        return Standing.REPORTED if reported else Standing.NOTHING
    return Standing.CONFIRMED if confirmed == present else Standing.CHANGED


def is_overdue(at: Standing, due_on: date, today: date) -> bool:
    """Whether a unit has let the last day pass; one that confirmed in time is not."""
    return today > due_on and at in {Standing.REPORTED, Standing.NOTHING}


def list_digest(lines: Iterable[Sequence[Any]]) -> str:
    """SHA-256 over the lines of a list in whatever order they come, 64 hex digits."""
    texts = sorted(json.dumps(line, ensure_ascii=False, default=str) for line in lines)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
