"""Who is in a cohort and who is not, and by which fact: by example, and for any person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosters.cohorts.rules import (
    Condition,
    CredentialFact,
    PersonFacts,
    PostingFact,
    Rule,
    StatusFact,
    check_words,
    evaluate,
    verdict_words,
)
from rosters.people.rules import CredentialStatus, PersonStatus
from rosters.units.rules import UnitKind
from tests.rosters.cohorts.strategies import RANKS, anybody, days, rules

AS_OF = date(2026, 11, 1)
LEADER = Rule.from_json({"least_level": 3, "appointed_from": "2021-01-01"})
FIRST = Rule.from_json({"hired_from": "2022-07-01"})
CARD = Rule.from_json({"credential": True})


def judged(facts, rule, as_of=AS_OF):
    """In or out, and the words."""
    verdict = evaluate(facts, rule, as_of, RANKS)
    return verdict.met, verdict_words(verdict).removesuffix("；状态 在职")


def leader(rank, day=None, **posting):
    return PersonFacts(postings=(PostingFact(rank, appointed_on=day, **posting),))


def holder(**card):
    return PersonFacts(credentials=(CredentialFact("A1", **card),))


@pytest.mark.parametrize(
    ("facts", "met", "words"),
    [
        (leader("副处级", date(2021, 3, 5)), True,
         "任现职时间 2021-03-05 ≥ 2021-01-01；职级 副处级 ≥ 县处级副职"),
        (leader("副处级", date(2021, 1, 1)), True,
         "任现职时间 2021-01-01 ≥ 2021-01-01；职级 副处级 ≥ 县处级副职"),
        (leader("副处级", date(2020, 12, 31)), False,
         "任现职时间 2020-12-31 < 2021-01-01；职级 副处级 ≥ 县处级副职"),
        (leader("正科级", date(2023, 5, 10)), False,
         "任现职时间 2023-05-10 ≥ 2021-01-01；职级 正科级 < 县处级副职"),
        (leader("四级调研员", date(2023, 5, 10)), False,
         "任现职时间 2023-05-10 ≥ 2021-01-01；“四级调研员”为职级，不计入领导职务"),
        (leader("副局长", date(2023, 5, 10)), False,
         "任现职时间 2023-05-10 ≥ 2021-01-01；职级“副局长”不在职级表内"),
        (leader("副处级"), False, "任现职时间 未登记；职级 副处级 ≥ 县处级副职"),
        (leader("", date(2023, 5, 10)), False,
         "任现职时间 2023-05-10 ≥ 2021-01-01；职级 未登记"),
        (leader("副处级", date(2019, 5, 1), began_on=date(2024, 2, 1)), False,
         "任现职时间 2019-05-01 < 2021-01-01（到本单位 2024-02-01，不作任职时间）；"
         "职级 副处级 ≥ 县处级副职"),
        (leader("副处级", AS_OF + timedelta(1), began_on=date(2018, 1, 1)), False,
         "任现职时间 2026-11-02 晚于名册日期 2026-11-01（到本单位 2018-01-01，不作任职时间）；"
         "职级 副处级 自 2026-11-02 起，名册日期尚未任职"),
        (leader("副处级", date(2023, 5, 10), ended_on=AS_OF), False,
         "任现职时间 未登记；职级 未登记"),
        (leader("副处级", date(2023, 5, 10), ended_on=AS_OF + timedelta(1)), True,
         "任现职时间 2023-05-10 ≥ 2021-01-01；职级 副处级 ≥ 县处级副职"),
        (PersonFacts(), False, "任现职时间 未登记；职级 未登记"),
    ],
)  # fmt: skip
def test_new_leaders_by_the_day_of_appointment_and_the_rank(facts, met, words):
    assert judged(facts, LEADER) == (met, words)


def test_grades_count_where_the_rule_says_so():
    rule = replace(LEADER, grades_count=True)
    assert judged(leader("四级调研员", date(2024, 1, 1)), rule) == (
        True, "任现职时间 2024-01-01 ≥ 2021-01-01；职级 四级调研员 ≥ 县处级副职",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "met", "words"),
    [
        (date(2024, 7, 1), True, "录用时间 2024-07-01 ≥ 2022-07-01"),
        (date(2022, 6, 30), False, "录用时间 2022-06-30 < 2022-07-01"),
        (AS_OF + timedelta(1), False, "录用时间 2026-11-02 晚于名册日期 2026-11-01"),
        (None, False, "录用时间 未登记"),
    ],
)
def test_first_time_civil_servants_by_the_day_of_hiring(day, met, words):
    assert judged(PersonFacts(hired_on=day), FIRST) == (met, words)


def test_a_span_has_two_ends():
    rule = Rule(hired_from=date(2021, 1, 1), hired_to=date(2023, 12, 31))
    assert judged(PersonFacts(hired_on=date(2023, 12, 31)), rule) == (
        True, "2021-01-01 ≤ 录用时间 2023-12-31 ≤ 2023-12-31",
    )  # fmt: skip
    assert judged(PersonFacts(hired_on=date(2024, 1, 1)), rule) == (
        False, "录用时间 2024-01-01 > 2023-12-31",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "met", "words"),
    [
        (holder(valid_to=AS_OF), True, "执法证 A1 有效期至 2026-11-01 ≥ 2026-11-01"),
        (holder(), True, "执法证 A1 长期有效"),
        (holder(valid_to=AS_OF - timedelta(1)), False,
         "执法证 A1 有效期至 2026-10-31 < 2026-11-01"),
        (holder(issued_on=AS_OF + timedelta(1)), False, "执法证 A1 名册日期尚未发证"),
        (holder(status=CredentialStatus.CANCELLED), False, "执法证 A1 已注销"),
        (holder(status=CredentialStatus.CANCELLED, cancelled_on=AS_OF), False, "执法证 A1 已注销"),
        (holder(status=CredentialStatus.CANCELLED, cancelled_on=AS_OF + timedelta(1)), True,
         "执法证 A1 长期有效"),
        (PersonFacts(), False, "无行政执法证"),
    ],
)  # fmt: skip
def test_enforcement_officers_by_a_card_that_is_valid_on_the_day(facts, met, words):
    assert judged(facts, CARD) == (met, words)


def test_a_card_of_the_field_goes_before_one_that_lasts_longer():
    rule = Rule(credential=True, fields=("应急管理",))
    cards = (
        CredentialFact("A1", valid_to=date(2029, 1, 1), field="市场监管"),
        CredentialFact("A2", valid_to=date(2027, 1, 1), field="应急管理"),
    )
    assert judged(PersonFacts(credentials=cards), rule) == (
        True, "执法证 A2 有效期至 2027-01-01 ≥ 2026-11-01",
    )  # fmt: skip
    assert judged(PersonFacts(credentials=cards[:1]), rule) == (
        False, "执法证 A1 执法领域 市场监管，不在所列领域",
    )  # fmt: skip


def test_conditions_of_a_post_must_hold_of_one_post():
    rule = replace(LEADER, unit_kinds=(UnitKind.TOWNSHIP,))
    department = PostingFact("副处级", "", date(2023, 1, 1), unit_kind=UnitKind.DEPARTMENT)
    township = PostingFact("", "", date(2024, 1, 1), primary=False, unit_kind=UnitKind.TOWNSHIP)
    pieces = PersonFacts(postings=(department, township))
    whole = PersonFacts(postings=(department, replace(township, rank="正处级")))
    assert judged(pieces, rule) == (
        False,
        "任现职时间 2023-01-01 ≥ 2021-01-01；职级 副处级 ≥ 县处级副职；"
        "单位类别 县政府部门，不在所列类别",
    )
    assert judged(whole, rule) == (
        True,
        "任现职时间 2024-01-01 ≥ 2021-01-01；职级 正处级 ≥ 县处级副职；单位类别 乡镇、街道",
    )


@pytest.mark.parametrize(
    ("posting", "met", "words"),
    [
        (PostingFact(establishment="行政", enforcement=True), True, "编制 行政；在行政执法岗位"),
        (PostingFact(establishment="事业", enforcement=False), False,
         "编制 事业，不在所列编制；不在行政执法岗位"),
        (PostingFact(), False, "编制 未登记；是否在行政执法岗位 未登记"),
    ],
)  # fmt: skip
def test_establishment_and_enforcement_post(posting, met, words):
    rule = Rule(establishments=("行政",), enforcement_post=True)
    assert judged(PersonFacts(postings=(posting,)), rule) == (met, words)


def test_status_is_that_of_the_day():
    history = (
        StatusFact(PersonStatus.IN_POST, date(2020, 1, 1), 1),
        StatusFact(PersonStatus.LONG_LEAVE, date(2026, 3, 1), 2),
        StatusFact(PersonStatus.RETIRED, date(2026, 12, 1), 3),
    )
    person = PersonFacts(statuses=history)
    found = [judged(person, Rule(), day) for day in (AS_OF, date(2026, 12, 1))]
    assert found == [
        (True, "状态 长期休假（2026-03-01 起）"),
        (False, "状态 退休（2026-12-01 起）"),
    ]
    assert judged(person, Rule(statuses=(PersonStatus.RETIRED,)), date(2026, 12, 1))[0]


def test_of_whom_nothing_is_known_by_the_day_is_in_post():
    later = PersonFacts(statuses=(StatusFact(PersonStatus.RETIRED, date(2027, 1, 1)),))
    for facts in (PersonFacts(), later):
        verdict = evaluate(facts, Rule(), AS_OF, RANKS)
        assert (verdict.met, verdict_words(verdict)) == (True, "状态 在职")


@given(anybody, rules(), days)
def test_everybody_has_a_verdict_and_each_check_a_word(facts, rule, as_of):
    verdict = evaluate(facts, rule, as_of, RANKS)
    assert verdict.checks[-1].code == Condition.STATUS
    assert verdict.met == all(check.met for check in verdict.checks)
    codes = [check.code for check in verdict.checks]
    assert len(codes) == len(set(codes)) and all(map(check_words, verdict.checks))


LOOSER = {
    "level": lambda r: replace(r, least_level=None, grades_count=False),
    "lower": lambda r: replace(r, least_level=r.least_level and type(r.least_level)(0)),
    "grades": lambda r: replace(r, grades_count=r.least_level is not None),
    "appointed_from": lambda r: replace(r, appointed_from=None),
    "appointed_to": lambda r: replace(r, appointed_to=None),
    "hired_from": lambda r: replace(r, hired_from=None),
    "hired_to": lambda r: replace(r, hired_to=None),
    "card": lambda r: replace(r, credential=False, fields=()),
    "fields": lambda r: replace(r, fields=()),
    "post": lambda r: replace(r, enforcement_post=False),
    "establishments": lambda r: replace(r, establishments=()),
    "unit_kinds": lambda r: replace(r, unit_kinds=()),
    "statuses": lambda r: replace(r, statuses=tuple(PersonStatus)),
}


@given(anybody, rules(), days, st.sampled_from(sorted(LOOSER)))
def test_loosening_a_condition_never_puts_anybody_out(facts, rule, as_of, name):
    before, after = (
        evaluate(facts, asked, as_of, RANKS).met for asked in (rule, LOOSER[name](rule))
    )
    assert after >= before


@given(anybody, rules(), days)
def test_exempting_the_qualified_puts_nobody_in_or_out(facts, rule, as_of):
    one, other = (replace(rule, exempt_qualified=switch) for switch in (True, False))
    assert evaluate(facts, one, as_of, RANKS) == evaluate(facts, other, as_of, RANKS)


@given(anybody, rules(), days, st.randoms())
def test_the_order_of_records_does_not_matter(facts, rule, as_of, random):
    shuffled = replace(
        facts,
        postings=tuple(random.sample(facts.postings, len(facts.postings))),
        credentials=tuple(random.sample(facts.credentials, len(facts.credentials))),
        statuses=tuple(random.sample(facts.statuses, len(facts.statuses))),
    )
    assert evaluate(shuffled, rule, as_of, RANKS) == evaluate(facts, rule, as_of, RANKS)


@given(anybody, rules(), days)
def test_who_is_in_meets_each_condition_alone(facts, rule, as_of):
    """In by the whole rule is in by every part of it, and the same words say so."""
    if evaluate(facts, rule, as_of, RANKS).met:
        for loosen in LOOSER.values():
            assert evaluate(facts, loosen(rule), as_of, RANKS).met
