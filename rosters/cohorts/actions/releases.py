"""Deciding who need not sit, and who must after all."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.accounts.models import User
from rosters.cohorts.models import Entry, Release, ReleaseRequest
from rosters.cohorts.queries.releases import has_namesake_entry, later_facts, standing_release
from rosters.cohorts.rules.releases import ReleaseKind, RequestState, refuse_days


def release_entry(
    *,
    actor: Actor,
    entry: Entry,
    kind: ReleaseKind,
    basis: str,
    now: datetime,
    effective_on: date | None = None,
    expires_on: date | None = None,
) -> Release | Refusal:
    """A dated decision on one person's duty, on a stated basis, from today unless said otherwise.

    A decision does not change: only `REINSTATED` ends it, and a new one may follow.
    """
    today = timezone.localdate(now)
    days = {"effective_on": effective_on or today, "expires_on": expires_on}
    if not basis.strip():
        return Refusal("cohorts.basis_missing", {"name": entry.name})
    if refusal := refuse_days(kind, effective_on or today, expires_on, today):
        return refusal
    with transaction.atomic():
        hold_chain()
        if refusal := refuse_release(actor, entry, kind, today):
            return refusal
        if ReleaseRequest.objects.filter(entry=entry, state=RequestState.OPEN).exists():
            return Refusal("cohorts.request_waits", {"name": entry.name})
        return write_release(actor, entry, kind, now, basis=basis.strip(), **days)


def release_fitting(
    *,
    actor: Actor,
    roster_id: int,
    numbers: Collection[int],
    basis: str,
    now: datetime,
    expires_on: date | None = None,
) -> int | Refusal:
    """Decides on each ticked entry what its person's status suggests; how many were decided.

    The reason is stated once; each entry gets a decision of its own, from the day of the status.
    `expires_on` ends the deferrals among them. Who was decided on meanwhile is left alone.
    """
    if not basis.strip():
        return Refusal("cohorts.bulk_basis_missing")
    today = timezone.localdate(now)
    if refusal := refuse_days(ReleaseKind.DEFERRED, today, expires_on, today):
        return refusal
    with transaction.atomic():
        hold_chain()
        entries = list(later_facts(roster_id, today).filter(number__in=numbers))
        if any(_is_self(actor, entry) for entry in entries):
            return Refusal("cohorts.own_release")
        for entry in entries:
            kind = ReleaseKind(entry.kind)
            write_release(
                actor,
                entry,
                kind,
                now,
                basis=basis.strip(),
                effective_on=entry.since or today,
                expires_on=expires_on if kind == ReleaseKind.DEFERRED else None,
            )
        return len(entries)


def refuse_release(actor: Actor, entry: Entry, kind: ReleaseKind, today: date) -> Refusal | None:
    """Why this cannot be decided about the entry now. Hold the chain before asking."""
    facts: Mapping[str, Any] = {"name": entry.name}
    if _is_self(actor, entry):
        return Refusal("cohorts.own_release")
    standing = standing_release(entry.pk, today)
    if kind == ReleaseKind.REINSTATED:
        return None if standing else Refusal("cohorts.not_released", facts)
    if standing:
        return Refusal("cohorts.already_released", facts)
    if kind == ReleaseKind.DUPLICATE and not has_namesake_entry(entry, today):
        return Refusal("cohorts.not_listed_twice", facts)
    return None


def _is_self(actor: Actor, entry: Entry) -> bool:
    """Nobody decides on their own duty."""
    person = getattr(actor, "person_id", None)
    return person is not None and person == entry.person_id


def write_release(
    actor: Actor, entry: Entry, kind: ReleaseKind, now: datetime, **fields: Any
) -> Release:
    """The row of a decision and its audit record, inside the transaction of the action."""
    release = Release.objects.create(
        entry=entry,
        kind=kind,
        decided_by=actor if isinstance(actor, User) else None,
        decided_at=now,
        **fields,
    )
    facts = {
        "kind": kind,
        "roster": entry.roster_id,
        "effective_on": release.effective_on.isoformat(),
        "expires_on": release.expires_on and release.expires_on.isoformat(),
    }
    record(actor=actor, action="release_entry", subject=entry, facts=facts)
    return release
