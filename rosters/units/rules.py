"""Kinds of unit and the form in which unit names are compared. Pure."""

import re
import unicodedata
from enum import StrEnum

LONGEST_NAME = 100


class UnitKind(StrEnum):
    """The three kinds that are ranked among themselves, and their subordinate bodies."""

    TOWNSHIP = "township"  # 乡镇、街道
    DEPARTMENT = "department"  # 县政府部门
    VERTICAL = "vertical"  # 中央、省垂直管理单位
    SUBORDINATE = "subordinate"  # 二级单位（大队、所、分局）


class ChangeKind(StrEnum):
    """What a reform does to a unit."""

    RENAMED = "renamed"
    MERGED = "merged"  # into `other`
    SPLIT = "split"  # off from `other`
    MOVED = "moved"  # under another parent, or to another kind


def fold_unit_name(name: str) -> str:
    """Name without spaces and width differences, as aliases are compared.

    Folding can turn one mark into a space and another mark; those compose once the space is gone.
    """
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    return unicodedata.normalize("NFKC", bare)
