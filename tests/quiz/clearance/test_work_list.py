"""The work list read from rows: facts of the holder, what was decided, filters, the reader."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quiz.clearance.access import cards_for
from quiz.clearance.actions import keep_cards, set_parameters
from quiz.clearance.models import KeptCard
from quiz.clearance.queries import (
    count_findings,
    load_lines,
    parameters_in_force,
    select_lines,
)
from quiz.clearance.rules import CardState, Finding, Parameters
from quiz.official.models import OfficialImport, OfficialResult
from rosters.people.models import Credential, Person, Training
from rosters.people.rules import CredentialStatus, PersonStatus
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_roster, make_unit, make_user
from tests.quiz.clearance.factories import DAY, make_card, make_expired, make_holder
from tests.quiz.results.factories import make_exam, make_officer, make_published

pytestmark = pytest.mark.django_db


def lines(day=DAY, **asked):
    return load_lines(Credential.objects.filter(status=CredentialStatus.VALID), Parameters(), day)


def told(day=DAY):
    """Number of a card -> the grounds against it."""
    return {line.card.number: [one.found.finding for one in line.judged] for line in lines(day)}


def test_only_valid_cards_with_something_against_them_are_listed():
    make_card("1")
    make_expired("2")
    make_expired("3", status=CredentialStatus.CANCELLED)
    assert told() == {"2": [Finding.EXPIRED]}


def test_facts_of_the_holder_are_read_from_the_rows():
    unit = make_unit()
    unit.enforces = False
    unit.save()
    left = make_holder()
    Person.objects.filter(pk=left.pk).update(status=PersonStatus.RETIRED, status_since=DAY)
    twice = make_holder()
    make_card("left", left)
    make_card("post", make_holder(enforcement=False))
    make_card("establishment", make_holder(establishment="劳务派遣"))
    make_card("unit", make_holder(unit=unit))
    make_card("nowhere", make_holder(ended_on=DAY - timedelta(days=1)))
    make_card("twice", twice)
    make_card("again", twice)
    make_card("aged", make_person(unit=make_unit(), sex="male", born_on=date(1960, 1, 1)))
    assert told() == {
        "left": [Finding.HOLDER_LEFT],
        "post": [Finding.NOT_ENFORCEMENT_POST],
        "establishment": [Finding.NOT_ESTABLISHED],
        "unit": [Finding.UNIT_NOT_ENFORCING],
        "nowhere": [Finding.NO_POSTING],
        "twice": [Finding.TWO_CARDS],
        "again": [Finding.TWO_CARDS],
        "aged": [Finding.OVER_AGE],
    }


def test_a_cancelled_card_is_no_second_card():
    person = make_holder()
    make_card("1", person)
    make_card("2", person, status=CredentialStatus.CANCELLED)
    assert told() == {}


def test_a_posting_that_ends_later_still_runs():
    make_card("1", make_holder(ended_on=DAY + timedelta(days=1)))
    assert told() == {}


def test_hours_of_all_sources_in_the_last_full_year_count():
    person = make_holder()
    person.trainings.update(hours=Decimal(40))
    make_card("1", person, issued_on=None)
    Training.objects.create(person=person, year=DAY.year, hours=99, source="县委党校")
    assert told()["1"] == [Finding.NO_HOURS, Finding.NO_EXAM]
    Training.objects.create(person=person, year=DAY.year - 1, hours=20, source="县委党校")
    assert told()["1"] == [Finding.NO_EXAM]


def test_a_published_pass_counts_and_a_failure_does_not():
    exam = make_published(80, 40)
    passed, failed = (entry.person for entry in exam.roster.entries.order_by("number"))
    Training.objects.create(person=passed, year=DAY.year - 1, hours=60)
    Training.objects.create(person=failed, year=DAY.year - 1, hours=60)
    make_card("passed", passed, issued_on=None)
    make_card("failed", failed, issued_on=None)
    assert told() == {"failed": [Finding.NO_EXAM]}
    assert set(told(DAY + timedelta(days=400))) == {"passed", "failed"}


def make_official(person, *, sat_on, passed=True):
    exam = make_exam(make_roster(person))
    source = OfficialImport.objects.create(
        exam=exam, title="公共法律知识考试", rows=1, imported_at=NOW
    )
    return OfficialResult.objects.create(
        source=source, exam=exam, entry=exam.roster.entries.get(), passed=passed, sat_on=sat_on
    )


def test_an_official_pass_counts_on_the_day_it_was_sat():
    holders = [make_holder() for _ in range(3)]
    days = [DAY, DAY - timedelta(days=400), DAY]
    for number, (person, day) in enumerate(zip(holders, days, strict=True)):
        make_official(person, sat_on=day, passed=number != 2)
        make_card(str(number), person, issued_on=None)
    assert told() == {"1": [Finding.NO_EXAM], "2": [Finding.NO_EXAM]}
    facts = [one.found.facts for line in lines() for one in line.judged]
    assert facts == [{"months": 12, "last": days[1]}, {"months": 12, "last": None}]


def test_an_exam_sat_under_a_row_that_was_merged_counts():
    person, gone, before = make_holder(), make_person(), make_person()
    Person.objects.filter(pk=before.pk).update(merged_into=gone)
    Person.objects.filter(pk=gone.pk).update(merged_into=person)
    make_official(before, sat_on=DAY)
    make_card("1", person, issued_on=None)
    assert told() == {}


def test_lines_come_unit_by_unit_with_the_last_unit_of_who_left():
    first, second = make_unit("甲局", order=1), make_unit("乙局", order=2)
    make_expired("3", make_holder("丙", unit=second))
    make_expired("1", make_holder("甲", unit=first, ended_on=DAY))
    make_expired("2", make_holder("乙", unit=first))
    make_expired("4", make_person("丁"))
    assert [(line.name, line.unit and line.unit.name) for line in lines()] == [
        ("甲", "甲局"),
        ("乙", "甲局"),
        ("丙", "乙局"),
        ("丁", None),
    ]


def test_a_kept_ground_waits_again_after_its_day_and_the_newest_word_holds():
    card = make_expired("1")
    officer = make_officer()
    pick = (card.pk, Finding.EXPIRED)
    until = DAY + timedelta(days=30)
    keep_cards(actor=officer, picks={pick}, basis="换发中", until=until, day=DAY, now=NOW)
    states = [
        [one.state for line in lines(day) for one in line.judged]
        for day in (DAY, until, until + timedelta(days=1))
    ]
    assert states == [[CardState.KEPT], [CardState.KEPT], [CardState.OPEN]]
    assert [(one.until, one.note) for line in lines() for one in line.judged] == [(until, "换发中")]
    KeptCard.objects.create(
        credential=card, finding=Finding.EXPIRED, until=DAY - timedelta(days=1), decided_at=NOW
    )
    assert [one.state for line in lines() for one in line.judged] == [CardState.OPEN]


def test_filters_keep_lines_and_grounds():
    unit = make_unit("甲局")
    person = make_holder("张三", unit=unit)
    make_expired("11", person, field="农业")
    make_expired("12", person, field="交通")
    make_card("13", make_holder("李四", enforcement=False))
    everything = lines()

    def numbers(**asked):
        return {
            line.card.number: [one.found.finding for one in line.judged]
            for line in select_lines(everything, **asked)
        }

    both = [Finding.EXPIRED, Finding.TWO_CARDS]
    assert numbers() == {"11": both, "12": both, "13": [Finding.NOT_ENFORCEMENT_POST]}
    assert numbers(q="张") == {"11": both, "12": both}
    assert numbers(q="12", finding=Finding.TWO_CARDS) == {"12": [Finding.TWO_CARDS]}
    assert numbers(field="农业") == {"11": both}
    assert numbers(units=frozenset({unit.pk})) == {"11": both, "12": both}
    assert numbers(state=CardState.KEPT) == {}
    assert count_findings(everything) == {
        Finding.EXPIRED: 2, Finding.NOT_ENFORCEMENT_POST: 1, Finding.TWO_CARDS: 2
    }  # fmt: skip


def test_the_newest_parameters_are_in_force():
    assert parameters_in_force() == Parameters()
    officer = make_officer()
    for hours in (40, 50):
        set_parameters(actor=officer, parameters=Parameters(hours=hours), now=NOW)
    assert parameters_in_force() == Parameters(hours=50)


def test_liaisons_see_those_who_serve_with_them_or_served_there_last():
    unit, other = make_unit(), make_unit()
    below = make_unit(parent=unit)
    mine = [
        make_expired("1", make_holder(unit=unit)),
        make_expired("2", make_holder(unit=below)),
        make_expired("3", make_holder(unit=unit, ended_on=DAY)),
    ]
    moved = make_holder(unit=unit, ended_on=DAY)
    moved.postings.create(unit=other)
    make_expired("4", moved)
    make_expired("5", make_holder(unit=other))
    liaison = make_user(Role.LIAISON, unit=unit)
    assert list(cards_for(liaison).order_by("number")) == mine
    assert cards_for(make_officer()).count() == 5


def queries_of(client):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(reverse("clearance:list")).status_code == 200
    return len(caught)


def test_the_page_asks_as_many_queries_for_many_cards_as_for_few(client):
    client.force_login(make_officer())
    make_expired("1")
    queries_of(client)
    few = queries_of(client)
    for number in range(2, 20):
        make_expired(str(number), field=f"领域{number}")
    assert queries_of(client) == few
