"""The closer running twice at once, and stopping when it is told to."""

import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tests.faults.server import PATIENCE, ROOT, evaluate, run

OVERDUE = """
from datetime import timedelta
from django.utils import timezone
from quiz.delivery.models import Attempt
from tests.factories import make_person
from tests.quiz.delivery.factories import make_attempts, make_exam
now, hour = timezone.now(), timedelta(hours=1)
make_attempts(make_exam(*(make_person() for _ in range(30))))
Attempt.objects.update(state="progress", started_at=now - hour, ends_at=now, device=1)
result = Attempt.objects.count()
"""
CLOSED = """
from quiz.delivery.models import Attempt
from quiz.marking.models import Response, Score
result = [Attempt.objects.filter(state="expired").count(), Score.objects.count(),
          Response.objects.count()]
"""


def test_two_clocks_at_once_close_every_attempt_once(environ):
    assert evaluate(environ, OVERDUE) == 30
    with ThreadPoolExecutor(2) as pool:
        rounds = [pool.submit(run, environ, "manage.py", "keep_time", "--once") for _ in range(2)]
        closed = [json.loads(one.result())["closed"] for one in rounds]
    assert sum(closed) == 30
    assert evaluate(environ, CLOSED) == [30, 30, 150]


def test_clock_goes_round_until_it_is_told_to_stop(environ):
    evaluate(environ, OVERDUE)
    clock = subprocess.Popen(
        [sys.executable, "manage.py", "keep_time", "--every", "0.2"],
        cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with clock:
        try:
            assert json.loads(clock.stdout.readline()) == {"closed": 30}
            clock.send_signal(signal.SIGTERM)
            assert clock.wait(PATIENCE) == 0
        finally:
            clock.kill()
