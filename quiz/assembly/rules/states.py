"""States of an exam, and its scoring and retake rules. Pure."""

from enum import StrEnum


class ExamState(StrEnum):
    DRAFT = "draft"
    LOCKED = "locked"  # papers drawn; rules and blueprint frozen


class RetakeRule(StrEnum):
    BEST = "best"
    LAST = "last"


class MultipleRule(StrEnum):
    """How a multiple-choice answer that is not exactly the key is scored."""

    ALL_OR_NOTHING = "all"  # 全对得分
    HALF = "half"  # 少选得一半，错选不得分
    PROPORTIONAL = "proportional"  # 少选按比例，错选不得分
