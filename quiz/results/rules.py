"""Verdicts on a roster entry. Pure."""

from enum import StrEnum


class Verdict(StrEnum):
    """Exactly one for each entry of the roster."""

    EXCELLENT = "excellent"  # 优秀
    PASSED = "passed"  # 合格
    FAILED = "failed"  # 不合格
    ABSENT = "absent"  # 缺考
    DEFERRED = "deferred"  # 缓考
    EXEMPT = "exempt"  # 免考
    LEFT = "left"  # 调离、退休等
    PENDING = "pending"  # 未结: the window is open, or an answer waits for a marker
