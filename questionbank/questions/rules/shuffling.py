"""Which options may change places. Pure."""

import re
from collections.abc import Sequence

from questionbank.questions.rules.kinds import LETTERS

_SPEAKS_OF_ALL = re.compile(r"^(以上|上述|前述)")
_SPEAKS_OF_LETTERS = re.compile(
    r"(?<![A-Za-z])[A-H]\s*[、，,和与及或]\s*[A-H](?![A-Za-z])|选项\s*[A-H]"
)


def letters_kept_last(options: Sequence[str]) -> str:
    """The letters that a shuffle must leave at the end, in authored order.

    以上都对 and its like speak of the options above them. Options that name others by letter
    would say something else in another order, so that such a question is not shuffled at all.
    """
    if any(_SPEAKS_OF_LETTERS.search(text) for text in options):
        return LETTERS[: len(options)]
    return "".join(
        letter
        for letter, text in zip(LETTERS, options, strict=False)
        if _SPEAKS_OF_ALL.match(text.strip())
    )
