"""What the platform does by itself: everything, whatever fails."""

from datetime import date, timedelta

from django.utils import timezone

from quiz.desk import actions
from quiz.desk.actions import STEPS, look_after_the_house
from rosters.people.models import StatusChange
from rosters.people.rules import PersonStatus
from tests.factories import NOW, make_person, make_unit


def test_a_status_that_begins_today_is_settled(db):
    person, today = make_person(unit=make_unit()), timezone.localdate(NOW)
    for status, day in ((PersonStatus.IN_POST, date(2020, 1, 1)), (PersonStatus.RETIRED, today)):
        StatusChange.objects.create(person=person, status=status, since=day, recorded_at=NOW)
    assert look_after_the_house(NOW - timedelta(days=1)) == []
    person.refresh_from_db()
    assert person.status == PersonStatus.IN_POST
    assert look_after_the_house(NOW) == []
    person.refresh_from_db()
    assert (person.status, person.status_since) == (PersonStatus.RETIRED, today)


def test_a_step_that_fails_keeps_no_other_from_being_done(db, monkeypatch):
    done = []

    def fail(now):
        raise ValueError("a name that must not be logged")

    steps = {name: (lambda now, name=name: done.append(name)) for name in STEPS}
    monkeypatch.setattr(actions, "STEPS", steps | {"settle_statuses": fail})
    assert look_after_the_house(NOW) == ["settle_statuses"]
    assert done == [name for name in STEPS if name != "settle_statuses"]
