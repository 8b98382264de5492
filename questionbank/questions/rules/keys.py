"""How keys are written by people. Pure."""

import re
import unicodedata

from questionbank.questions.rules.kinds import BLANK, LETTERS

_TRUE = frozenset({"正确", "对", "√", "✓", "✔", "T", "TRUE", "是", "Y", "YES"})
_FALSE = frozenset({"错误", "错", "×", "✗", "✘", "✕", "X", "F", "FALSE", "否", "N", "NO", "不正确"})
_LETTER_KEY = re.compile(r"[A-J](?:[\s、,，.;；/和与]*[A-J])*")


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" \t\n。.;；,，、:：").upper()


def read_letters(text: str) -> str:
    """The letters a choice key names, in order: "A、C。" is "AC"; "" when it is no such key."""
    bare = _bare(text)
    if not _LETTER_KEY.fullmatch(bare):
        return ""
    return "".join(sorted({character for character in bare if character in LETTERS}))


def read_truth(text: str) -> str:
    """ "T" or "F" for the many ways of saying so, "" for anything else."""
    bare = _bare(text)
    return "T" if bare in _TRUE else "F" if bare in _FALSE else ""


def count_blanks(stem: str) -> int:
    return stem.count(BLANK)
