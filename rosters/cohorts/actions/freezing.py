"""Freezing rosters."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from rosters.accounts.models import User
from rosters.cohorts.models import Entry, EntryReason, Roster
from rosters.cohorts.queries import cohort_since, preview_roster
from rosters.cohorts.rules import CohortKind, ProspectiveEntry, roster_digest

NAMED = 5
"""How many people a refusal names before it only counts."""


def freeze_roster(
    *,
    actor: Actor,
    name: str,
    as_of: date,
    kinds: Collection[CohortKind],
    now: datetime,
    grades_count: bool = False,
    counted: str | None = None,
) -> Roster | Refusal:
    """Writes down who must sit, as of a day. What is frozen never changes.

    `counted` is the digest of the preview that was looked at: only that is frozen.
    """
    try:
        with transaction.atomic():
            entries = preview_roster(as_of, kinds, grades_count=grades_count)
            if refusal := _refuse_entries(entries, counted):
                return refusal
            roster = Roster.objects.create(
                name=name.strip(),
                as_of=as_of,
                frozen_at=now,
                frozen_by=actor if isinstance(actor, User) else None,
                content_hash=roster_digest(entries),
                size=len(entries),
            )
            _write_entries(roster, entries)
            facts = {"kinds": sorted(kinds), "grades_count": grades_count, "entries": len(entries)}
            facts |= _basis(roster)
            record(actor=actor, action="freeze_roster", subject=roster, facts=facts)
            return roster
    except IntegrityError:
        return Refusal("cohorts.name_taken", {"name": name.strip()})


def _basis(roster: Roster) -> dict[str, Any]:
    """The days that counted, and what came of them."""
    return {
        "as_of": roster.as_of.isoformat(),
        "since": {kind: day and day.isoformat() for kind, day in cohort_since().items()},
        "content_hash": roster.content_hash,
    }


def _refuse_entries(entries: list[ProspectiveEntry], counted: str | None) -> Refusal | None:
    if counted not in (None, roster_digest(entries)):
        return Refusal("cohorts.count_changed")
    if not entries:
        return Refusal("cohorts.empty_roster")
    homeless = [entry.name for entry in entries if entry.unit_id is None]
    if homeless:
        names = ", ".join(homeless[:NAMED])
        return Refusal("cohorts.without_unit", {"count": len(homeless), "names": names})
    return None


def _write_entries(roster: Roster, entries: list[ProspectiveEntry]) -> None:
    rows = Entry.objects.bulk_create(
        Entry(
            roster=roster,
            number=number,
            person_id=entry.person_id,
            unit_id=entry.unit_id,
            name=entry.name,
            title=entry.title,
            rank=entry.rank,
        )
        for number, entry in enumerate(entries, start=1)
    )
    EntryReason.objects.bulk_create(
        EntryReason(entry=row, cohort=reason.cohort, fact=reason.fact)
        for row, entry in zip(rows, entries, strict=True)
        for reason in entry.reasons
    )
