"""Undoing an import as a whole, as long as nothing stands on it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.intake.access import UNDONE_WITHIN
from rosters.intake.models import RosterUpload
from rosters.intake.restoring import in_the_way, put_back
from rosters.intake.rules.states import UploadState
from rosters.intake.writing import kept_snapshot


def undo_upload(*, actor: Actor, upload: RosterUpload, now: datetime) -> Refusal | None:
    """Puts back what an import changed and takes away what it added, all of it or nothing."""
    try:
        with transaction.atomic():
            hold_chain()
            upload.refresh_from_db()
            if refusal := _closed(upload, now):
                return refusal
            taken = kept_snapshot(upload)
            if refusal := in_the_way(upload, taken):
                return refusal
            upload.rows.update(person=None)
            put_back(taken)
            upload.state, upload.undone_at, upload.undo = UploadState.UNDONE, now, None
            upload.save(update_fields=["state", "undone_at", "undo"])
            facts = {"digest": upload.digest, "rows": upload.counts.get("rows", 0)}
            record(actor=actor, action="undo_upload", subject=upload, facts=facts)
    except IntegrityError:  # something came to stand on it at this very moment
        return Refusal("intake.undo_raced", {"filename": upload.filename})
    return None


def _closed(upload: RosterUpload, now: datetime) -> Refusal | None:
    facts = {"filename": upload.filename}
    if upload.state == UploadState.UNDONE:
        return Refusal("intake.undone", facts)
    if upload.state != UploadState.APPLIED or upload.applied_at is None:
        return Refusal("intake.not_applied", facts)
    if upload.undo is None or upload.applied_at <= now - UNDONE_WITHIN:
        return Refusal("intake.undo_over", facts | {"days": UNDONE_WITHIN.days})
    return None
