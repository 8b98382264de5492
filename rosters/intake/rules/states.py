"""Where a roster file stands. Pure."""

from datetime import timedelta
from enum import StrEnum


class UploadState(StrEnum):
    WAITING = "waiting"  # for the worker
    READING = "reading"
    READY = "ready"  # its preview can be looked at
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"  # `refusal` says why
    UNDONE = "undone"


class ListKind(StrEnum):
    """What a roster lists, told by its columns: only deliveries of one kind are compared."""

    PEOPLE = "people"
    LEADERS = "leaders"
    HIRES = "hires"
    CARDS = "cards"


# Reading and applying give signs of life; without one for this long their worker is dead.
STALLED_AFTER = timedelta(minutes=2)
