"""Rounds of reporting: how far the units are, confirming, reminding, closing."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from rosters.intake.access import KEPT_FOR
from rosters.intake.rules.states import UploadState
from rosters.people.models import Credential, Person, Posting
from rosters.people.rules import PersonStatus
from rosters.reporting.actions import close_collection, open_collection, remind_units
from rosters.reporting.models import Collection, Confirmation, Reminder
from rosters.reporting.queries import (
    asked_units,
    is_reminded,
    list_digests,
    listed,
    own_rounds,
    search_reports,
    tally,
    unit_reports,
    waiting_upload,
)
from rosters.reporting.rules import Standing
from rosters.units.models import Unit
from rosters.units.rules import UnitKind
from tests.factories import NOW, make_person, make_unit, make_user
from tests.rosters.reporting.factories import confirm, make_confirmation, make_round, make_upload

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
LATER = date(2026, 12, 7)


def report(collection, unit, today=TODAY):
    (found,) = unit_reports(collection, Unit.objects.filter(pk=unit.pk), today)
    return found


def counts(collection, today=TODAY):
    return tally(unit_reports(collection, asked_units(collection), today))


def test_list_of_a_unit_are_those_who_serve_there_now():
    unit, other = make_unit(), make_unit()
    here = make_person(unit=unit)
    seconded = make_person(unit=unit, status=PersonStatus.SECONDED)
    make_person(unit=other)
    make_person(unit=unit, status=PersonStatus.RETIRED)
    make_person(unit=unit, merged_into=here)
    gone = make_person(unit=unit)
    gone.postings.update(ended_on=TODAY)
    assert [posting.person for posting in listed([unit]).order_by("pk")] == [here, seconded]


@pytest.mark.parametrize(
    "change",
    [
        lambda person: Person.objects.update(name="甲二"),
        lambda person: Person.objects.update(phone="13800000000"),
        lambda person: Person.objects.update(born_on=date(1980, 1, 2)),
        lambda person: Person.objects.update(status=PersonStatus.SECONDED),
        lambda person: Person.objects.update(status=PersonStatus.RETIRED),
        lambda person: Person.objects.update(id_lookup="1" * 64),
        lambda person: Posting.objects.update(title="局长"),
        lambda person: Posting.objects.update(enforcement=False),
        lambda person: Posting.objects.update(appointed_on=TODAY),
        lambda person: Posting.objects.update(ended_on=TODAY),
        lambda person: person.recruitment.delete(),
        lambda person: Credential.objects.update(valid_to=TODAY),
        lambda person: Credential.objects.create(person=person, number="乙"),
        lambda person: make_person(unit=person.postings.get().unit),
    ],
)
def test_a_change_of_anybody_on_the_list_changes_its_digest(change):
    unit = make_unit()
    person = make_person("甲一", unit=unit, hired_on=TODAY, card="甲", born_on=date(1980, 1, 1))
    before = list_digests([unit])
    change(person)
    assert list_digests([unit]) != before


def test_a_change_in_another_unit_or_of_the_key_does_not_change_the_digest():
    unit, other = make_unit(), make_unit()
    make_person("甲一", unit=unit, id_lookup="1" * 64)
    person = make_person(unit=other, card="乙")
    before = list_digests([unit])[unit.pk]
    Person.objects.filter(name="甲一").update(id_lookup="2" * 64, pinyin="jia3 yi1")
    Person.objects.filter(pk=person.pk).update(name="乙二")
    assert list_digests([unit, other])[unit.pk] == before


def test_units_of_every_standing_add_up():
    units = [make_unit(f"第{n}局", order=n) for n in range(5)]
    people = [make_person(unit=unit) for unit in units]
    collection = make_round(*units)
    make_confirmation(collection, units[0])
    make_confirmation(collection, units[1])
    Person.objects.filter(pk=people[1].pk).update(name="乙二")
    make_upload(units[2])
    make_upload(units[3], at=NOW - timedelta(days=1))  # before the round was opened
    make_upload(units[4], UploadState.FAILED)
    found = unit_reports(collection, asked_units(collection), LATER)
    assert [(each.unit, each.at, each.people, each.overdue) for each in found] == [
        (units[0], Standing.CONFIRMED, 1, False),
        (units[1], Standing.CHANGED, 1, False),
        (units[2], Standing.REPORTED, 1, True),
        (units[3], Standing.NOTHING, 1, True),
        (units[4], Standing.NOTHING, 1, True),
    ]
    assert tally(found) == {
        "units": 5, "confirmed": 1, "changed": 1, "reported": 1, "nothing": 2, "overdue": 3,
    }  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["confirm", "change", "upload", "nothing"]), max_size=8))
def test_counts_add_up_whatever_the_units_did(db, deeds):
    units = [make_unit() for _ in (*deeds, "one more")]
    collection = make_round(*units)
    for deed, unit in zip(deeds, units, strict=False):
        if deed in {"confirm", "change"}:
            make_confirmation(collection, unit)
        if deed == "change":
            make_person(unit=unit)
        if deed == "upload":
            make_upload(unit)
    assert counts(collection) == {
        "units": len(units),
        "confirmed": deeds.count("confirm"),
        "changed": deeds.count("change"),
        "reported": deeds.count("upload"),
        "nothing": deeds.count("nothing") + 1,
        "overdue": 0,
    }


def test_the_newest_confirmation_counts():
    unit = make_unit()
    collection = make_round(unit)
    make_confirmation(collection, unit, signed="甲")
    person = make_person(unit=unit)
    assert report(collection, unit).at is Standing.CHANGED
    second = make_confirmation(collection, unit, signed="乙")
    assert (second.people, report(collection, unit).confirmation) == (1, second)
    assert report(collection, unit).at is Standing.CONFIRMED
    person.postings.update(ended_on=TODAY)
    assert report(collection, unit).at is Standing.CHANGED


def test_a_confirmation_holds_for_its_round_only():
    unit = make_unit()
    first, second = make_round(unit), make_round(unit)
    make_confirmation(first, unit)
    assert counts(first)["confirmed"] == 1
    assert counts(second)["nothing"] == 1


def test_a_dissolved_unit_is_not_asked():
    unit, gone = make_unit(), make_unit()
    collection = make_round(unit, gone)
    Unit.objects.filter(pk=gone.pk).update(dissolved_on=TODAY)
    assert list(asked_units(collection)) == [unit]
    assert counts(collection)["units"] == 1


def test_search_by_name_kind_standing_and_lateness():
    town = make_unit("青山镇", kind=UnitKind.TOWNSHIP)
    office, bureau = make_unit("青山街道办", kind=UnitKind.TOWNSHIP), make_unit("县水利局")
    collection = make_round(town, office, bureau)
    make_confirmation(collection, town)
    found = unit_reports(collection, asked_units(collection), LATER)

    def units(**chosen):
        return [each.unit for each in search_reports(found, **chosen)]

    assert units() == [town, office, bureau]
    assert units(q="青山") == [town, office]
    assert units(kind=UnitKind.DEPARTMENT) == [bureau]
    assert units(at=Standing.CONFIRMED) == [town]
    assert units(overdue=True) == [office, bureau]
    assert units(q="青山", overdue=True, at=Standing.CONFIRMED) == []


def test_confirming_is_kept_and_recorded():
    unit, user = make_unit(), make_user()
    make_person(unit=unit)
    collection = make_round(unit)
    done = make_confirmation(collection, unit, actor=user, signed="张三")
    assert (done.people, done.signed, done.confirmed_by, done.confirmed_at) == (
        1, "张三", user, NOW,
    )  # fmt: skip
    last = history(collection).last()
    assert (last.action, last.actor_id) == ("confirm_list", user.pk)
    assert last.facts == {"unit": unit.pk, "people": 1, "digest": done.digest}


def test_a_list_that_changed_while_it_was_looked_at_is_not_confirmed():
    unit = make_unit("县水利局")
    collection = make_round(unit)
    seen = list_digests([unit])[unit.pk]
    make_person(unit=unit)
    refused = confirm(collection, unit, seen=seen)
    assert refused == Refusal("reporting.list_changed", {"unit": "县水利局"})
    assert not Confirmation.objects.exists()


WAITING = {UploadState.WAITING, UploadState.READING, UploadState.READY, UploadState.APPLYING}


@pytest.mark.parametrize("state", UploadState)
def test_a_list_is_not_confirmed_while_a_file_waits(state):
    unit = make_unit("县水利局")
    collection = make_round(unit)
    make_upload(unit, state)
    done = confirm(collection, unit)
    if state in WAITING:
        facts = {"unit": "县水利局", "filename": "名册.xlsx"}
        assert done == Refusal("reporting.upload_waits", facts)
    else:
        assert isinstance(done, Confirmation)


def test_a_file_that_was_forgotten_or_followed_by_an_applied_one_does_not_wait():
    unit, other = make_unit(), make_unit()
    make_upload(unit, UploadState.READY, at=NOW - timedelta(hours=3))
    assert waiting_upload(unit, NOW) is not None
    assert waiting_upload(other, NOW) is None
    assert waiting_upload(unit, NOW + KEPT_FOR) is None
    make_upload(unit, UploadState.APPLIED, at=NOW - timedelta(hours=2))
    assert waiting_upload(unit, NOW) is None


def test_reminding_all_reaches_those_who_have_not_confirmed():
    units = [make_unit() for _ in range(3)]
    collection = make_round(*units)
    make_confirmation(collection, units[0])
    assert remind_units(actor=SYSTEM, collection=collection, unit=None, now=NOW) == 2
    assert set(Reminder.objects.values_list("unit", flat=True)) == {units[1].pk, units[2].pk}
    assert history(collection).last().facts == {"units": [units[1].pk, units[2].pk]}


def test_reminding_one_unit_twice_is_counted():
    unit, other = make_unit(), make_unit()
    collection = make_round(unit, other)
    later = NOW + timedelta(days=1)
    for now in (NOW, later):
        assert remind_units(actor=SYSTEM, collection=collection, unit=unit, now=now) == 1
    found = report(collection, unit)
    assert (found.reminders, found.reminded_at, is_reminded(found)) == (2, later, True)
    assert report(collection, other).reminders == 0


def test_a_unit_that_confirmed_after_the_reminder_is_no_longer_told_of_it():
    unit = make_unit()
    collection = make_round(unit)
    remind_units(actor=SYSTEM, collection=collection, unit=None, now=NOW)
    make_confirmation(collection, unit, now=NOW + timedelta(hours=1))
    assert not is_reminded(report(collection, unit))
    make_person(unit=unit)
    assert not is_reminded(report(collection, unit))
    remind_units(actor=SYSTEM, collection=collection, unit=None, now=NOW + timedelta(hours=2))
    assert is_reminded(report(collection, unit))


def test_nobody_is_reminded_when_all_have_confirmed():
    unit = make_unit()
    collection = make_round(unit, title="年底报送")
    make_confirmation(collection, unit)
    refusal = Refusal("reporting.nobody_awaited", {"title": "年底报送"})
    for asked in (None, unit, make_unit()):
        done = remind_units(actor=SYSTEM, collection=collection, unit=asked, now=NOW)
        assert done == refusal
    assert not Reminder.objects.exists()


def test_a_closed_round_takes_nothing_more():
    unit = make_unit()
    collection = make_round(unit, title="年底报送", due_on=TODAY)
    assert close_collection(actor=SYSTEM, collection=collection, now=NOW) is None
    refusal = Refusal("reporting.closed", {"title": "年底报送"})
    assert confirm(collection, unit) == refusal
    assert remind_units(actor=SYSTEM, collection=collection, unit=None, now=NOW) == refusal
    assert close_collection(actor=SYSTEM, collection=collection, now=NOW) == refusal
    collection.refresh_from_db()
    assert counts(collection, LATER)["overdue"] == 0


def opening(**given):
    usual = {
        "actor": SYSTEM, "title": "年底报送", "as_of": TODAY, "due_on": TODAY, "note": "",
        "units": Unit.objects.all(), "now": NOW,
    }  # fmt: skip
    return open_collection(**usual | given)


def test_opening_a_round_is_recorded():
    unit = make_unit()
    opened = opening()
    assert (list(opened.units.all()), opened.opened_at) == ([unit], NOW)
    assert [row.action for row in history(opened)] == ["open_collection"]


def test_opening_a_round_is_refused():
    assert opening() == Refusal("reporting.no_units", {"title": "年底报送"})
    make_unit()
    yesterday = TODAY - timedelta(days=1)
    assert opening(due_on=yesterday) == Refusal("reporting.due_past", {"day": "2026-11-21"})
    opening()
    assert opening() == Refusal("reporting.title_taken", {"title": "年底报送"})
    assert Collection.objects.count() == 1


def test_own_rounds_hold_the_own_units_of_open_rounds():
    mine, below, other = make_unit(), make_unit(), make_unit()
    late = make_round(mine, other, title="乙", due_on=date(2026, 12, 20))
    soon = make_round(mine, below, title="甲", due_on=date(2026, 12, 1))
    make_round(other, title="丙")
    closed = make_round(mine, title="丁")
    close_collection(actor=SYSTEM, collection=closed, now=NOW)
    found = own_rounds(Unit.objects.filter(pk__in=[mine.pk, below.pk]), TODAY)
    assert [(each.collection, [own.report.unit for own in each.units]) for each in found] == [
        (soon, [mine, below]),
        (late, [mine]),
    ]


def test_standing_of_many_units_costs_the_same_queries_as_of_one(django_assert_max_num_queries):
    units = [make_unit() for _ in range(30)]
    collection = make_round(*units)
    for unit in units[:20]:
        make_person(unit=unit, card=f"证{unit.pk}")
        make_confirmation(collection, unit)
    with django_assert_max_num_queries(8):
        found = unit_reports(collection, asked_units(collection), TODAY)
    assert tally(found)["confirmed"] == 20
