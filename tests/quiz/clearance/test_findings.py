"""Each ground against a card by example and at its edges; what is unknown is never held against."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.clearance.rules import (
    Card,
    Finding,
    Found,
    Holder,
    Parameters,
    Retirement,
    Service,
    Yardstick,
    add_months,
    judge,
    restore,
    store,
)
from rosters.people.rules import SERVING, PersonStatus, Sex

TODAY = date(2026, 11, 22)
POST = Service("市监局", enforces=True, enforcement=True, establishment="行政编制")
GOOD = {
    "services": (POST,),
    "cards": ("15000001",),
    "hours": Decimal(60),
    "examined_on": date(2026, 6, 1),
}
CARD = Card("15000001", date(2020, 1, 1), date(2030, 1, 1))


def found(card=CARD, parameters=None, **facts):
    by = Yardstick(parameters or Parameters(), TODAY)
    return judge(card, Holder(**GOOD | facts), by)


def kinds(*args, **facts):
    return [one.finding for one in found(*args, **facts)]


def test_nothing_stands_against_a_good_card():
    assert found() == ()


def test_a_card_is_good_on_its_last_day_and_expires_soon_before_it():
    ends = {days: Card("15000001", None, TODAY + timedelta(days=days)) for days in (-1, 0, 90, 91)}
    assert {days: kinds(card) for days, card in ends.items()} == {
        -1: [Finding.EXPIRED],
        0: [Finding.EXPIRING],
        90: [Finding.EXPIRING],
        91: [],
    }


def test_a_card_without_end_does_not_expire():
    assert kinds(Card("15000001")) == []


def test_who_left_is_asked_for_nothing_more():
    since = date(2026, 3, 1)
    expired = Card("15000001", None, date(2026, 1, 1))
    told = {"status": PersonStatus.RETIRED, "status_since": since, "services": (), "hours": 0}
    assert found(expired, **told) == (
        Found(Finding.HOLDER_LEFT, {"status": PersonStatus.RETIRED, "since": since}),
        Found(Finding.EXPIRED, {"valid_to": date(2026, 1, 1)}),
    )


@pytest.mark.parametrize("status", sorted(SERVING))
def test_who_serves_in_whatever_way_has_not_left(status):
    assert kinds(status=status) == []


def test_who_serves_nowhere_has_no_posting():
    assert found(services=()) == (Found(Finding.NO_POSTING, {}),)


@pytest.mark.parametrize(
    ("field", "value", "finding"),
    [
        ("enforcement", False, Finding.NOT_ENFORCEMENT_POST),
        ("enforces", False, Finding.UNIT_NOT_ENFORCING),
        ("establishment", "劳务派遣", Finding.NOT_ESTABLISHED),
    ],
)
def test_a_posting_counts_against_only_when_every_posting_does(field, value, finding):
    wrong = Service(**{"unit": "甲局", "enforces": True, "enforcement": True} | {field: value})
    unknown = Service("乙局")
    assert kinds(services=(wrong,)) == [finding]
    assert kinds(services=(wrong, wrong)) == [finding]
    assert kinds(services=(wrong, unknown)) == []
    assert kinds(services=(wrong, POST)) == []


@pytest.mark.parametrize(
    ("establishment", "counts"),
    [("行政", 1), ("参公事业", 1), ("全额事业", 1), ("事业编外", 0), ("合同制", 0), ("其他", 0)],
)
def test_words_tell_which_establishment_counts(establishment, counts):
    service = Service("甲局", True, True, establishment)
    assert kinds(services=(service,)) == ([] if counts else [Finding.NOT_ESTABLISHED])


def test_of_two_cards_each_names_the_other():
    both = ("15000001", "15000002")
    assert found(cards=both) == (Found(Finding.TWO_CARDS, {"others": ["15000002"]}),)


def test_hours_are_those_of_the_last_full_year():
    assert found(hours=Decimal("59.5")) == (
        Found(Finding.NO_HOURS, {"year": 2025, "hours": Decimal("59.5"), "required": 60}),
    )
    assert kinds(Card("15000001", date(2025, 12, 31)), hours=Decimal(0)) == []
    assert kinds(Card("15000001", date(2024, 12, 31)), hours=Decimal(0)) == [Finding.NO_HOURS]


def test_an_exam_or_a_new_card_within_the_time_suffices():
    old = date(2025, 11, 21)
    assert found(examined_on=old) == (Found(Finding.NO_EXAM, {"months": 12, "last": old}),)
    assert kinds(examined_on=date(2025, 11, 22)) == []
    assert kinds(Card("15000001", date(2025, 11, 22)), examined_on=None) == []
    assert kinds(Card("15000001"), examined_on=None) == [Finding.NO_EXAM]


@pytest.mark.parametrize(
    ("sex", "born_on", "months"),
    [
        (Sex.MALE, date(1964, 12, 31), 720),
        (Sex.MALE, date(1965, 1, 1), 721),
        (Sex.MALE, date(1965, 4, 30), 721),
        (Sex.MALE, date(1965, 5, 1), 722),
        (Sex.MALE, date(1976, 9, 1), 756),
        (Sex.MALE, date(1990, 1, 1), 756),
        (Sex.FEMALE, date(1969, 12, 31), 660),
        (Sex.FEMALE, date(1970, 1, 1), 661),
        (Sex.FEMALE, date(1981, 9, 1), 696),
    ],
)
def test_ages_rise_as_the_decision_of_2024_has_it(sex, born_on, months):
    rule = Parameters().men if sex == Sex.MALE else Parameters().women
    assert rule.age_of(born_on) == months


def test_over_age_from_the_day_of_retirement():
    assert found(sex=Sex.MALE, born_on=date(1966, 6, 22)) == (
        Found(Finding.OVER_AGE, {"born_on": date(1966, 6, 22), "reached": TODAY}),
    )
    assert kinds(sex=Sex.MALE, born_on=date(1966, 6, 23)) == []
    assert kinds(sex=Sex.FEMALE, born_on=date(1970, 1, 1)) == [Finding.OVER_AGE]
    assert kinds(sex="", born_on=date(1970, 1, 1)) == []
    assert kinds(sex=Sex.FEMALE) == []


@pytest.mark.parametrize("finding", list(Finding))
def test_every_rule_can_be_switched_off(finding):
    worst = {
        "services": (Service("甲局", False, False, "劳务派遣"),),
        "cards": ("15000001", "2"),
        "hours": Decimal(0),
        "examined_on": None,
        "born_on": date(1940, 1, 1),
    }
    card = Card("15000001", None, TODAY - timedelta(days=1))
    everything = set(kinds(card, **worst))
    off = Parameters(off=frozenset({finding}))
    assert set(kinds(card, off, **worst)) == everything - {finding}
    assert everything == set(Finding) - {
        Finding.HOLDER_LEFT, Finding.NO_POSTING, Finding.EXPIRING
    }  # fmt: skip


def test_parameters_can_be_kept_and_read_back():
    parameters = Parameters(
        hours=40,
        outside=(),
        men=Retirement(700, date(1960, 1, 1), 2, 720),
        off=frozenset({Finding.NO_HOURS}),
    )
    assert restore(store(parameters)) == parameters
    assert restore({}) == Parameters()
    assert restore({"hours": 40}) == Parameters(hours=40)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-600, 600))
def test_adding_months_keeps_the_day_or_takes_the_last_of_the_month(day, months):
    there = add_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == day.day or ((there + timedelta(days=1)).day == 1 and there.day < day.day)


@given(
    st.sampled_from(list(PersonStatus)),
    st.lists(
        st.builds(
            Service,
            st.just("甲局"),
            st.sampled_from([None, True, False]),
            st.sampled_from([None, True, False]),
            st.sampled_from(["", "行政", "编外"]),
        ),
        max_size=3,
    ),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)) | st.none(),
)
def test_grounds_come_once_in_their_order_and_never_contradict(status, services, valid_to):
    told = kinds(Card("15000001", None, valid_to), status=status, services=tuple(services))
    assert told == [finding for finding in Finding if finding in told]
    assert not {Finding.EXPIRED, Finding.EXPIRING} <= set(told)
    assert (Finding.HOLDER_LEFT in told) == (status not in SERVING)
    unknown = [s for s in services if s.enforcement is None]
    assert not (unknown and Finding.NOT_ENFORCEMENT_POST in told)
