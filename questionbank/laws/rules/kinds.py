"""Kinds of legal text, and where a version of one stands. Pure."""

from enum import StrEnum


class LawKind(StrEnum):
    """Kinds of legal text, by rank (立法法; party regulations and documents beside it)."""

    CONSTITUTION = "constitution"  # 宪法
    STATUTE = "statute"  # 法律
    REGULATION = "regulation"  # 行政法规
    SUPERVISION = "supervision"  # 监察法规
    LOCAL = "local"  # 地方性法规
    RULES = "rules"  # 规章
    PARTY = "party"  # 党内法规
    DOCUMENT = "document"  # 规范性文件


KIND_NAMES = {
    "宪法": LawKind.CONSTITUTION,
    "法律": LawKind.STATUTE,
    "行政法规": LawKind.REGULATION,
    "监察法规": LawKind.SUPERVISION,
    "地方性法规": LawKind.LOCAL,
    "规章": LawKind.RULES,
    "党内法规": LawKind.PARTY,
    "规范性文件": LawKind.DOCUMENT,
}


class Standing(StrEnum):
    """Where a version of a law stands on a day."""

    IN_FORCE = "in_force"  # 现行有效
    COMING = "coming"  # 尚未施行
    EARLIER = "earlier"  # 已被新文本取代
    REPEALED = "repealed"  # 已废止
