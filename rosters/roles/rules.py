"""Roles of users. Pure."""

from enum import StrEnum


class Role(StrEnum):
    """What a user may do beside sitting their own exams. A role may be limited to one unit."""

    OFFICER = "officer"  # 考务员: rosters, bank, exams, results, certificates
    REVIEWER = "reviewer"  # 审题员: approves questions that others wrote
    MARKER = "marker"  # 阅卷员: hand-marked answers, without names
    LEADER = "leader"  # 领导: coverage of the whole county, read only
    LIAISON = "liaison"  # 单位联络员: coverage and certificates of the own unit
