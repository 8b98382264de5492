"""Applying a preview: all of it or nothing, and only what was seen."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, connections, transaction
from django.db.models import Q
from django.utils import timezone

from audit.actions import SYSTEM, Actor, hold_chain, record
from audit.models import AuditRecord
from audit.rules import Refusal
from rosters.intake.actions.staging import Heartbeat
from rosters.intake.models import RosterUpload
from rosters.intake.queries import is_stale, people_mark
from rosters.intake.report import counted, refusal_json
from rosters.intake.rules.states import STALLED_AFTER, UploadState
from rosters.intake.storing import Prepared, mark_people, prepare
from rosters.intake.writing import keep_snapshot, write_plan


def start_applying(*, actor: Actor, upload: RosterUpload, now: datetime) -> Refusal | None:
    """Lets the worker apply a preview, once: of two clicks or two tabs, the second is refused."""
    upload.refresh_from_db()
    if upload.state in {UploadState.APPLIED, UploadState.UNDONE}:
        return Refusal("intake.applied", {"filename": upload.filename})
    if upload.sealed is None:
        return Refusal("intake.forgotten", {"filename": upload.filename})
    if is_stale(upload):
        return Refusal("intake.stale", {"filename": upload.filename})
    with transaction.atomic():
        ready = RosterUpload.objects.filter(pk=upload.pk, state=UploadState.READY)
        if not ready.update(state=UploadState.APPLYING, touched_at=now, progress=0, total=0):
            return Refusal("intake.busy", {"filename": upload.filename})
        record(actor=actor, action="start_applying", subject=upload)
    upload.refresh_from_db()
    return None


def apply_staged(*, upload_id: int, clock: Callable[[], datetime]) -> bool:
    """Applies a preview that waits for it, or whose worker died; whether this call did it.

    What it would do is found out anew inside the one transaction that also does it. When that is
    no longer what the preview shows, nothing is done and the file goes back to be read.
    """
    now = clock()
    idle = Q(total=0) | Q(touched_at__lte=now - STALLED_AFTER)
    applying = RosterUpload.objects.filter(pk=upload_id, state=UploadState.APPLYING)
    if not applying.filter(idle).update(touched_at=now, progress=0, total=1):
        return False
    upload = RosterUpload.objects.select_related("unit").get(pk=upload_id)
    try:
        with _beside_the_transaction(upload_id) as write:
            refusal = _apply(upload, now, Heartbeat(clock, write))
    except IntegrityError:  # somebody else brought in the same people at the same moment
        refusal = Refusal("intake.people_changed", {"filename": upload.filename})
    except Exception:
        broke_off = Refusal("intake.applying_broke_off", {"filename": upload.filename})
        applying.update(state=UploadState.FAILED, refusal=refusal_json(broke_off))
        raise
    if refusal:
        state = UploadState.FAILED if upload.sealed is None else UploadState.WAITING
        applying.update(
            state=state, refusal=refusal_json(refusal), touched_at=clock(), progress=0, total=0
        )
    return True


def _apply(upload: RosterUpload, now: datetime, beat: Heartbeat) -> Refusal | None:
    today = timezone.localdate(upload.uploaded_at)
    with transaction.atomic():
        prepared = prepare(upload, today, lambda done, total: beat(done, 2 * total))
        if isinstance(prepared, Refusal):
            return prepared
        if prepared.digest != upload.summary["digest"]:
            return Refusal("intake.people_changed", {"filename": upload.filename})
        gone = list(upload.gone.exclude(status="").select_related("person"))
        rows = len(prepared.plan.verdicts)

        def written(done: int) -> None:
            beat(2 * rows + min(done, rows), 4 * rows)

        gc.freeze()  # a plan has no circles to be looked for, again and again
        try:
            taken = write_plan(prepared.plan, gone, now, today, written)
        finally:
            gc.unfreeze()
        mark_people(upload, prepared.plan.verdicts)
        # Only now does everybody else have to wait: other actions end with a link of the chain.
        hold_chain()
        if people_mark() != prepared.mark:
            transaction.set_rollback(True)
            return Refusal("intake.people_changed", {"filename": upload.filename})
        _finish(upload, prepared, taken, len(gone), now)
    return None


def _finish(
    upload: RosterUpload, prepared: Prepared, taken: dict[str, Any], gone: int, now: datetime
) -> None:
    lines = prepared.plan.verdicts
    keep_snapshot(upload, taken)
    upload.counts = {"rows": len(lines), **counted(line.verdict for line in lines)}
    upload.state, upload.applied_at, upload.touched_at = UploadState.APPLIED, now, now
    upload.progress = upload.total = len(lines)
    upload.refusal = None
    upload.save()
    facts = upload.counts | {
        "units_added": len(prepared.plan.units),
        "gone": gone,
        "digest": upload.digest,
    }
    record(actor=_starter(upload), action="import_people", subject=upload, facts=facts)


@dataclass(frozen=True)
class _Starter:
    """Who asked for the preview to be applied; the worker acts for them."""

    pk: Any
    name: str

    def get_username(self) -> str:
        return self.name


def _starter(upload: RosterUpload) -> Actor:
    asked = AuditRecord.objects.filter(
        action="start_applying", subject_type=upload._meta.label_lower, subject_id=str(upload.pk)
    )
    newest = asked.order_by("-number").first()
    return _Starter(newest.actor_id, newest.actor_name) if newest else SYSTEM


@contextmanager
def _beside_the_transaction(upload_id: int) -> Iterator[Callable[..., None]]:
    """Writes progress that others can see while a transaction is open: on a second connection.

    SQLite has one writer at a time, so there the bar stands still until all is applied.
    """
    if connection.vendor != "postgresql":
        yield lambda **told: None
        return
    table = connection.ops.quote_name(RosterUpload._meta.db_table)
    second = connections.create_connection(connection.alias)

    def write(*, progress: int, total: int, touched_at: datetime) -> None:
        with second.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET progress = %s, total = %s, touched_at = %s "  # noqa: S608
                "WHERE id = %s AND state = %s",
                [progress, total, touched_at, upload_id, UploadState.APPLYING],
            )

    try:
        yield write
    finally:
        second.close()
