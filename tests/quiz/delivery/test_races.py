"""Savers and closers at the same moment, with real connections.

On PostgreSQL these are true races between transactions; SQLite has one writer at a time, so there
is nothing to race and the file is skipped.
"""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from quiz.delivery.actions import Saved, Started, record_answers, start_attempt
from quiz.delivery.models import Attempt, JournalEntry
from quiz.delivery.rules import Answer, AttemptState
from quiz.marking.actions import close_overdue, submit_attempt
from quiz.marking.models import Response, Score
from tests.factories import NOW, make_person
from tests.quiz.delivery.factories import HOUR, make_attempts, make_exam, token_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL"),
]
PEOPLE, SAVES = 40, 25


def in_threads(tasks):
    """Runs the tasks at once, each on its own connection; their results in order."""
    start = Barrier(len(tasks))

    def run(task):
        start.wait()
        try:
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def running_attempts(people=PEOPLE):
    exam = make_exam(*(make_person() for _ in range(people)), pledge="")
    attempts = make_attempts(exam)
    Attempt.objects.update(
        state=AttemptState.IN_PROGRESS, started_at=NOW, ends_at=NOW + HOUR, device=1
    )
    for attempt in attempts:
        attempt.device = 1
    return attempts


def saver(attempt, seed):
    """Saves SAVES answers one by one until refused; the acknowledged ones."""
    rng, token = random.Random(seed), token_of(attempt)

    def save():
        acknowledged = []
        for sequence in range(1, SAVES + 1):
            answer = Answer(sequence, 1, rng.choice("ABCD"))
            saved = record_answers(token=token, answers=[answer], now=NOW + HOUR / 2)
            if not isinstance(saved, Saved):
                assert saved.code == "delivery.closed"
                break
            assert saved.sequences == (sequence,)
            acknowledged.append(answer)
        return acknowledged

    return save


def assert_scored_is_acknowledged(attempts, acknowledged):
    """What was scored is the last acknowledged answer; the journal holds no more and no less."""
    counts = Counter(JournalEntry.objects.values_list("attempt_id", flat=True))
    for attempt, answers in zip(attempts, acknowledged, strict=True):
        scored = Response.objects.get(attempt=attempt, item__slot=1).answer
        assert scored == (answers[-1].answer if answers else "")
        assert counts[attempt.pk] == len(answers)
    assert Score.objects.count() == len(attempts)


def test_saver_and_closer_never_pass_each_other():
    attempts = running_attempts()
    order = random.Random(7)
    results = []
    for first in range(0, PEOPLE, 8):
        group = attempts[first : first + 8]
        savers = [saver(attempt, attempt.pk) for attempt in group]

        def close(group=group, seed=first):
            for attempt in order.sample(group, len(group)):
                submit_attempt(token=token_of(attempt), now=NOW + HOUR / 2)

        results += in_threads([*savers, close])[:-1]
    assert_scored_is_acknowledged(attempts, results)


def test_two_rounds_of_the_closer_and_savers_at_the_deadline():
    attempts = running_attempts(12)
    late = NOW + HOUR + timedelta(seconds=1)
    tasks = [saver(attempt, attempt.pk) for attempt in attempts]
    closers = [lambda: close_overdue(now=late)] * 2
    results = in_threads([*tasks, *closers])
    assert sum(results[-2:]) == len(attempts)
    assert_scored_is_acknowledged(attempts, results[:-2])


def test_one_attempt_handed_in_from_eight_threads_has_one_receipt():
    attempt = running_attempts(1)[0]
    token = token_of(attempt)
    receipts = in_threads([lambda: submit_attempt(token=token, now=NOW + HOUR / 2)] * 8)
    assert len({receipt.code for receipt in receipts}) == 1
    assert Score.objects.count() == 1


def test_one_batch_sent_by_eight_threads_is_stored_once_and_acknowledged_to_all():
    attempt = running_attempts(1)[0]
    token = token_of(attempt)
    batch = [Answer(n, 1, "ABCD"[n % 4]) for n in range(1, 21)]
    saved = in_threads([lambda: record_answers(token=token, answers=batch, now=NOW)] * 8)
    assert {one.sequences for one in saved} == {tuple(range(1, 21))}
    assert JournalEntry.objects.count() == 20


def test_eight_starts_at_once_start_once():
    exam = make_exam(pledge="")
    attempt = make_attempts(exam)[0]
    moments = [NOW + timedelta(seconds=n) for n in range(8)]
    results = in_threads(
        [lambda now=now: start_attempt(attempt_id=attempt.pk, now=now) for now in moments]
    )
    started = [one for one in results if isinstance(one, Started)]
    assert len(started) == 1
    attempt.refresh_from_db()
    assert attempt.ends_at == started[0].ends_at


def test_save_survives_a_connection_that_the_database_has_dropped():
    attempt = running_attempts(1)[0]
    token = token_of(attempt)
    record_answers(token=token, answers=[Answer(1, 1, "A")], now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        victim = cursor.fetchone()[0]
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [victim])
    finally:
        other.close()
    saved = record_answers(token=token, answers=[Answer(2, 1, "B")], now=NOW)
    assert saved.sequences == (2,)
    assert JournalEntry.objects.count() == 2
