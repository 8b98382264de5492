"""States of people and their papers. Pure."""

from enum import StrEnum


class PersonStatus(StrEnum):
    """Where a person stands today; only IN_POST and SECONDED people are called to exams."""

    IN_POST = "in_post"  # 在职
    SECONDED = "seconded"  # 借调
    LONG_LEAVE = "long_leave"  # 长病假、产假
    TRANSFERRED = "transferred"  # 调离
    RETIRED = "retired"  # 退休
    LEFT = "left"  # 辞职、辞退
    DECEASED = "deceased"  # 去世


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class CredentialStatus(StrEnum):
    VALID = "valid"
    CANCELLED = "cancelled"
