"""Imports at the same moment, and how long they keep others waiting."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from audit.actions import SYSTEM
from audit.rules import Refusal
from rosters.intake.actions import apply_staged, stage_upload, start_applying
from rosters.intake.models import RosterUpload
from rosters.people.models import Person
from tests.factories import NOW, make_unit
from tests.rosters.intake.factories import book, take

pytestmark = pytest.mark.django_db(transaction=True)
needs_races = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)
PEOPLE = 200


def roster():
    people = [
        [f"张{chr(0x4E00 + at)}", None, "县司法局", 13800138000 + at, None] for at in range(PEOPLE)
    ]
    return book(*people)


def stage():
    return stage_upload(actor=SYSTEM, content=roster(), filename="名单.xlsx", unit=None, now=NOW)


def at_once(task, arguments):
    """The task with each argument at once, each on its own connection."""
    start = Barrier(len(arguments))

    def run(argument):
        start.wait()
        try:
            return task(argument)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def assert_taken_once(reports):
    assert sorted((report.added, report.unchanged) for report in reports) == [
        (0, PEOPLE),
        (0, PEOPLE),
        (PEOPLE, 0),
    ]
    assert Person.objects.count() == PEOPLE


@needs_races
def test_people_in_three_imports_at_once_are_added_once():
    make_unit("县司法局")
    assert_taken_once(at_once(take, [roster()] * 3))


@needs_races
def test_people_in_three_uploads_applied_at_once_are_added_once():
    make_unit("县司法局")
    uploads = [stage() for _ in range(3)]
    for upload in uploads:
        assert start_applying(actor=SYSTEM, upload=upload, now=NOW) is None
    at_once(lambda u: apply_staged(upload_id=u.pk, clock=lambda: NOW), uploads)
    assert Person.objects.count() == PEOPLE
    states = [RosterUpload.objects.get(pk=upload.pk).state for upload in uploads]
    assert sorted(states) == ["applied", "waiting", "waiting"]


def test_file_is_read_before_others_have_to_wait():
    """A refused file shows it: its reading is over before any transaction begins."""
    with CaptureQueriesContext(connection) as queries:
        kept = take(book())
    assert kept == Refusal("intake.no_rows", {"filename": "名单.xlsx"})
    assert "BEGIN" not in [query["sql"] for query in queries]
