"""Kinds of unit and the form in which unit names are compared. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.rules import Refusal

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


def fold_unit_name(name: str) -> str:
    """Name without spaces and width differences, as aliases are compared.

    Folding can turn one mark into a space and another mark; those compose once the space is gone.
    """
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
    return unicodedata.normalize("NFKC", bare)


@dataclass(frozen=True)
class Renaming:
    """A change of name that took effect on a day."""

    effective_on: date
    old: str
    new: str


def name_on(name: str, renamings: Iterable[Renaming], day: date) -> str:
    """What a unit that is called `name` today was called on a day."""
    later = [renaming for renaming in renamings if renaming.effective_on > day]
    return min(later, key=lambda renaming: renaming.effective_on).old if later else name


def refuse_day(effective_on: date, latest: date | None, today: date, unit: str) -> Refusal | None:
    """A change is recorded once it is in effect, and not before an earlier one of the unit."""
    if effective_on > today:
        return Refusal("units.day_ahead", {"day": effective_on})
    if latest and effective_on < latest:
        return Refusal("units.day_before_change", {"unit": unit, "day": latest})
    return None


def read_order(text: str, names: Sequence[str]) -> list[str] | Refusal:
    """The names in the order of a text, one a line; each unit exactly once."""
    folded = {fold_unit_name(name): name for name in names}
    listed = [fold_unit_name(line) for line in text.splitlines() if line.strip()]
    for line in listed:
        if line not in folded:
            return Refusal("units.order_unknown", {"name": line[:LONGEST_NAME]})
        if listed.count(line) > 1:
            return Refusal("units.order_twice", {"name": folded[line]})
    missing = [name for key, name in folded.items() if key not in set(listed)]
    if missing:
        return Refusal("units.order_missing", {"names": "、".join(missing[:5])})
    return [folded[line] for line in listed]
