"""Names of laws: full, short and common, and the kind that a name and its history tell. Pure."""

import re
from collections.abc import Sequence

from questionbank.laws.rules.articles import squeeze
from questionbank.laws.rules.kinds import LawKind

_COUNTRY = "中华人民共和国"
_COMMON = {
    "地方各级人民代表大会和地方各级人民政府组织法": ("地方组织法",),
    "各级人民代表大会常务委员会监督法": ("监督法", "人大监督法"),
    "全国人民代表大会和地方各级人民代表大会选举法": ("选举法",),
    "全国人民代表大会和地方各级人民代表大会代表法": ("代表法",),
    "公职人员政务处分法": ("政务处分法",),
    "保守国家秘密法": ("保密法",),
    "保守国家秘密法实施条例": ("保密法实施条例",),
    "村民委员会组织法": ("村委会组织法",),
    "城市居民委员会组织法": ("居委会组织法",),
    "政府信息公开条例": ("信息公开条例",),
}
_LOCAL = re.compile(
    r"(?!国家|城市|农村|中国)[\u4e00-\u9fff]{2,7}?(?:省|自治区|自治州|自治县|县|市(?![场政容区民]))"
)


def normal_title(title: str) -> str:
    """A title in one spelling: without spaces and outer marks, inner titles in 〈〉."""
    text = squeeze(title).translate(str.maketrans("<>＜＞()", "〈〉〈〉（）"))
    return text[1:-1] if text.startswith("《") and text.find("》") == len(text) - 1 else text


def short_title(title: str) -> str:
    """行政处罚法 for 中华人民共和国行政处罚法."""
    return title.removeprefix(_COUNTRY) or title


def common_names(title: str) -> tuple[str, ...]:
    """Names by which people cite the law beside its full and short title."""
    return _COMMON.get(short_title(title), ())


def kind_of(title: str, history: Sequence[str]) -> LawKind:
    """The kind that title and history suggest; a person may know better."""
    name, told = short_title(title), "".join(history)
    if name.startswith("宪法"):
        return LawKind.CONSTITUTION
    if name.startswith(("中国共产党", "中共")) or "中共中央" in told:
        return LawKind.PARTY
    if (name.startswith("监察法") and not name.endswith("法")) or "国家监察委员会公告" in told:
        return LawKind.SUPERVISION
    if _LOCAL.match(name) and not title.startswith(_COUNTRY):
        return LawKind.LOCAL if name.endswith("条例") else LawKind.RULES
    if name.endswith(("法", "法典")) and not name.endswith("办法"):
        return LawKind.STATUTE
    if name.endswith("条例") or "国务院" in told:
        return LawKind.REGULATION
    return LawKind.RULES if name.endswith(("办法", "规定", "细则", "规则")) else LawKind.DOCUMENT
