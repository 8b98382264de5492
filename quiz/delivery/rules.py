"""States of an attempt and its end. Pure."""

from enum import StrEnum


class AttemptState(StrEnum):
    READY = "ready"
    IN_PROGRESS = "progress"
    SUBMITTED = "submitted"  # by the candidate
    EXPIRED = "expired"  # closed by the clock with the last saved answers
