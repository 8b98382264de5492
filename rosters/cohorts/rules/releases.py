"""Why somebody on a roster need not sit, and what became of a request."""

from enum import StrEnum

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


def fitting_release(status: PersonStatus) -> ReleaseKind | None:
    """The release that a person's status today suggests; None for those who can sit."""
    if status == PersonStatus.LONG_LEAVE:
        return ReleaseKind.DEFERRED
    return None if status in SERVING else ReleaseKind.LEFT
