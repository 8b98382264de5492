"""Dated statuses: the newest that has begun holds, one to come takes effect on its day."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.rules import Refusal
from rosters.people.actions import record_status, remove_status, settle_statuses
from rosters.people.rules import PersonStatus, status_on
from tests.factories import NOW, make_person, make_unit
from tests.rosters.people.factories import make_status

TODAY = date(2026, 11, 22)
S = PersonStatus


@dataclass(frozen=True)
class Change:
    status: str
    since: date
    pk: int


CHANGES = st.lists(
    st.tuples(st.sampled_from(list(S)), st.dates(date(2020, 1, 1), date(2020, 1, 9))), max_size=6
).map(lambda rows: [Change(status, since, pk) for pk, (status, since) in enumerate(rows)])


@given(CHANGES, st.dates(date(2019, 12, 30), date(2020, 1, 12)), st.randoms())
def test_newest_begun_holds_in_whatever_order_they_come(changes, day, chance):
    shuffled = changes.copy()
    chance.shuffle(shuffled)
    holding = status_on(shuffled, day)
    begun = [change for change in changes if change.since <= day]
    assert holding == (max(begun, key=lambda c: (c.since, c.pk)) if begun else None)
    later = status_on(shuffled, day + timedelta(days=1))
    assert later == holding or later.since == day + timedelta(days=1)


def record(person, status, since):
    return record_status(
        actor=SYSTEM, person=person, status=status, since=since, basis="文件", now=NOW
    )


def held(person):
    person.refresh_from_db()
    return person.status, person.status_since


def test_status_of_today_holds_at_once_and_an_earlier_one_does_not_replace_it(db):
    person = make_person()
    record(person, S.SECONDED, date(2026, 5, 1))
    assert held(person) == (S.SECONDED, date(2026, 5, 1))
    record(person, S.LONG_LEAVE, date(2026, 1, 1))
    assert held(person) == (S.SECONDED, date(2026, 5, 1))
    refused = record(person, S.SECONDED, date(2026, 5, 1))
    assert refused == Refusal("people.status_known", {"day": "2026-05-01"})


def test_status_to_come_takes_effect_on_its_day_and_once(db):
    person, other = make_person(), make_person()
    record(person, S.RETIRED, TODAY + timedelta(days=2))
    assert held(person) == (S.IN_POST, None)
    assert settle_statuses(now=NOW + timedelta(days=1)) == 0
    assert settle_statuses(now=NOW + timedelta(days=2)) == 1
    assert held(person) == (S.RETIRED, TODAY + timedelta(days=2))
    assert settle_statuses(now=NOW + timedelta(days=3)) == 0
    assert held(other) == (S.IN_POST, None)
    deed = AuditRecord.objects.get(action="settle_status")
    assert (deed.subject_id, deed.facts) == (
        str(person.pk),
        {"status": "retired", "since": "2026-11-24"},
    )


def test_statuses_written_by_others_are_settled_too(db):
    """An import writes dated changes itself; the daily job makes the rows agree."""
    person = make_person()
    make_status(person, S.SECONDED)
    assert settle_statuses(now=NOW) == 1
    assert held(person) == (S.SECONDED, date(2026, 3, 1))


def test_mistaken_status_is_taken_back_and_the_one_before_holds(db):
    person = make_person()
    record(person, S.SECONDED, date(2026, 5, 1))
    mistaken = record(person, S.RETIRED, date(2026, 6, 1))
    remove_status(actor=SYSTEM, change=mistaken, now=NOW)
    assert held(person) == (S.SECONDED, date(2026, 5, 1))
    remove_status(actor=SYSTEM, change=person.status_changes.get(), now=NOW)
    assert held(person) == (S.IN_POST, None)


def test_taking_back_one_to_come_leaves_today_alone(db):
    person = make_person(status=S.SECONDED)
    coming = record(person, S.RETIRED, TODAY + timedelta(days=9))
    remove_status(actor=SYSTEM, change=coming, now=NOW)
    assert held(person) == (S.SECONDED, None)


def test_end_of_service_leaves_postings_open(db):
    person = make_person(unit=make_unit())
    record(person, S.RETIRED, date(2026, 5, 1))
    assert person.postings.get().ended_on is None
