"""The made-up county is the same each time, and none of it can be real."""

from collections import Counter
from datetime import date
from importlib.resources import files

import pytest
from stdnum.cn import ric

from audit.rules import digest
from quiz.demonstration.rules.county import COUNTY, UNITS
from quiz.demonstration.rules.people import Official, make_people
from quiz.demonstration.rules.rosters import make_books
from quiz.demonstration.workbook import book_bytes
from rosters.people.rules import Sex
from rosters.units.rules import UnitKind, fold_unit_name

TODAY = date(2026, 11, 22)
SEED = 2026


@pytest.fixture(scope="module")
def people() -> tuple[Official, ...]:
    return make_people(SEED, TODAY)


def test_units_are_sixty_of_the_three_kinds_and_their_subordinate_bodies():
    assert Counter(plan.kind for plan in UNITS) == {
        UnitKind.TOWNSHIP: 18,
        UnitKind.DEPARTMENT: 26,
        UnitKind.SUBORDINATE: 4,
        UnitKind.VERTICAL: 12,
    }


def test_each_name_and_alias_means_one_unit():
    names = Counter(fold_unit_name(name) for plan in UNITS for name in (plan.name, *plan.aliases))
    assert [name for name, times in names.items() if times > 1] == []


def test_subordinate_bodies_follow_their_parents():
    names = [plan.name for plan in UNITS]
    for place, plan in enumerate(UNITS):
        assert (plan.parent is not None) == (plan.kind is UnitKind.SUBORDINATE)
        assert plan.parent is None or plan.parent in names[:place]


def test_the_county_does_not_exist():
    table = (files("stdnum") / "cn" / "loc.dat").read_text()
    assert "昆明市" in table and COUNTY not in table


def test_the_same_seed_and_day_make_the_same_county():
    first, second = (
        digest([repr(make_books(make_people(SEED, TODAY), SEED, TODAY))]) for _ in range(2)
    )
    assert first == second
    other = digest([repr(make_books(make_people(SEED + 1, TODAY), SEED + 1, TODAY))])
    assert other != first


def test_people_are_as_many_as_the_county_says(people):
    ranks = Counter(o.appointment.rank for o in people if o.appointment)
    leading = sum(n for rank, n in ranks.items() if "科" not in rank)
    cards = sum(o.card is not None for o in people)
    hired = sum(o.hiring is not None for o in people)
    cohorts = Counter(
        bool(o.card) + bool(o.hiring) + bool(o.appointment and "科" not in o.appointment.rank)
        for o in people
    )
    assert (len(people), leading, hired, cards) == (1500, 90, 160, 1310)
    assert cohorts == {1: 1440, 2: 60}


def test_every_unit_has_people(people):
    assert {o.unit for o in people} == set(UNITS)


def test_no_number_is_given_twice(people):
    for numbers in (
        [o.identity for o in people],
        [o.phone for o in people],
        [o.card.number for o in people if o.card],
    ):
        assert len(numbers) == len(set(numbers))


def test_identity_numbers_pass_every_check_and_agree_with_the_person(people):
    for o in people:
        assert ric.validate(o.identity) == o.identity
        assert ric.get_birth_date(o.identity) == o.born_on
        assert (int(o.identity[16]) % 2 == 1) == (o.sex is Sex.MALE)


def test_numbers_can_belong_to_nobody(people):
    """No county has the code of a province; no operator has the range 154."""
    assert {o.identity[:6] for o in people} == {"530000"}
    assert {o.phone[:3] for o in people} == {"154"}
    assert {len(o.phone) for o in people} == {11}


def test_everybody_was_of_age_and_nobody_was_appointed_in_the_future(people):
    for o in people:
        events = [
            o.appointment and o.appointment.appointed_on,
            o.hiring and o.hiring.hired_on,
            o.card and o.card.issued_on,
        ]
        for day in filter(None, events):
            assert day < TODAY and day.year - o.born_on.year >= 18


def test_names_include_those_that_registers_lose(people):
    names = {o.name for o in people}
    assert {"李䶮", "王𬭎"} <= names
    assert sum("·" in name for name in names) == 8
    assert max(Counter(o.name for o in people).values()) > 1, "namesakes occur in every county"


def test_files_are_of_the_kind_their_names_say(people):
    for book in make_books(people, SEED, TODAY):
        content = book_bytes(book)
        if book.filename.endswith(".xlsx"):
            assert content[:4] == b"PK\x03\x04"
        else:
            assert "执法证号" in content.decode("gb18030").splitlines()[0]
