"""Why somebody on a roster need not sit, from when to when, and what became of a request. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from audit.rules import Refusal
from rosters.people.rules import SERVING, PersonStatus


class ReleaseKind(StrEnum):
    """Why an entry of a frozen roster need not sit this exam."""

    EXEMPT = "exempt"  # 免考
    DEFERRED = "deferred"  # 缓考
    TRANSFERRED = "transferred"  # 调离
    LEFT = "left"  # 退休、辞职、去世等
    DUPLICATE = "duplicate"  # 与名册另一条为同一人
    REINSTATED = "reinstated"  # 撤销前一决定，恢复应考


class RequestState(StrEnum):
    """What became of a unit's request to release somebody."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


EXPIRING = frozenset({ReleaseKind.EXEMPT, ReleaseKind.DEFERRED})
"""Decisions that may end by themselves; who has gone does not come back on a day."""

ASKABLE = (
    ReleaseKind.DEFERRED, ReleaseKind.EXEMPT, ReleaseKind.TRANSFERRED, ReleaseKind.LEFT
)  # fmt: skip
"""What a unit may ask for. Who is listed twice, the county finds itself."""

FARTHEST_AHEAD = timedelta(days=366)
"""A later first day is taken for a mistyped year."""


def fitting_release(status: PersonStatus) -> ReleaseKind | None:
    """The release that a person's status today suggests; None for those who can sit."""
    if status == PersonStatus.LONG_LEAVE:
        return ReleaseKind.DEFERRED
    if status == PersonStatus.TRANSFERRED:
        return ReleaseKind.TRANSFERRED
    return None if status in SERVING else ReleaseKind.LEFT


def refuse_days(
    kind: ReleaseKind, effective_on: date, expires_on: date | None, today: date
) -> Refusal | None:
    """Why a decision cannot run from and to these days."""
    if effective_on > today + FARTHEST_AHEAD:
        return Refusal("cohorts.effective_far", {"day": effective_on})
    if expires_on is None:
        return None
    if kind not in EXPIRING:
        return Refusal("cohorts.cannot_expire")
    if expires_on < effective_on:
        return Refusal("cohorts.expires_before", {"first": effective_on, "last": expires_on})
    return None


SUGGESTIVE = frozenset(status for status in PersonStatus if fitting_release(status))
"""The statuses that suggest a release."""
