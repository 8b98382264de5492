"""Reading the audit chain."""

from typing import Any

from django.db import models

from audit.models import AuditHead, AuditRecord
from audit.rules import GENESIS, link


def history(subject: models.Model) -> models.QuerySet[AuditRecord]:
    """Everything that was ever done to one row, oldest first."""
    return AuditRecord.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )


def first_broken_link() -> int | None:
    """Number of the first record that the chain or its head does not vouch for; None when whole.

    Records may be added meanwhile: those known to the head at the start must lead to its hash,
    and none may lie beyond the head at the end.
    """
    head = _head()
    previous = hash_at_head = GENESIS
    expected = 1
    for row in AuditRecord.objects.order_by("number").iterator():
        if row.number != expected or link(previous, _entry(row)) != row.hash:
            return expected
        previous, expected = row.hash, expected + 1
        if row.number <= head.length:
            hash_at_head = row.hash
    if hash_at_head != head.hash or expected <= head.length:
        return min(expected, head.length + 1)
    length = _head().length
    return None if expected <= length + 1 else length + 1


def _head() -> AuditHead:
    return AuditHead.objects.filter(pk=1).first() or AuditHead()


def _entry(row: AuditRecord) -> dict[str, Any]:
    """What `audit.actions.record` made the hash of."""
    return {
        "number": row.number,
        "at": row.at.isoformat(),
        "actor_id": row.actor_id,
        "actor_name": row.actor_name,
        "action": row.action,
        "subject_type": row.subject_type,
        "subject_id": row.subject_id,
        "facts": row.facts,
    }
