"""What people decide about a preview: columns, doubtful rows, wrong cells, who is gone.

A small preview is weighed anew at once. A large one is marked as old until it is refreshed:
weighing 50,000 rows after each of a hundred decisions would keep nobody's patience.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from rosters.intake.actions.staging import read_now
from rosters.intake.kept import sealed_texts, typed_texts
from rosters.intake.models import ColumnMemory, GoneLine, RosterUpload, UploadRow
from rosters.intake.rules.columns import Column
from rosters.intake.rules.states import UploadState
from rosters.people.rules import PersonStatus

# Previews of so many rows are weighed anew while the person waits.
WEIGHED_AT_ONCE = 1_000


def change_columns(
    *, actor: Actor, upload: RosterUpload, columns: Mapping[str, str], now: datetime
) -> Refusal | None:
    """Reads labels as other columns, "" as none, in this file and in all that its sender sends."""
    told = {column["label"]: column["column"] for column in upload.summary.get("columns", [])}
    chosen = {label: name for label, name in columns.items() if told.get(label, name) != name}
    for name in chosen.values():
        if name and name not in {*map(str, Column)} - {str(Column.UNUSED)}:
            return Refusal("intake.column_unknown", {"column": name})
    if refusal := _closed(upload, also=UploadState.FAILED):
        return refusal
    with transaction.atomic():
        for label, name in chosen.items():
            ColumnMemory.objects.update_or_create(
                unit=upload.unit, label=label[:200], defaults={"column": name or Column.UNUSED}
            )
        upload.mapping = upload.mapping | chosen
        upload.save(update_fields=["mapping"])
        facts = {"labels": len(chosen), "unit": upload.unit_id}
        record(actor=actor, action="change_columns", subject=upload, facts=facts)
        _read_again(upload, now)
    return None


def choose(*, actor: Actor, row: UploadRow, choice: str, now: datetime) -> Refusal | None:
    """Says whom a doubtful row is about, or leaves any row out; "" takes the word back."""
    if refusal := _closed(row.upload):
        return refusal
    offered = {proposal[0] for proposal in row.proposals} | {"", "skip", row.choice}
    if choice not in offered:
        return Refusal("intake.choice_unknown", {"where": f"{row.sheet}!{row.number}"})
    with transaction.atomic():
        row.choice = choice
        row.save(update_fields=["choice"])
        facts = {"row": row.position, "choice": choice}
        record(actor=actor, action="choose_row", subject=row.upload, facts=facts)
        _weigh_again(row.upload, now)
    row.refresh_from_db()
    return None


def correct_row(
    *, actor: Actor, row: UploadRow, texts: Mapping[str, str], now: datetime
) -> Refusal | None:
    """Types texts over cells of a row, by column; what is given replaces what was typed before."""
    if refusal := _closed(row.upload):
        return refusal
    known = {str(column) for column in Column} - {str(Column.UNUSED)}
    for name in texts:
        if name not in known:
            return Refusal("intake.column_unknown", {"column": name})
    typed = typed_texts(row) | {Column(name): text.strip() for name, text in texts.items()}
    with transaction.atomic():
        row.corrections = sealed_texts(typed)
        row.save(update_fields=["corrections"])
        facts = {"row": row.position, "columns": sorted(map(str, typed))}
        record(actor=actor, action="correct_row", subject=row.upload, facts=facts)
        _weigh_again(row.upload, now)
    row.refresh_from_db()
    return None


def choose_gone(
    *,
    actor: Actor,
    line: GoneLine,
    status: PersonStatus | None,
    since: date | None,
    now: datetime,
) -> Refusal | None:
    """Says what became of somebody who is missing, from which day on; None: nothing is done."""
    if refusal := _closed(line.upload):
        return refusal
    if status is not None and since is None:
        return Refusal("intake.gone_day_missing", {"name": line.person.name})
    with transaction.atomic():
        line.status, line.since = status or "", since if status else None
        line.save(update_fields=["status", "since"])
        facts = {"person": line.person_id, "status": line.status}
        record(actor=actor, action="choose_gone", subject=line.upload, facts=facts)
    return None


def _closed(upload: RosterUpload, also: UploadState = UploadState.READY) -> Refusal | None:
    """Why nothing can be decided about an upload any more, or not yet."""
    upload.refresh_from_db()
    if upload.state in {UploadState.READY, also}:
        return None
    if upload.state in {UploadState.APPLIED, UploadState.UNDONE}:
        return Refusal("intake.applied", {"filename": upload.filename})
    return Refusal("intake.busy", {"filename": upload.filename})


def _weigh_again(upload: RosterUpload, now: datetime) -> None:
    if upload.counts.get("rows", 0) <= WEIGHED_AT_ONCE:
        read_now(upload, now)
        return
    upload.summary = upload.summary | {"stale": True}
    upload.touched_at = now
    upload.save(update_fields=["summary", "touched_at"])


def _read_again(upload: RosterUpload, now: datetime) -> None:
    """Columns change every row: a large file goes back in line."""
    if 0 < upload.counts.get("rows", 0) <= WEIGHED_AT_ONCE:
        read_now(upload, now)
        return
    upload.state, upload.refusal, upload.touched_at = UploadState.WAITING, None, now
    upload.progress = upload.total = 0
    upload.save(update_fields=["state", "refusal", "touched_at", "progress", "total"])
