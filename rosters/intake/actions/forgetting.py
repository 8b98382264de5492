"""Letting go of what is no longer needed."""

from datetime import datetime

from django.db.models import Q

from rosters.intake.access import KEPT_FOR, UNDONE_WITHIN
from rosters.intake.models import GoneLine, RosterUpload, UploadRow
from rosters.intake.rules.states import UploadState


def forget_old_uploads(*, now: datetime) -> int:
    """Lets go of files that nobody touched for a week; how many were.

    Their rows go with them, unless they were applied: then names stay for the next delivery to be
    compared with, and what had changed goes with the chance to undo it, after a month.
    """
    old = RosterUpload.objects.filter(
        Q(touched_at__lte=now - KEPT_FOR) | Q(touched_at=None, uploaded_at__lte=now - KEPT_FOR),
        sealed__isnull=False,
    ).exclude(state=UploadState.APPLYING)
    forgotten = list(old.values_list("pk", flat=True))
    left = old.exclude(state__in=[UploadState.APPLIED, UploadState.UNDONE])
    UploadRow.objects.filter(upload__in=left).delete()
    GoneLine.objects.filter(upload__in=left).delete()
    RosterUpload.objects.filter(pk__in=forgotten).update(sealed=None)
    past = RosterUpload.objects.filter(undo__isnull=False, applied_at__lte=now - UNDONE_WITHIN)
    UploadRow.objects.filter(upload__in=past).update(
        changes=[], reasons=[], proposals=[], corrections=None
    )
    past.update(undo=None)
    return len(forgotten)
