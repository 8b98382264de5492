"""The order of the work on an exam, and which step comes next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class StepState(StrEnum):
    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True)
class Progress:
    """What has happened to an exam, in numbers. `candidates` are roster entries in a batch.

    `requests` wait for a decision on who must sit; `elsewhere` are results of exams sat elsewhere.
    """

    entries: int
    cells: int
    locked: bool
    papers: int
    batches: int
    candidates: int
    attempts: int
    started: int
    closed: int
    windows_over: bool
    unmarked: int
    published: bool
    entitled: int
    certificates: int
    requests: int = 0
    elsewhere: int = 0


STEPS = (
    "roster",
    "blueprint",
    "draw",
    "batches",
    "release",
    "sitting",
    "marking",
    "publication",
    "certificates",
    "coverage",
)


def finished_steps(progress: Progress) -> frozenset[str]:
    """The steps that need nothing more."""
    over = progress.windows_over or progress.closed == progress.attempts or progress.published
    sat = progress.attempts > 0 and progress.started == progress.closed and over
    facts = {
        "roster": progress.entries > 0,
        "blueprint": progress.cells > 0,
        "draw": progress.locked,
        "batches": progress.candidates > 0,
        "release": progress.attempts > 0,
        "sitting": sat,
        "marking": sat and progress.unmarked == 0,
        "publication": progress.published,
        "certificates": progress.published and progress.certificates >= progress.entitled,
        "coverage": progress.published,
    }
    return frozenset(step for step in STEPS if facts[step])


def states(finished: frozenset[str], steps: Sequence[str] = STEPS) -> dict[str, StepState]:
    """State of each step: done, the first one that is not done, or later."""
    answer: dict[str, StepState] = {}
    for step in steps:
        if step in finished:
            answer[step] = StepState.DONE
        elif StepState.NOW in answer.values():
            answer[step] = StepState.LATER
        else:
            answer[step] = StepState.NOW
    return answer
