"""A rule as JSON and in words."""

import json
import re
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given

from rosters.cohorts.rules import Level, Rule, RuleUnreadable, rule_words
from rosters.cohorts.rules.words import LEVELS, STATUSES, UNIT_KINDS
from rosters.people.rules import PersonStatus
from rosters.units.rules import UnitKind
from tests.rosters.cohorts.strategies import rules

SERVING = "在职、借调、长期休假人员"


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ({}, SERVING),
        (
            {"least_level": 3, "appointed_from": "2021-01-01"},
            "副处级（县处级副职）及以上领导职务，2021年1月1日（含）以后任现职；职级不计；"
            + SERVING,
        ),
        (
            {"least_level": 3, "grades_count": True, "unit_kinds": ["township", "department"]},
            "任职单位为乡镇、街道或县政府部门，副处级（县处级副职）及以上领导职务；"
            "职级按对应层次计入；" + SERVING,
        ),
        ({"hired_from": "2021-01-01"}, "2021年1月1日（含）以后录用；" + SERVING),
        (
            {"hired_from": "2021-01-01", "hired_to": "2024-12-31"},
            "2021年1月1日至2024年12月31日录用；" + SERVING,
        ),
        ({"credential": True}, "持有当日有效的行政执法证；" + SERVING),
        (
            {
                "credential": True,
                "fields": ["市场监管", "应急管理"],
                "enforcement_post": True,
                "establishments": ["行政"],
                "statuses": ["in_post"],
                "exempt_qualified": True,
            },
            "编制为“行政”，在行政执法岗位；持有当日有效的行政执法证，"
            "执法领域为“市场监管”或“应急管理”；在职人员；持有法律职业资格的列入名册、自动免考",
        ),
    ],
)
def test_rule_reads_as_an_official_would_say_it(stored, words):
    assert rule_words(Rule.from_json(stored)) == words


@pytest.mark.parametrize(
    "stored",
    [
        {"level": 3},
        {"least_level": 9},
        {"least_level": "3"},
        {"least_level": True},
        {"appointed_from": "2021-13-01"},
        {"appointed_from": 2021},
        {"credential": 1},
        {"credential": None},
        {"unit_kinds": "township"},
        {"unit_kinds": ["village"]},
        {"establishments": [" "]},
        {"statuses": []},
        {"statuses": [1]},
        {"fields": ["市场监管"]},
        {"grades_count": True},
        {"appointed_from": "2022-01-01", "appointed_to": "2021-01-01"},
        {"hired_from": "2022-01-01", "hired_to": "2021-01-01"},
    ],
)
def test_what_cannot_be_read_wholly_is_not_read_at_all(stored):
    with pytest.raises(RuleUnreadable):
        Rule.from_json(stored)


def test_lists_are_kept_once_and_in_one_order():
    stored = {"credential": True, "fields": ["乙", "甲 ", "乙"], "statuses": ["retired", "in_post"]}
    rule = Rule.from_json(stored)
    assert rule.fields == ("乙", "甲")
    assert rule.statuses == (PersonStatus.IN_POST, PersonStatus.RETIRED)


@given(rules())
def test_json_round_trips_a_rule(rule):
    stored = rule.to_json()
    assert Rule.from_json(json.loads(json.dumps(stored))) == rule
    assert set(stored) == {f.name for f in fields(Rule) if getattr(rule, f.name) != f.default}


@given(rules())
def test_words_round_trip_a_rule(rule):
    assert read_back(rule_words(rule)) == rule


def read_back(words):
    """The rule that the words say: an official who reads them needs nothing else."""
    parts = words.split("；")
    asked = {}
    if parts[-1] == "持有法律职业资格的列入名册、自动免考":
        parts.pop()
        asked["exempt_qualified"] = True
    asked["statuses"] = meant(STATUSES, parts.pop().removesuffix("人员"), "、")
    if parts and parts[-1].startswith("持有当日有效的行政执法证"):
        _card, _, named = parts.pop().partition("，执法领域为")
        asked |= {"credential": True, "fields": tuple(re.findall("“(.+?)”", named))}
    if parts and parts[-1].endswith("录用"):
        asked |= span("hired", parts.pop())
    if parts and parts[-1].startswith("职级"):
        asked["grades_count"] = parts.pop() != "职级不计"
    for part in parts[0].split("，") if parts else ():
        if part.startswith("任职单位为"):
            asked["unit_kinds"] = meant(UNIT_KINDS, part.removeprefix("任职单位为"), "或")
        elif part.endswith("及以上领导职务"):
            label = re.search("（(.+)）", part)[1]
            asked["least_level"] = next(k for k, v in LEVELS.items() if v == label)
        elif part.endswith("任现职"):
            asked |= span("appointed", part)
        elif part.startswith("编制为"):
            asked["establishments"] = tuple(re.findall("“(.+?)”", part))
        else:
            assert part == "在行政执法岗位"
            asked["enforcement_post"] = True
    return Rule(**asked)


def meant(labels, text, between):
    """The members whose labels a text lists."""
    texts = text.split(between)
    return tuple(member for member, label in labels.items() if label in texts)


def span(name, text):
    read = [date(*map(int, day)) for day in re.findall("([0-9]+)年([0-9]+)月([0-9]+)日", text)]
    if len(read) == 2:
        return {f"{name}_from": read[0], f"{name}_to": read[1]}
    return {f"{name}_{'from' if '以后' in text else 'to'}": read[0]}


def test_every_member_has_a_word_of_its_own():
    for labels, kind in ((LEVELS, Level), (STATUSES, PersonStatus), (UNIT_KINDS, UnitKind)):
        assert set(labels) == set(kind) and len(set(labels.values())) == len(labels)


def test_a_rule_cannot_be_made_to_contradict_itself():
    with pytest.raises(RuleUnreadable):
        replace(Rule(), grades_count=True)
