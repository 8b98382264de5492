"""Kinds of question and the form in which questions are compared and hashed. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class ItemKind(StrEnum):
    SINGLE = "single"  # 单选
    MULTIPLE = "multiple"  # 多选
    TRUE_FALSE = "true_false"  # 判断
    BLANKS = "blanks"  # 填空
    SHORT = "short"  # 简答


class Difficulty(StrEnum):
    """The author's estimate."""

    EASY = "easy"  # 易
    MEDIUM = "medium"  # 中
    HARD = "hard"  # 难


CHOICE_KINDS = frozenset({ItemKind.SINGLE, ItemKind.MULTIPLE})
MARKED_BY_HAND = frozenset({ItemKind.SHORT})


@dataclass(frozen=True)
class Content:
    """The whole of what a question version says; equal contents are the same version.

    options  texts in authored order, letters A, B, C … by position; empty unless a choice kind
    key      choice: letters in order, "ABD"; true/false: "T" or "F";
             blanks: one line per blank, equivalents separated by "/";
             short: the model answer with its points
    """

    kind: ItemKind
    stem: str
    options: tuple[str, ...]
    key: str
    rationale: str = ""
    difficulty: Difficulty = Difficulty.MEDIUM
