"""Releasing single people from a roster."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.accounts.models import User
from rosters.cohorts.models import Entry, Release
from rosters.cohorts.queries import current_release
from rosters.cohorts.rules import ReleaseKind


def release_entry(
    *, actor: Actor, entry: Entry, kind: ReleaseKind, basis: str, now: datetime
) -> Release | Refusal:
    """Releases one person from the duty on a stated basis, once: a decision does not change."""
    if not basis.strip():
        return Refusal("cohorts.basis_missing", {"name": entry.name})
    today = timezone.localdate(now)
    with transaction.atomic():
        hold_chain()
        if current_release(entry.pk, begun_by=today, lasting_to=today):
            return Refusal("cohorts.already_released", {"name": entry.name})
        release = Release.objects.create(
            entry=entry,
            kind=kind,
            basis=basis.strip(),
            effective_on=today,
            decided_by=actor if isinstance(actor, User) else None,
            decided_at=now,
        )
        facts = {"kind": kind, "roster": entry.roster_id, "person": entry.person_id}
        record(actor=actor, action="release_entry", subject=entry, facts=facts)
        return release
