"""What the loading of the demonstration does with a refusal."""

from typing import TypeVar

from audit.rules import Refusal
from audit.wording import explain

T = TypeVar("T")


class DemonstrationRefused(Exception):
    """A room refused a step. The steps ask for nothing unusual, so one of the two is wrong."""


def granted(answer: T | Refusal) -> T:
    """The answer, unless it is a refusal; that one undoes the whole load."""
    if isinstance(answer, Refusal):
        raise DemonstrationRefused(f"{answer.code}: {explain(answer)}")
    return answer
