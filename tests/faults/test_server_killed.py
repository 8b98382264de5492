"""kill -9 of the whole server in the middle of saving: what was acknowledged is there, once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.server import PATIENCE, Server, evaluate

SAVERS, ANSWERS = 4, 60
SEED = f"""
from datetime import timedelta
from django.utils import timezone
from quiz.delivery.models import Attempt
from tests.factories import make_person
from tests.quiz.delivery.factories import make_attempts, make_exam, token_of
now, hour = timezone.now(), timedelta(hours=1)
exam = make_exam(*(make_person() for _ in range({SAVERS})), closes_at=now + hour)
made = make_attempts(exam)
Attempt.objects.update(state="progress", started_at=now, ends_at=now + hour, device=1)
result = [[attempt.pk, token_of(attempt, 1)] for attempt in made]
"""
JOURNAL = """
from quiz.delivery.models import JournalEntry
rows = JournalEntry.objects.order_by("attempt_id", "sequence")
result = list(map(list, rows.values_list("attempt_id", "sequence", "answer")))
"""


@pytest.fixture
def server(environ):
    server = Server(environ)
    yield server
    server.kill()


def letter(sequence):
    return "ABCD"[sequence % 4]


def saved(server, token, answer):
    try:
        return server.save(token, [answer]) == [answer["sequence"]]
    except OSError:
        time.sleep(0.05)
        return False


def keep_saving(server, pk, token, acknowledged, lock, half):
    """Sends answers one by one, each again and again until it is acknowledged."""
    for sequence in range(1, ANSWERS + 1):
        answer = {"sequence": sequence, "slot": 1, "answer": letter(sequence)}
        deadline = time.monotonic() + PATIENCE
        while not saved(server, token, answer):
            assert time.monotonic() < deadline, f"{answer} was never acknowledged"
        with lock:
            acknowledged.append((pk, sequence, letter(sequence)))
            if len(acknowledged) == SAVERS * ANSWERS // 2:
                half.set()


def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(environ, server):
    attempts = evaluate(environ, SEED)
    acknowledged, lock, half = [], threading.Lock(), threading.Event()
    with ThreadPoolExecutor(SAVERS) as pool:
        phones = [
            pool.submit(keep_saving, server, pk, token, acknowledged, lock, half)
            for pk, token in attempts
        ]
        assert half.wait(PATIENCE)
        server.kill()
        before = set(acknowledged)
        assert before <= {tuple(row) for row in evaluate(environ, JOURNAL)}
        server.start()
        for phone in phones:
            phone.result()
    assert evaluate(environ, JOURNAL) == [
        [pk, sequence, letter(sequence)]
        for pk, _ in sorted(attempts)
        for sequence in range(1, ANSWERS + 1)
    ]
