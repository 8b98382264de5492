"""Writing the audit chain. Call inside the transaction of the action being recorded."""

from typing import Any, Protocol

from django.db import connection, models, transaction
from django.utils import timezone

from audit.models import AuditHead, AuditRecord
from audit.rules import link


class Actor(Protocol):
    """Whoever acts: a user, or `SYSTEM` for the platform's own jobs."""

    pk: Any

    def get_username(self) -> str: ...


class _System:
    pk = None

    def get_username(self) -> str:
        return "system"


SYSTEM = _System()


def record(
    *, actor: Actor, action: str, subject: models.Model, facts: dict[str, Any] | None = None
) -> AuditRecord:
    """Appends one record about `subject`. `facts` must hold nothing personal beyond row ids."""
    head = hold_chain()
    entry = {
        "number": head.length + 1,
        "at": timezone.now(),
        "actor_id": actor.pk,
        "actor_name": actor.get_username(),
        "action": action,
        "subject_type": subject._meta.label_lower,
        "subject_id": str(subject.pk),
        "facts": facts or {},
    }
    new_hash = link(head.hash, entry | {"at": entry["at"].isoformat()})
    row = AuditRecord.objects.create(**entry, previous_hash=head.hash, hash=new_hash)
    AuditHead.objects.filter(pk=1).update(hash=new_hash, length=head.length + 1)
    return row


def hold_chain() -> AuditHead:
    """Makes every other action wait until this transaction ends; returns the head as it is.

    For an action that decides by what it reads and must not decide beside another one.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit record belongs to a transaction")
    return AuditHead.objects.select_for_update().get_or_create(pk=1)[0]
