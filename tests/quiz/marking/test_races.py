"""Marking and publishing at the same moment, with real connections."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal as D

import pytest
from django.db import connection, connections, transaction

from audit.rules import Refusal
from quiz.delivery.actions import record_answers
from quiz.delivery.rules import Answer
from quiz.marking.actions import mark_response, submit_attempt
from quiz.marking.models import Response, Score
from quiz.results.actions import publish_results
from quiz.results.models import Outcome
from rosters.roles.rules import Role
from tests.factories import NOW, make_user
from tests.quiz.delivery.factories import HOUR, make_exam, make_running, token_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL"),
]


def waiting_answer(exam):
    attempt = make_running(exam, started_at=NOW - HOUR / 2)
    record_answers(token=token_of(attempt), answers=[Answer(1, 5, "听证")], now=NOW - HOUR / 4)
    submit_attempt(token=token_of(attempt), now=NOW - HOUR / 4)
    return Response.objects.get(mark=None)


def in_thread(pool, task):
    def run():
        try:
            return task()
        finally:
            connections.close_all()

    return pool.submit(run)


def somebody_waits():
    """Whether another session waits for a lock that this one holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks "
            "WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] > 0


def test_publishing_waits_for_a_mark_on_its_way():
    exam = make_exam(opens_at=NOW - HOUR, closes_at=NOW)
    response, marker, officer = waiting_answer(exam), make_user(Role.MARKER), make_user()
    mark_response(actor=marker, response=response, mark=D(1), now=NOW)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            mark_response(actor=marker, response=response, mark=D(2), seen=D(1), now=NOW)
            published = in_thread(
                pool, lambda: publish_results(actor=officer, exam=exam, now=NOW + HOUR)
            )
            while not somebody_waits() and not published.done():
                pass
        assert not isinstance(published.result(), Refusal)
    assert Outcome.objects.get().score == Score.objects.get().total == D(2)


def test_mark_waits_for_publishing_on_its_way_and_is_refused():
    exam = make_exam(opens_at=NOW - HOUR, closes_at=NOW)
    response, marker, officer = waiting_answer(exam), make_user(Role.MARKER), make_user()
    mark_response(actor=marker, response=response, mark=D(1), now=NOW)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            publish_results(actor=officer, exam=exam, now=NOW + HOUR)
            marked = in_thread(
                pool,
                lambda: mark_response(
                    actor=marker, response=response, mark=D(2), seen=D(1), now=NOW
                ),
            )
            while not somebody_waits() and not marked.done():
                pass
        assert marked.result() == Refusal("marking.published", {"exam": exam.title})
    assert Outcome.objects.get().score == Score.objects.get().total == D(1)
