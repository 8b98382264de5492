"""Activation codes and user names. Pure."""

import re
import unicodedata
from datetime import timedelta

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which are misread on paper; ten characters hold 50 bits."""
CODE_LENGTH = 10
CODE_LIFETIME = timedelta(days=14)
CODE_FAILURES = 5
"""Wrong entries after which nobody can activate as that person for a while."""
CODE_BLOCK = timedelta(minutes=15)

_OFFICE_USERNAME = re.compile(r"(?!p\d+$)[a-z][a-z0-9._-]{2,59}")


def fold_code(typed: str) -> str:
    """A typed code without the grouping, in any case or width."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", typed).upper())


def group_code(code: str) -> str:
    """`ABCD-EFGH-JK`: groups of four, as codes are printed."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def fold_username(typed: str) -> str:
    """A typed user name as it is stored."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def is_office_username(username: str) -> bool:
    """Whether an account of the office may bear it.

    Letters first, so that it is neither a telephone number nor a Chinese name; `p12` is kept for
    the person with that number.
    """
    return _OFFICE_USERNAME.fullmatch(username) is not None
