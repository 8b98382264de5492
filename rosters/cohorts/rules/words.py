"""A rule and a verdict in the words of the county's documents, which are Chinese.

They are frozen with a roster, and so do not depend on the language of whoever reads it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from rosters.cohorts.rules.conditions import CardState, Check, Condition, Verdict
from rosters.cohorts.rules.levels import Level
from rosters.cohorts.rules.rule import Rule
from rosters.people.rules import PersonStatus
from rosters.units.rules import UnitKind

LEVELS = {
    Level.STAFF: "科员级",
    Level.TOWNSHIP_DEPUTY: "乡科级副职",
    Level.TOWNSHIP_CHIEF: "乡科级正职",
    Level.DIVISION_DEPUTY: "县处级副职",
    Level.DIVISION_CHIEF: "县处级正职",
    Level.BUREAU_DEPUTY: "厅局级副职",
    Level.BUREAU_CHIEF: "厅局级正职",
}
_USUAL_LEVELS = {
    Level.STAFF: "科员",
    Level.TOWNSHIP_DEPUTY: "副科级",
    Level.TOWNSHIP_CHIEF: "正科级",
    Level.DIVISION_DEPUTY: "副处级",
    Level.DIVISION_CHIEF: "正处级",
    Level.BUREAU_DEPUTY: "副厅级",
    Level.BUREAU_CHIEF: "正厅级",
}
STATUSES = {
    PersonStatus.IN_POST: "在职",
    PersonStatus.SECONDED: "借调",
    PersonStatus.LONG_LEAVE: "长期休假",
    PersonStatus.TRANSFERRED: "调离",
    PersonStatus.RETIRED: "退休",
    PersonStatus.LEFT: "辞职或辞退",
    PersonStatus.DECEASED: "去世",
}
UNIT_KINDS = {
    UnitKind.TOWNSHIP: "乡镇、街道",
    UnitKind.DEPARTMENT: "县政府部门",
    UnitKind.VERTICAL: "中央、省垂直管理单位",
    UnitKind.SUBORDINATE: "二级单位",
}
UNKNOWN = "未登记"


def rule_words(rule: Rule) -> str:
    """The rule as an official reads it; two rules that differ never read alike."""
    return "；".join(_parts(rule))


def _parts(rule: Rule) -> Iterable[str]:
    if post := "，".join(_post(rule)):
        yield post
    if rule.least_level is not None:
        yield "职级按对应层次计入" if rule.grades_count else "职级不计"
    if rule.hired_from or rule.hired_to:
        yield f"{_span(rule.hired_from, rule.hired_to)}录用"
    if rule.credential:
        suffix = f"，执法领域为{_quoted(rule.fields)}" if rule.fields else ""
        yield f"持有当日有效的行政执法证{suffix}"
    yield f"{'、'.join(STATUSES[status] for status in rule.statuses)}人员"
    if rule.exempt_qualified:
        yield "持有法律职业资格的列入名册、自动免考"


def _post(rule: Rule) -> Iterable[str]:
    """What must hold of one posting."""
    if rule.unit_kinds:
        yield f"任职单位为{'或'.join(UNIT_KINDS[kind] for kind in rule.unit_kinds)}"
    if rule.least_level is not None:
        yield f"{_USUAL_LEVELS[rule.least_level]}（{LEVELS[rule.least_level]}）及以上领导职务"
    if rule.appointed_from or rule.appointed_to:
        yield f"{_span(rule.appointed_from, rule.appointed_to)}任现职"
    if rule.establishments:
        yield f"编制为{_quoted(rule.establishments)}"
    if rule.enforcement_post:
        yield "在行政执法岗位"


def _quoted(texts: Iterable[str]) -> str:
    return "或".join(f"“{text}”" for text in texts)


def _span(start: date | None, end: date | None) -> str:
    if start and end:
        return f"{_long(start)}至{_long(end)}"
    return f"{_long(start)}（含）以后" if start else f"{_long(end)}（含）以前"


def _long(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def verdict_words(verdict: Verdict) -> str:
    """Every condition with its fact: `任现职时间 2021-03-05 ≥ 2021-01-01；职级 副处级 ≥ …`."""
    return "；".join(check_words(check) for check in verdict.checks)


def check_words(check: Check) -> str:
    """One condition with the fact that meets it or does not."""
    return _WORDS[check.code](check.facts, check.met)


def _appointed(facts: Mapping[str, Any], met: bool) -> str:
    began = f"（到本单位 {facts['began']}，不作任职时间）" if "began" in facts else ""
    return _compared("任现职时间", facts) + began


def _hired(facts: Mapping[str, Any], met: bool) -> str:
    return _compared("录用时间", facts)


def _compared(label: str, facts: Mapping[str, Any]) -> str:
    """The limit that is broken; all limits where none is."""
    day, start, end, as_of = facts["day"], facts["from"], facts["to"], facts["as_of"]
    if day is None:
        return f"{label} {UNKNOWN}"
    if day > as_of:
        return f"{label} {day} 晚于名册日期 {as_of}"
    if start and day < start:
        return f"{label} {day} < {start}"
    if end and day > end:
        return f"{label} {day} > {end}"
    if start and end:
        return f"{start} ≤ {label} {day} ≤ {end}"
    return f"{label} {day} ≥ {start}" if start else f"{label} {day} ≤ {end}"


def _level(facts: Mapping[str, Any], met: bool) -> str:
    least, rank = LEVELS[facts["least"]], facts["rank"]
    if not rank:
        return f"职级 {UNKNOWN}"
    if "later" in facts:
        return f"职级 {rank} 自 {facts['later']} 起，名册日期尚未任职"
    if facts["level"] is not None:
        return f"职级 {rank} {'≥' if met else '<'} {least}"
    if facts["grade"] is not None:
        return f"“{rank}”为职级，不计入领导职务"
    return f"职级“{rank}”不在职级表内"


def _unit_kind(facts: Mapping[str, Any], met: bool) -> str:
    kind = facts["kind"]
    if kind is None:
        return "当日无任职单位"
    return f"单位类别 {UNIT_KINDS[kind]}{'' if met else '，不在所列类别'}"


def _establishment(facts: Mapping[str, Any], met: bool) -> str:
    return f"编制 {facts['held'] or UNKNOWN}{'' if met or not facts['held'] else '，不在所列编制'}"


def _enforcement_post(facts: Mapping[str, Any], met: bool) -> str:
    known = {True: "在行政执法岗位", False: "不在行政执法岗位"}
    return known.get(facts["enforces"], f"是否在行政执法岗位 {UNKNOWN}")


def _card(facts: Mapping[str, Any], met: bool) -> str:
    state = facts["state"]
    if state == CardState.NONE:
        return "无行政执法证"
    card, until, as_of = f"执法证 {facts['number']}", facts["valid_to"], facts["as_of"]
    if state == CardState.CANCELLED:
        return f"{card} 已注销"
    if state == CardState.NOT_ISSUED:
        return f"{card} 名册日期尚未发证"
    if state == CardState.EXPIRED:
        return f"{card} 有效期至 {until} < {as_of}"
    if state == CardState.OTHER_FIELD:
        return f"{card} 执法领域 {facts['field'] or UNKNOWN}，不在所列领域"
    return f"{card} 有效期至 {until} ≥ {as_of}" if until else f"{card} 长期有效"


def _status(facts: Mapping[str, Any], met: bool) -> str:
    since = f"（{facts['since']} 起）" if facts["since"] > date.min else ""
    return f"状态 {STATUSES[facts['status']]}{since}"


_WORDS: dict[Condition, Callable[[Mapping[str, Any], bool], str]] = {
    Condition.APPOINTED: _appointed,
    Condition.HIRED: _hired,
    Condition.LEVEL: _level,
    Condition.UNIT_KIND: _unit_kind,
    Condition.ESTABLISHMENT: _establishment,
    Condition.ENFORCEMENT_POST: _enforcement_post,
    Condition.CREDENTIAL: _card,
    Condition.STATUS: _status,
}
