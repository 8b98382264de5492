"""A roster file brought in at once, by a command or the demonstration: nobody looks at a preview.

Files are read before a transaction begins, or a large one would keep everybody else from saving.
People are matched inside it, while no other import can add the same ones.
"""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.intake.models import RosterUpload
from rosters.intake.opening import Roster, kind_of_list, read_roster
from rosters.intake.planning import Plan
from rosters.intake.report import PeopleReport, counted, taken_alone
from rosters.intake.rules.states import UploadState
from rosters.intake.settling import settled_plan
from rosters.intake.storing import ground_of, store_rows
from rosters.intake.writing import keep_snapshot, write_plan
from rosters.people.queries import sealed_with_another_key


def import_people(
    *, actor: Actor, content: bytes, filename: str, dry_run: bool, now: datetime
) -> PeopleReport | Refusal:
    """Brings a roster file in, or with `dry_run` only says what would happen."""
    if sealed_with_another_key():
        return Refusal("intake.foreign_key", {"filename": filename})
    roster = read_roster(content, filename)
    if isinstance(roster, Refusal):
        return roster
    if dry_run:
        return _report(_plan(roster, now), roster)
    upload = RosterUpload(
        uploaded_by_id=actor.pk,
        filename=filename[-200:],
        digest=hashlib.sha256(content).hexdigest(),
        list_kind=kind_of_list(roster.rows),
        state=UploadState.APPLIED,
        uploaded_at=now,
        applied_at=now,
    )
    try:
        with transaction.atomic():
            hold_chain()
            return _carry_out(actor, upload, roster, now)
    except IntegrityError:
        return Refusal("intake.raced", {"filename": filename})


def _plan(roster: Roster, now: datetime) -> Plan:
    """The plan of an import that nobody watches: what needs a decision is not taken."""
    ground = ground_of(None, timezone.localdate(now))
    plan = settled_plan(roster.rows, ground, lambda done, total: None)
    plan.verdicts = [taken_alone(line) for line in plan.verdicts]
    return plan


def _report(plan: Plan, roster: Roster) -> PeopleReport:
    used = dict.fromkeys(label for table in roster.tables for label in table.used)
    unused = dict.fromkeys(label for table in roster.tables for label in table.unused)
    return PeopleReport(
        verdicts=plan.verdicts,
        units_added=[unit.name for unit in plan.units],
        used=list(used),
        unused=[label for label in unused if label not in used],
        skipped_sheets=roster.skipped,
    )


def _carry_out(actor: Actor, upload: RosterUpload, roster: Roster, now: datetime) -> PeopleReport:
    plan = _plan(roster, now)
    report = _report(plan, roster)
    keep_snapshot(upload, write_plan(plan, [], now, timezone.localdate(now), lambda done: None))
    counts = {"rows": report.rows, **counted(line.verdict for line in plan.verdicts)}
    upload.counts, upload.progress, upload.total = counts, report.rows, report.rows
    upload.save()
    store_rows(upload, plan.verdicts, applied=True)
    facts = counts | {"units_added": len(plan.units), "digest": upload.digest}
    record(actor=actor, action="import_people", subject=upload, facts=facts)
    return report
