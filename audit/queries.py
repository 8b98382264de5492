"""Reading the audit chain."""

from django.db import models

from audit.models import AuditHead, AuditRecord
from audit.rules import GENESIS, link


def history(subject: models.Model) -> models.QuerySet[AuditRecord]:
    """Everything that was ever done to one row, oldest first."""
    return AuditRecord.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )


def first_broken_link() -> int | None:
    """Number of the first record whose hash does not follow; None when the chain is whole."""
    previous, expected = GENESIS, 1
    for row in AuditRecord.objects.order_by("number").iterator():
        entry = {
            "number": row.number,
            "at": row.at.isoformat(),
            "actor_id": row.actor_id,
            "actor_name": row.actor_name,
            "action": row.action,
            "subject_type": row.subject_type,
            "subject_id": row.subject_id,
            "facts": row.facts,
        }
        if row.number != expected or link(previous, entry) != row.hash:
            return expected
        previous, expected = row.hash, expected + 1
    head = AuditHead.objects.filter(pk=1).first()
    return None if head is None or head.hash == previous else expected
