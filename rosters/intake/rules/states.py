"""Where a roster file stands. Pure."""

from enum import StrEnum


class UploadState(StrEnum):
    WAITING = "waiting"  # for the worker
    READING = "reading"
    READY = "ready"  # its preview can be looked at
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"  # `refusal` says why
    UNDONE = "undone"
