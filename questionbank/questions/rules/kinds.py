"""Kinds of question, and the whole of what one says. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class ItemKind(StrEnum):
    SINGLE = "single"  # 单选
    MULTIPLE = "multiple"  # 多选: two right options or more
    INDEFINITE = "indefinite"  # 不定项: one right option or more, which the candidate is not told
    TRUE_FALSE = "true_false"  # 判断
    BLANKS = "blanks"  # 填空
    SHORT = "short"  # 简答
    CASE = "case"  # 案例分析: asked as a whole; its sub-questions are of the other kinds


class Difficulty(StrEnum):
    """The author's estimate."""

    EASY = "easy"  # 易
    MEDIUM = "medium"  # 中
    HARD = "hard"  # 难


class QuestionState(StrEnum):
    """Where the newest version of a question stands.

    An earlier approved version stays in use while a newer one is drafted or in review.
    """

    DRAFT = "draft"  # 草稿
    IN_REVIEW = "in_review"  # 待审
    APPROVED = "approved"  # 已审定
    RE_REVIEW = "re_review"  # 待复审: the law it rests on has changed
    NO_ANSWER = "no_answer"  # 现行法下无正确答案
    RETIRED = "retired"  # 已停用


class ReviewVerdict(StrEnum):
    """What was done about one version; the rows are never changed."""

    SUBMITTED = "submitted"  # 送审
    APPROVED = "approved"  # 审定
    RETURNED = "returned"  # 退回
    RE_REVIEW = "re_review"  # 转复审
    NO_ANSWER = "no_answer"  # 认定现行法下无正确答案
    RETIRED = "retired"  # 停用


class Likeness(StrEnum):
    """A person's ruling on two questions that look alike."""

    SAME = "same"  # 同一题
    VARIANT = "variant"  # 变式
    DIFFERENT = "different"  # 不同题


CHOICE_KINDS = frozenset({ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.INDEFINITE})
SEVERAL_KINDS = frozenset({ItemKind.MULTIPLE, ItemKind.INDEFINITE})
MARKED_BY_HAND = frozenset({ItemKind.SHORT})
VERSION_KINDS = tuple(kind for kind in ItemKind if kind is not ItemKind.CASE)
LETTERS = "ABCDEFGHIJ"
BLANK = "____"


@dataclass(frozen=True)
class Content:
    """The whole of what a question version says; equal contents are the same version.

    options    texts in authored order, letters A, B, C … by position; empty unless a choice kind
    key        choice: letters in order, "ABD"; true/false: "T" or "F";
               blanks: one line per blank, equivalents separated by "/";
               short: the model answer with its points
    material   what the sub-questions of a case have in common; "" outside a case
    weight     share of the marks of its case
    unordered  blanks may be filled in any order
    """

    kind: ItemKind
    stem: str
    options: tuple[str, ...]
    key: str
    rationale: str = ""
    difficulty: Difficulty = Difficulty.MEDIUM
    material: str = ""
    weight: int = 1
    unordered: bool = False
