"""Postings: several at once and one of them primary, ended, transferred, put right."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.actions import SYSTEM
from audit.rules import Refusal
from rosters.people.actions import (
    PostingFacts,
    add_posting,
    edit_posting,
    end_posting,
    make_primary,
    remove_posting,
    reopen_posting,
    transfer_person,
)
from rosters.people.models import Posting
from tests.factories import make_person, make_unit

TODAY = date(2026, 11, 22)


@pytest.fixture
def official(db):
    return make_person("李一", unit=make_unit("县水利局"), appointed_on=date(2021, 3, 5))


def add(person, unit, *, primary=False, **facts):
    return add_posting(
        actor=SYSTEM, person=person, facts=PostingFacts(unit=unit, **facts), primary=primary
    )


def end(posting, day=TODAY):
    return end_posting(actor=SYSTEM, posting=posting, ended_on=day, today=TODAY)


def primary_of(person):
    return person.postings.filter(ended_on=None, primary=True).get()


def test_first_posting_is_primary_and_another_only_if_asked(official):
    first = primary_of(official)
    second = add(official, make_unit("青山镇"))
    assert (second.primary, primary_of(official)) == (False, first)
    third = add(official, make_unit("县财政局"), primary=True)
    assert primary_of(official) == third
    make_primary(actor=SYSTEM, posting=second)
    assert primary_of(official) == second
    assert add(make_person(), make_unit()).primary


def test_one_open_posting_in_a_unit_and_none_in_a_dissolved_one(official):
    unit = primary_of(official).unit
    there = Refusal("people.serves_there", {"name": "李一", "unit": "县水利局"})
    assert add(official, unit) == there
    gone = make_unit("县粮食局")
    gone.dissolved_on = date(2026, 1, 1)
    gone.save()
    assert add(official, gone) == Refusal("people.unit_dissolved", {"unit": "县粮食局"})
    end(primary_of(official))
    assert add(official, unit).primary


def test_when_the_primary_one_ends_the_longest_held_follows(official):
    first = primary_of(official)
    add(official, make_unit(), appointed_on=date(2024, 1, 1))
    older = add(official, make_unit(), appointed_on=date(2023, 1, 1))
    end(first)
    assert primary_of(official) == older
    first.refresh_from_db()
    assert first.ended_on == TODAY
    assert end(first) == Refusal("people.posting_ended", {"unit": "县水利局"})


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (date(2021, 3, 4), Refusal("people.end_before_begin", {"day": "2021-03-05"})),
        (date(2026, 11, 23), Refusal("people.end_to_come")),
    ],
)
def test_posting_ends_between_its_begin_and_today(official, day, refused):
    assert end(primary_of(official), day) == refused


def test_end_is_taken_back(official):
    first = primary_of(official)
    second = add(official, make_unit("青山镇"))
    end(first)
    reopen_posting(actor=SYSTEM, posting=first)
    assert {p.pk for p in official.postings.filter(ended_on=None)} == {first.pk, second.pk}
    assert primary_of(official) == second
    end(first)
    add(official, first.unit)
    refused = Refusal("people.serves_there", {"name": "李一", "unit": "县水利局"})
    assert reopen_posting(actor=SYSTEM, posting=first) == refused
    assert make_primary(actor=SYSTEM, posting=first) == Refusal(
        "people.posting_ended", {"unit": "县水利局"}
    )


def test_transfer_ends_here_and_begins_there_on_one_day(official):
    old, town, day = primary_of(official), make_unit("青山镇"), date(2026, 9, 1)
    facts = PostingFacts(unit=town, title="镇长", appointed_on=date(2026, 8, 20))
    new = transfer_person(actor=SYSTEM, posting=old, facts=facts, day=day, today=TODAY)
    old.refresh_from_db()
    assert (old.ended_on, new.began_on, new.appointed_on) == (day, day, date(2026, 8, 20))
    assert primary_of(official) == new
    nowhere = PostingFacts(unit=town)
    again = transfer_person(actor=SYSTEM, posting=new, facts=nowhere, day=day, today=TODAY)
    assert again == Refusal("people.transfer_nowhere", {"unit": "青山镇"})


def test_refused_transfer_ends_nothing(official):
    town = make_unit("青山镇")
    add(official, town)
    old = primary_of(official)
    moved = transfer_person(
        actor=SYSTEM, posting=old, facts=PostingFacts(unit=town), day=TODAY, today=TODAY
    )
    assert moved == Refusal("people.serves_there", {"name": "李一", "unit": "青山镇"})
    old.refresh_from_db()
    assert old.ended_on is None


def test_posting_is_put_right(official):
    posting, town = primary_of(official), make_unit("青山镇")
    facts = PostingFacts(unit=town, title="科员", enforcement=True)
    edit_posting(actor=SYSTEM, posting=posting, facts=facts)
    posting.refresh_from_db()
    assert (posting.unit, posting.title, posting.enforcement) == (town, "科员", True)
    assert posting.appointed_on is None
    other = add(official, make_unit())
    assert edit_posting(actor=SYSTEM, posting=other, facts=facts) == Refusal(
        "people.serves_there", {"name": "李一", "unit": "青山镇"}
    )


STEPS = st.lists(
    st.tuples(st.sampled_from("aperxt"), st.integers(0, 5), st.integers(0, 2)), max_size=10
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(STEPS)
def test_exactly_one_open_posting_is_primary_whatever_is_done(db, steps):
    person, units = make_person(), [make_unit() for _ in range(3)]
    for step, at, unit in steps:
        posting = list(person.postings.all())[at : at + 1]
        if step == "a":
            add(person, units[unit], primary=bool(at % 2))
        elif posting and step == "t":
            facts = PostingFacts(unit=units[unit])
            transfer_person(actor=SYSTEM, posting=posting[0], facts=facts, day=TODAY, today=TODAY)
        elif posting and step == "e":
            end(posting[0])
        elif posting:
            act = {"p": make_primary, "r": reopen_posting, "x": remove_posting}[step]
            act(actor=SYSTEM, posting=posting[0])
        running = Posting.objects.filter(person=person, ended_on=None)
        assert running.filter(primary=True).count() == bool(running.count())
