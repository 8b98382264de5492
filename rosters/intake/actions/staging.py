"""Keeping a roster file and reading it: nothing is decided here."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit.actions import Actor, record
from audit.rules import Refusal
from rosters.intake.actions.forgetting import forget_old_uploads
from rosters.intake.models import RosterUpload
from rosters.intake.opening import guessed_header, refuse_size
from rosters.intake.queries import has_stalled
from rosters.intake.report import refusal_json
from rosters.intake.rules.files import is_zip
from rosters.intake.rules.states import STALLED_AFTER, UploadState
from rosters.intake.storing import columns_told, prepare, store_preview
from rosters.people.queries import sealed_with_another_key
from rosters.people.sealing import seal_bytes, unseal_bytes
from rosters.units.models import Unit

# Files up to this size are read while the person waits; nothing else needs to run for them.
READ_AT_ONCE = 150_000
_FOLDED = 5  # how much smaller .xlsx files are than their text
_BEAT = timedelta(seconds=1)
_STORED = [
    "state", "refusal", "list_kind", "counts", "summary", "people_mark", "progress", "total",
    "touched_at",
]  # fmt: skip


def stage_upload(
    *,
    actor: Actor,
    content: bytes,
    filename: str,
    unit: Unit | None,
    now: datetime,
    at_once: int = READ_AT_ONCE,
) -> RosterUpload | Refusal:
    """Keeps a roster file, sealed, until its preview is applied or nobody came back to it.

    A small one is READY when this returns, and refused if it cannot be read; any other one is
    WAITING for `read_staged`. `unit` sent it: then only its own people are taken from it.
    """
    filename = filename[-200:]
    if refusal := refuse_size(len(content), filename):
        return refusal
    if sealed_with_another_key():
        return Refusal("intake.foreign_key", {"filename": filename})
    forget_old_uploads(now=now)
    upload = RosterUpload(
        uploaded_by_id=actor.pk,
        unit=unit,
        filename=filename,
        digest=hashlib.sha256(content).hexdigest(),
        sealed=seal_bytes(content),
        uploaded_at=now,
        touched_at=now,
    )
    small = len(content) * (_FOLDED if is_zip(content) else 1) <= at_once
    with transaction.atomic():
        upload.save()
        facts = {"digest": upload.digest, "unit": unit.pk if unit else None}
        record(actor=actor, action="keep_upload", subject=upload, facts=facts)
        if small and (refusal := read_now(upload, now)) and not upload.summary.get("columns"):
            transaction.set_rollback(True)
            return refusal
    return upload


def read_staged(*, upload_id: int, clock: Callable[[], datetime]) -> bool:
    """Reads a file that waits, or whose reading died; whether it was this call that did it.

    Its rows appear all at once when all is read. No audit record: nothing is decided here.
    """
    now = clock()
    due = Q(state=UploadState.WAITING) | Q(
        state=UploadState.READING, touched_at__lte=now - STALLED_AFTER
    )
    mine = RosterUpload.objects.filter(due, pk=upload_id, sealed__isnull=False)
    if not mine.update(state=UploadState.READING, touched_at=now, progress=0, total=0):
        return False
    upload = RosterUpload.objects.select_related("unit").get(pk=upload_id)
    reading = RosterUpload.objects.filter(pk=upload_id, state=UploadState.READING)
    beat = Heartbeat(clock, lambda **told: reading.update(**told))
    try:
        prepared = prepare(upload, timezone.localdate(upload.uploaded_at), beat)
        with transaction.atomic():
            if not reading.select_for_update().exists():  # another worker was faster
                return False
            if isinstance(prepared, Refusal):
                _not_read(upload, prepared)
            else:
                store_preview(upload, prepared)
                _is_ready(upload)
            upload.touched_at = clock()
            upload.save(update_fields=_STORED)
    except Exception:
        broke_off = Refusal("intake.reading_broke_off", {"filename": upload.filename})
        reading.update(state=UploadState.FAILED, refusal=refusal_json(broke_off))
        raise
    return True


def read_now(upload: RosterUpload, now: datetime) -> Refusal | None:
    """Reads a small file inside the transaction of the action that asks for it."""
    prepared = prepare(upload, timezone.localdate(upload.uploaded_at), lambda done, total: None)
    if isinstance(prepared, Refusal):
        _not_read(upload, prepared)
    else:
        store_preview(upload, prepared)
        _is_ready(upload)
    upload.touched_at = now
    upload.save(update_fields=_STORED)
    return prepared if isinstance(prepared, Refusal) else None


def refresh(*, actor: Actor, upload: RosterUpload, now: datetime) -> Refusal | None:
    """Puts a file back in line: its preview is old, its reading failed, or its worker died."""
    if upload.sealed is None:
        return Refusal("intake.forgotten", {"filename": upload.filename})
    states = {UploadState.READY, UploadState.FAILED}
    if upload.state not in states and not has_stalled(upload, now):
        return Refusal("intake.busy", {"filename": upload.filename})
    applies = upload.state == UploadState.APPLYING
    again = UploadState.APPLYING if applies else UploadState.WAITING
    with transaction.atomic():
        same = RosterUpload.objects.filter(pk=upload.pk, state=upload.state)
        if not same.update(state=again, refusal=None, touched_at=now, progress=0, total=0):
            return Refusal("intake.busy", {"filename": upload.filename})
        record(actor=actor, action="keep_upload", subject=upload, facts={"again": True})
    upload.refresh_from_db()
    return None


class Heartbeat:
    """Writes down how far the work got, once a second at most."""

    def __init__(self, clock: Callable[[], datetime], write: Callable[..., Any]) -> None:
        self.clock, self.write, self.last = clock, write, clock() - _BEAT

    def __call__(self, done: int, total: int) -> None:
        now = self.clock()
        if now - self.last >= _BEAT or done == total:
            self.last = now
            self.write(progress=done, total=total, touched_at=now)


def _is_ready(upload: RosterUpload) -> None:
    upload.state = UploadState.READY
    upload.refusal = None
    upload.progress = upload.total = upload.counts["rows"]


def _not_read(upload: RosterUpload, refusal: Refusal) -> None:
    """Why a file has no preview. Where only the header was not understood, its labels are told."""
    upload.state, upload.refusal = UploadState.FAILED, refusal_json(refusal)
    upload.rows.all().delete()
    upload.gone.all().delete()
    upload.counts, upload.summary = {}, {}
    if refusal.code == "intake.no_header" and upload.sealed is not None:
        labels = guessed_header(unseal_bytes(bytes(upload.sealed)))
        upload.summary = {"columns": columns_told(upload, labels)}
