"""kill -9 of the worker in the middle of applying: nothing is half there, and it can go on."""

import signal
import subprocess
import sys

import pytest

from tests.faults.conftest import environ  # noqa: F401  the fixture
from tests.faults.server import PATIENCE, ROOT, evaluate

SEED = """
from datetime import timedelta
from django.utils import timezone
from audit.actions import SYSTEM
from rosters.intake.actions import read_staged, stage_upload, start_applying
from tests.factories import make_unit, make_person
from tests.rosters.intake.factories import book
now = timezone.now()
unit = make_unit("县司法局")
make_person("王五", unit=unit, phone="13800138000")
lines = [[f"张{chr(0x4E00 + n)}", None, "县司法局", 13900000000 + n, "科员"] for n in range(40)]
lines.append(["王五", None, "县司法局", 13800138000, "局长"])
upload = stage_upload(
    actor=SYSTEM, content=book(*lines), filename="名单.xlsx", unit=None, now=now, at_once=0
)
read_staged(upload_id=upload.pk, clock=timezone.now)
upload.refresh_from_db()
assert start_applying(actor=SYSTEM, upload=upload, now=now) is None
result = upload.pk
"""
# A worker that tells when all people are written and nothing is committed, and then takes its time.
WORKER = """
import django; django.setup()
import time
from django.utils import timezone
from rosters.intake.actions import applying
def lingering(*args, **named):
    print("written", flush=True)
    time.sleep(600)
applying.mark_people = lingering
applying.apply_staged(upload_id={upload}, clock=timezone.now)
"""
STATE = """
from audit.models import AuditRecord
from rosters.intake.models import RosterUpload
from rosters.people.models import Person, Posting
upload = RosterUpload.objects.get()
result = [
    upload.state, Person.objects.count(), Posting.objects.exclude(title="").count(),
    upload.rows.exclude(person=None).count(), upload.undo is not None,
    AuditRecord.objects.filter(action="import_people").count(),
]
"""
GO_ON = """
from datetime import timedelta
from django.utils import timezone
from rosters.intake.actions import apply_staged
from rosters.intake.models import RosterUpload
pk = RosterUpload.objects.get().pk
soon = apply_staged(upload_id=pk, clock=timezone.now)
later = apply_staged(upload_id=pk, clock=lambda: timezone.now() + timedelta(minutes=3))
result = [soon, later]
"""


@pytest.fixture
def killed(environ):  # noqa: F811
    """The environment after a worker was killed between writing and committing."""
    upload = evaluate(environ, SEED)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER.format(upload=upload)],
        cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert worker.stdout.readline() == "written\n"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.communicate(timeout=PATIENCE)
    return environ


def test_nothing_is_half_applied_and_applying_goes_on_later(killed):
    assert evaluate(killed, STATE) == ["applying", 1, 0, 0, False, 0]
    assert evaluate(killed, GO_ON) == [False, True]
    assert evaluate(killed, STATE) == ["applied", 41, 41, 41, True, 1]
