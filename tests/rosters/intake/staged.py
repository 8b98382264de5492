"""The way of a file through the background, done at once."""

from datetime import datetime

from audit.actions import SYSTEM
from rosters.intake.actions import (
    apply_staged,
    read_staged,
    stage_upload,
    start_applying,
    undo_upload,
)
from rosters.intake.models import RosterUpload
from rosters.people.models import (
    Credential,
    Person,
    Posting,
    Recruitment,
    StatusChange,
    Training,
)
from rosters.units.models import Unit
from tests.factories import NOW

TABLES = (Unit, Person, Posting, Recruitment, Credential, StatusChange, Training)


def stage(content, *, unit=None, filename="名单.xlsx", now: datetime = NOW, at_once=0):
    """An upload whose preview is ready, read as by the worker."""
    upload = stage_upload(
        actor=SYSTEM, content=content, filename=filename, unit=unit, now=now, at_once=at_once
    )
    assert isinstance(upload, RosterUpload), upload
    return read(upload, now)


def read(upload, now: datetime = NOW):
    read_staged(upload_id=upload.pk, clock=lambda: now)
    upload.refresh_from_db()
    return upload


def apply(upload, now: datetime = NOW):
    assert start_applying(actor=SYSTEM, upload=upload, now=now) is None
    apply_staged(upload_id=upload.pk, clock=lambda: now)
    upload.refresh_from_db()
    return upload


def undo(upload, now: datetime = NOW):
    return undo_upload(actor=SYSTEM, upload=upload, now=now)


def row(upload, name):
    return upload.rows.get(name=name)


def told(upload):
    """(name, verdict) of each row in the order of the file."""
    return list(upload.rows.order_by("position").values_list("name", "verdict"))


def stored():
    """Every row of every table that an import writes, sealed bytes included."""
    return [list(table.objects.order_by("pk").values()) for table in TABLES]
