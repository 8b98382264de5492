"""Freezing rosters."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions import Actor, record
from audit.rules import Refusal
from rosters.accounts.models import User
from rosters.cohorts.frozen_rows import write_rows
from rosters.cohorts.models import Cohort, Entry, EntryReason, Release, Roster
from rosters.cohorts.queries import judges, preview_roster
from rosters.cohorts.rules import (
    DIGEST_VERSION,
    FARTHEST_AHEAD,
    LAW_QUALIFIED,
    ProspectiveEntry,
    ReleaseKind,
    count_digest,
    roster_digest,
    rule_words,
)

NAMED = 5
"""How many people a refusal names before it only counts."""
_BATCH = 2000
_BASIS = "持有法律职业资格，按名册所列类别的规则免考"


def freeze_roster(
    *,
    actor: Actor,
    name: str,
    as_of: date,
    cohorts: Collection[Cohort],
    now: datetime,
    counted: str | None = None,
) -> Roster | Refusal:
    """Writes down who must sit, as of a day, and why. What is frozen never changes.

    `counted` is the `count_digest` of what was looked at: only that is frozen. Who is
    qualified, and listed only by cohorts that exempt the qualified, is exempt at once.
    """
    name = name.strip()
    try:
        with transaction.atomic():
            entries = preview_roster(as_of, cohorts)
            content_hash = roster_digest(entries)
            refusal = _refuse_count(entries, cohorts, counted)
            if refusal := refusal or _refuse_entries(entries, as_of, timezone.localdate(now)):
                return refusal
            roster = Roster.objects.create(
                name=name,
                as_of=as_of,
                size=len(entries),
                rules=_rules(cohorts),
                digest_version=DIGEST_VERSION,
                content_hash=content_hash,
                frozen_at=now,
                frozen_by=actor if isinstance(actor, User) else None,
            )
            exempt = _write_entries(roster, entries, now)
            facts = {"entries": len(entries), "exempt": exempt} | _basis(roster)
            record(actor=actor, action="freeze_roster", subject=roster, facts=facts)
            return roster
    except IntegrityError:
        if Roster.objects.filter(name=name).exists():
            return Refusal("cohorts.name_taken", {"name": name})
        raise


def _rules(cohorts: Collection[Cohort]) -> list[dict[str, Any]]:
    """The cohorts as they were, each with its rule as kept and in words."""
    return [
        {
            "name": judge.name,
            "kind": judge.kind,
            "rule": judge.rule.to_json(),
            "words": rule_words(judge.rule),
        }
        for judge in judges(cohorts)
    ]


def _basis(roster: Roster) -> dict[str, Any]:
    """The rules that counted, and what came of them."""
    return {
        "as_of": roster.as_of.isoformat(),
        "rules": {cohort["name"]: cohort["rule"] for cohort in roster.rules},
        "content_hash": roster.content_hash,
    }


def _refuse_count(
    entries: list[ProspectiveEntry], cohorts: Collection[Cohort], counted: str | None
) -> Refusal | None:
    rules = [judge.rule for judge in judges(cohorts)]
    if counted in (None, count_digest(entries, rules)):
        return None
    return Refusal("cohorts.count_changed")


def _refuse_entries(entries: list[ProspectiveEntry], as_of: date, today: date) -> Refusal | None:
    if as_of > today + FARTHEST_AHEAD:
        return Refusal("cohorts.as_of_far", {"day": as_of})
    if not entries:
        return Refusal("cohorts.empty_roster")
    homeless = [entry.name for entry in entries if entry.unit_id is None]
    if homeless:
        names = "、".join(homeless[:NAMED])
        return Refusal("cohorts.without_unit", {"count": len(homeless), "names": names})
    return None


def _write_entries(roster: Roster, entries: list[ProspectiveEntry], now: datetime) -> int:
    """Writes the lines with their reasons; how many of them are exempt by rule."""
    numbered = enumerate(entries, start=1)
    write_rows(Entry, _COLUMNS, ((roster.pk, *_values(number, e)) for number, e in numbered))
    rows = list(roster.entries.order_by("number").values_list("pk", flat=True))
    written = list(zip(rows, entries, strict=True))
    write_rows(
        EntryReason,
        ("entry_id", "cohort", "name", "fact"),
        (
            (row, str(reason.cohort), reason.name, reason.fact)
            for row, entry in written
            for reason in entry.reasons
        ),
    )
    exempt = [_exemption(row, roster, now) for row, entry in written if entry.exempt]
    return len(Release.objects.bulk_create(exempt, batch_size=_BATCH))


_COLUMNS = (
    "roster_id", "number", "person_id", "unit_id", "unit_name", "unit_kind", "name", "title",
    "rank", "level", "field",
)  # fmt: skip


def _values(number: int, entry: ProspectiveEntry) -> tuple[Any, ...]:
    """An entry as the columns after the first have it."""
    kind = str(entry.unit_kind) if entry.unit_kind else ""
    level = None if entry.level is None else int(entry.level)
    where = (entry.unit_id, entry.unit_name, kind)
    who = (entry.name, entry.title, entry.rank)
    return (number, entry.person_id, *where, *who, level, entry.field)


def _exemption(row: int, roster: Roster, now: datetime) -> Release:
    """A decision of the rule and of nobody; it holds at once."""
    return Release(
        entry_id=row,
        kind=ReleaseKind.EXEMPT,
        basis=_BASIS,
        effective_on=min(roster.as_of, timezone.localdate(now)),
        rule=LAW_QUALIFIED,
        decided_at=now,
    )
