"""Importing people: read, match, preview, apply. A preview is an import that writes nothing.

Files are read before a transaction begins, or a large one would keep everybody else from saving.
People are matched inside it, while no other import can add the same ones.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.intake.access import KEPT_FOR, is_kept
from rosters.intake.models import RosterUpload
from rosters.intake.planning import Plan
from rosters.intake.report import PeopleReport
from rosters.intake.rules.columns import SPELLINGS, Column
from rosters.intake.rules.tables import RawRow, Table, read_table
from rosters.intake.settling import settled_plan
from rosters.intake.workbook import read_sheets
from rosters.people.models import Credential, Person, Posting, Recruitment
from rosters.people.queries import sealed_with_another_key
from rosters.people.sealing import seal_bytes, unseal_bytes
from rosters.units.models import Unit
from rosters.units.queries import unit_finder

MOST_ROWS = 20_000
_BATCH, _BATCH_OF_UPDATES = 500, 100
_TABLES: tuple[type[models.Model], ...] = (Person, Posting, Recruitment, Credential)
_LOOKED_FOR = (Column.UNIT, Column.IDENTITY, Column.TITLE, Column.PHONE, Column.CARD_NUMBER)


def import_people(
    *, actor: Actor, content: bytes, filename: str, dry_run: bool, now: datetime
) -> PeopleReport | Refusal:
    """Brings a roster file in, or with `dry_run` only says what would happen."""
    roster = _recognised(content, filename)
    if isinstance(roster, Refusal):
        return roster
    if dry_run:
        return _report(_plan(roster, now), roster)
    digest = hashlib.sha256(content).hexdigest()
    try:
        with transaction.atomic():
            hold_chain()
            upload = RosterUpload.objects.create(
                uploaded_by_id=actor.pk,
                filename=_short(filename),
                digest=digest,
                uploaded_at=now,
                applied_at=now,
            )
            return _carry_out(actor, upload, roster, now)
    except IntegrityError:
        return Refusal("intake.raced", {"filename": filename})


def keep_upload(
    *, actor: Actor, content: bytes, filename: str, now: datetime
) -> RosterUpload | Refusal:
    """Keeps a readable roster file, sealed, until it is applied or a day old."""
    forget_old_uploads(now=now)
    roster = _recognised(content, filename)
    if isinstance(roster, Refusal):
        return roster
    upload = RosterUpload(
        uploaded_by_id=actor.pk,
        filename=_short(filename),
        digest=hashlib.sha256(content).hexdigest(),
        sealed=seal_bytes(content),
        uploaded_at=now,
    )
    with transaction.atomic():
        upload.save()
        record(actor=actor, action="keep_upload", subject=upload, facts={"digest": upload.digest})
    return upload


def preview_upload(*, upload: RosterUpload, now: datetime) -> PeopleReport | Refusal:
    """What applying an upload would do at this moment."""
    roster = _kept_roster(upload, now)
    return roster if isinstance(roster, Refusal) else _report(_plan(roster, now), roster)


def apply_upload(*, actor: Actor, upload: RosterUpload, now: datetime) -> PeopleReport | Refusal:
    """Applies an upload once: of two clicks or two tabs, the second is refused."""
    roster = _kept_roster(upload, now)
    if isinstance(roster, Refusal):
        return roster
    try:
        with transaction.atomic():
            hold_chain()
            unapplied = RosterUpload.objects.filter(pk=upload.pk, applied_at=None)
            if not unapplied.update(applied_at=now, sealed=None):
                return Refusal("intake.applied", {"filename": upload.filename})
            return _carry_out(actor, upload, roster, now)
    except IntegrityError:
        return Refusal("intake.raced", {"filename": upload.filename})


def forget_old_uploads(*, now: datetime) -> int:
    """Deletes the bytes of uploads that are a day old; how many were."""
    old = RosterUpload.objects.filter(uploaded_at__lte=now - KEPT_FOR, sealed__isnull=False)
    return old.update(sealed=None)


@dataclass(frozen=True)
class _Roster:
    """The readable sheets of a file, and the names of those without a header."""

    tables: Sequence[Table]
    skipped: Sequence[str]

    @property
    def rows(self) -> list[RawRow]:
        return [row for table in self.tables for row in table.rows]


def refuse_size(size: int, filename: str) -> Refusal | None:
    """Why a file of so many bytes is not read at all."""
    if size <= settings.UPLOAD_MAX_BYTES:
        return None
    given, limit = (n / 1024 / 1024 for n in (size, settings.UPLOAD_MAX_BYTES))
    facts = {"filename": filename, "size": f"{given:.1f}", "limit": f"{limit:.0f}"}
    return Refusal("intake.too_large", facts)


def read_roster(content: bytes, filename: str) -> _Roster | Refusal:
    """The tables of a file, or why there are none."""
    if refusal := refuse_size(len(content), filename):
        return refusal
    roster = _tables(content)
    if isinstance(roster, Refusal):
        return Refusal(roster.code, {**roster.facts, "filename": filename})
    return roster


def _recognised(content: bytes, filename: str) -> _Roster | Refusal:
    """A roster whose people can be found again, since the key is the one they were sealed with."""
    if sealed_with_another_key():
        return Refusal("intake.foreign_key", {"filename": filename})
    return read_roster(content, filename)


def _tables(content: bytes) -> _Roster | Refusal:
    sheets = read_sheets(content)
    if isinstance(sheets, Refusal):
        return sheets
    if not any(sheet.rows for sheet in sheets):
        return Refusal("intake.empty")
    tables = [read_table(sheet) for sheet in sheets if sheet.rows]
    found = [table for table in tables if table.found_header]
    without = [table.sheet for table in tables if not table.found_header]
    roster = _Roster(found, without)
    if not found:
        columns = "、".join(SPELLINGS[column].split()[0] for column in _LOOKED_FOR)
        return Refusal("intake.no_header", {"sheets": "、".join(without), "columns": columns})
    if not roster.rows:
        return Refusal("intake.no_rows")
    if len(roster.rows) > MOST_ROWS:
        return Refusal("intake.too_many_rows", {"rows": len(roster.rows), "limit": MOST_ROWS})
    return roster


def _kept_roster(upload: RosterUpload, now: datetime) -> _Roster | Refusal:
    upload.refresh_from_db()
    if upload.applied_at:
        return Refusal("intake.applied", {"filename": upload.filename})
    if not is_kept(upload, now):
        return Refusal("intake.forgotten", {"filename": upload.filename})
    if sealed_with_another_key():
        return Refusal("intake.foreign_key", {"filename": upload.filename})
    return read_roster(unseal_bytes(bytes(upload.sealed)), upload.filename)


def _plan(roster: _Roster, now: datetime) -> Plan:
    names = list(Unit.objects.values_list("name", flat=True))
    return settled_plan(roster.rows, unit_finder(), names, timezone.localdate(now))


def _report(plan: Plan, roster: _Roster) -> PeopleReport:
    used = dict.fromkeys(label for table in roster.tables for label in table.used)
    unused = dict.fromkeys(label for table in roster.tables for label in table.unused)
    return PeopleReport(
        verdicts=plan.verdicts,
        units_added=[unit.name for unit in plan.units],
        used=list(used),
        unused=[label for label in unused if label not in used],
        skipped_sheets=roster.skipped,
    )


def _carry_out(actor: Actor, upload: RosterUpload, roster: _Roster, now: datetime) -> PeopleReport:
    """Plans and writes: units first, then people, then what hangs on them."""
    plan = _plan(roster, now)
    report = _report(plan, roster)
    last = Unit.objects.aggregate(last=models.Max("order"))["last"] or 0
    for order, unit in enumerate(plan.units, start=last + 1):
        unit.order = order
        unit.save()
    for table in _TABLES:
        table._default_manager.bulk_create(plan.created.get(table, []), batch_size=_BATCH)
        if changed := list(plan.updated.get(table, {}).values()):
            fields = sorted(plan.changed_fields[table])
            table._default_manager.bulk_update(changed, fields, batch_size=_BATCH_OF_UPDATES)
    facts = {str(verdict): count for verdict, count in report.counts().items()}
    facts |= {"rows": report.rows, "units_added": len(plan.units), "digest": upload.digest}
    record(actor=actor, action="import_people", subject=upload, facts=facts)
    return report


def _short(filename: str) -> str:
    return filename[-200:]
