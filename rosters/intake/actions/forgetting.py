"""Letting go of what is no longer needed."""

from datetime import datetime

from django.db.models import Q

from audit.rules import Refusal
from rosters.intake.access import KEPT_FOR, UNDONE_WITHIN
from rosters.intake.models import GoneLine, RosterUpload, UploadRow
from rosters.intake.report import refusal_json
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
    for pk, filename in list(left.values_list("pk", "filename")):
        UploadRow.objects.filter(upload=pk).delete()
        GoneLine.objects.filter(upload=pk).delete()
        refusal = refusal_json(Refusal("intake.forgotten", {"filename": filename}))
        RosterUpload.objects.filter(pk=pk).update(
            state=UploadState.FAILED, refusal=refusal, counts={}, summary={}
        )
    RosterUpload.objects.filter(pk__in=forgotten).update(sealed=None)
    past = RosterUpload.objects.filter(undo__isnull=False, applied_at__lte=now - UNDONE_WITHIN)
    UploadRow.objects.filter(upload__in=past).update(
        changes=[], reasons=[], proposals=[], corrections=None
    )
    past.update(undo=None)
    return len(forgotten)
