"""Two officers at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from audit.actions import SYSTEM
from audit.rules import Refusal
from rosters.people.actions import PersonFacts, PostingFacts, add_person, add_posting, merge_people
from rosters.people.models import Person, PersonMerge, Posting
from rosters.people.queries import plan_merge
from tests.factories import NOW, make_person, make_unit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def at_once(*tasks):
    """The tasks at once, each on its own connection."""
    start = Barrier(len(tasks))

    def run(task):
        start.wait()
        try:
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def refused(results):
    return [result for result in results if isinstance(result, Refusal)]


def test_two_tabs_that_merge_to_and_fro_merge_once():
    unit = make_unit()
    one, other = make_person("甲", unit=unit), make_person("甲", unit=unit)
    forth, back = plan_merge(one, other).digest, plan_merge(other, one).digest

    def merging(kept, gone, seen):
        return lambda: merge_people(
            actor=SYSTEM, kept=kept, gone=gone, basis="x", seen=seen, now=NOW
        )

    results = at_once(*[merging(one, other, forth), merging(other, one, back)] * 2)
    assert refused(results) == [Refusal("people.merged_already", {"name": "甲"})] * 3
    assert PersonMerge.objects.count() == 1
    assert Person.objects.exclude(merged_into=None).count() == 1


def test_one_number_given_to_two_people_at_once_is_on_file_once():
    facts = PersonFacts("李一", number="11010519491231002X")
    results = at_once(*[lambda: add_person(actor=SYSTEM, facts=facts, now=NOW)] * 3)
    assert {refusal.code for refusal in refused(results)} <= {
        "people.number_taken",
        "people.number_elsewhere",
    }
    assert len(refused(results)) == 2 and Person.objects.count() == 1


def test_postings_added_at_once_leave_one_primary():
    person, units = make_person("甲"), [make_unit() for _ in range(3)]
    results = at_once(
        *[
            lambda unit=unit: add_posting(
                actor=SYSTEM, person=person, facts=PostingFacts(unit=unit), primary=True
            )
            for unit in units
        ]
    )
    assert refused(results) == []
    assert Posting.objects.filter(primary=True, ended_on=None).count() == 1
