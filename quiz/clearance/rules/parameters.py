"""What the county decides about the clean-up of cards, and how it is kept. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any


class Finding(StrEnum):
    """Why a card is on the work list, the weightiest ground first."""

    HOLDER_LEFT = "holder_left"  # 调离、退休、辞职、辞退、去世
    EXPIRED = "expired"  # 已过有效期
    NO_POSTING = "no_posting"  # 在册单位中没有任职
    NOT_ESTABLISHED = "not_established"  # 不在编
    NOT_ENFORCEMENT_POST = "not_enforcement_post"  # 未在执法岗位
    UNIT_NOT_ENFORCING = "unit_not_enforcing"  # 单位不是执法主体
    OVER_AGE = "over_age"  # 已到退休年龄
    TWO_CARDS = "two_cards"  # 一人多证
    NO_HOURS = "no_hours"  # 年度学时不足
    NO_EXAM = "no_exam"  # 期限内没有考试合格记录
    EXPIRING = "expiring"  # 将到期


class CardState(StrEnum):
    """Where the clean-up stands with one ground against one card."""

    OPEN = "open"  # nobody has decided yet
    KEPT = "kept"  # decided to be no reason, until a day
    LISTED = "listed"  # on a list of cards to be cancelled that is being drafted


@dataclass(frozen=True)
class Retirement:
    """When people of a sex retire, in months of age (渐进式延迟法定退休年龄的决定, from 2025).

    Who was born in or after the month of `raised_from` retires one month later for every `step`
    months of birth that have begun since, but never later than at `most`.
    """

    months: int
    raised_from: date
    step: int
    most: int

    def age_of(self, born_on: date) -> int:
        """The age in months at which somebody born on that day retires."""
        since = _months(born_on) - _months(self.raised_from)
        return self.months if since < 0 else min(self.most, self.months + since // self.step + 1)


MEN = Retirement(60 * 12, date(1965, 1, 1), 4, 63 * 12)
WOMEN = Retirement(55 * 12, date(1970, 1, 1), 4, 58 * 12)


@dataclass(frozen=True)
class Parameters:
    """What the county decides. `off` are the grounds that are not looked for.

    An establishment counts when it holds one of the words of `established` and none of `outside`.
    `hours` are asked of the last full calendar year, an exam within `exam_months`.
    """

    expiring_days: int = 90
    hours: int = 60
    exam_months: int = 12
    established: tuple[str, ...] = ("行政", "参公", "参照公务员", "事业")
    outside: tuple[str, ...] = ("编外", "聘用", "合同", "劳务", "派遣", "临时", "辅助")
    men: Retirement = MEN
    women: Retirement = WOMEN
    off: frozenset[Finding] = frozenset()


def store(parameters: Parameters) -> dict[str, Any]:
    """The parameters as JSON; `restore` reads them back."""
    stored = asdict(parameters)
    for sex in ("men", "women"):
        stored[sex]["raised_from"] = stored[sex]["raised_from"].isoformat()
    return stored | {
        "established": list(parameters.established),
        "outside": list(parameters.outside),
        "off": sorted(parameters.off),
    }


def restore(stored: Mapping[str, Any]) -> Parameters:
    """Parameters from JSON; what is absent is as the standard has it."""
    known = {key: value for key, value in stored.items() if key in Parameters.__dataclass_fields__}
    for sex in ("men", "women"):
        if sex in known:
            told = known[sex]
            known[sex] = Retirement(**told | {"raised_from": _day(told["raised_from"])})
    for words in ("established", "outside"):
        if words in known:
            known[words] = tuple(known[words])
    if "off" in known:
        known["off"] = frozenset(Finding(finding) for finding in known["off"])
    return replace(Parameters(), **known)


def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(maxsize=1000)
def is_established(
    establishment: str, established: tuple[str, ...], outside: tuple[str, ...]
) -> bool:
    """Whether an establishment, as units write it, is one of those that may hold cards."""
    if any(word in establishment for word in outside):
        return False
    return any(word in establishment for word in established)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def add_months(day: date, months: int) -> date:
    """The same day of another month, or the last one that month has."""
    year, month = divmod(_months(day) + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
