"""Who must be examined and why. Pure."""

from enum import StrEnum


class CohortKind(StrEnum):
    """The three cohorts of the county's plan (source document 000, section 3(6))."""

    NEW_LEADER = "new_leader"  # 新提任领导干部（副处级以上）
    FIRST_TIME = "first_time"  # 初任公务员
    ENFORCEMENT = "enforcement"  # 行政执法人员


class ReleaseKind(StrEnum):
    """Why an entry of a frozen roster need not sit this exam."""

    EXEMPT = "exempt"  # 免考
    DEFERRED = "deferred"  # 缓考
    LEFT = "left"  # 调离、退休、辞职等
