"""Question files into the bank."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from questionbank.exchange.access import KEPT_FOR
from questionbank.exchange.documents import too_big
from questionbank.exchange.models import ImportItem, QuestionImport
from questionbank.exchange.preparing import Prepared, prepare
from questionbank.exchange.queries import Plan, bank_mark, plan_import, plan_staged
from questionbank.exchange.report import QuestionsReport
from questionbank.exchange.rules.states import STALLED_AFTER, ImportState
from questionbank.exchange.rules.verdicts import DROPPED, refusal_json
from questionbank.laws.actions import store_declared_laws
from questionbank.questions.actions import store_drafts
from questionbank.questions.models import Question
from questionbank.questions.rules import Verdict
from rosters.intake.rules.files import is_zip

# Files up to this size are read while the person waits; nothing else needs to run for them.
READ_AT_ONCE = 300_000
_FOLDED = 5  # how much smaller Word and Excel files are than their text
_BEAT = timedelta(seconds=1)


def import_questions(
    *,
    actor: Actor,
    content: bytes,
    filename: str,
    dry_run: bool,
    now: datetime,
    answers: tuple[bytes, str] | None = None,
) -> QuestionsReport | Refusal:
    """Reads a question file and writes what is new or changed; a dry run only reports.

    `answers`: content and name of a second file with the keys.
    """
    mark, on = bank_mark(), timezone.localdate(now)
    plan = plan_import(content, filename, on, answers)
    if dry_run or isinstance(plan, Refusal):
        return plan if isinstance(plan, Refusal) else plan.report
    upload = _upload(actor, content, filename, now)
    upload.state, upload.applied_at = ImportState.APPLIED, now
    try:
        with transaction.atomic():
            hold_chain()
            if bank_mark() != mark:
                plan = plan_import(content, filename, on, answers)
                assert isinstance(plan, Plan)  # it was read before
            upload.save()
            _write(actor, upload, plan, {}, now)
    except IntegrityError:  # a question came in by another way at the same moment
        return Refusal("exchange.raced")
    return plan.report


def stage_import(
    *,
    actor: Actor,
    content: bytes,
    filename: str,
    now: datetime,
    answers: tuple[bytes, str] | None = None,
    at_once: int = READ_AT_ONCE,
) -> QuestionImport | Refusal:
    """Keeps a question file until its preview is applied; `answers`: a second file with the keys.

    A small one is read before this returns, and refused if it cannot be read; one that is too big
    is refused at once. Any other one is WAITING for `read_staged`.
    """
    for file, name in filter(None, [(content, filename), answers]):
        if refusal := too_big(file, name):
            return refusal
    forget_old_imports(now=now)
    upload = _upload(actor, content, filename, now)
    upload.content = content
    if answers:
        upload.answers, upload.answers_filename = answers[0], answers[1][:200]
    prepared = None
    if len(content) * (_FOLDED if is_zip(content) else 1) <= at_once:
        prepared = prepare(upload, timezone.localdate(now), lambda done, total: None)
        if isinstance(prepared, Refusal):
            return prepared
    with transaction.atomic():
        upload.save()
        if prepared:
            _keep(upload, prepared, now)
        facts = {"digest": upload.digest, "bytes": len(content)}
        record(actor=actor, action="stage_import", subject=upload, facts=facts)
    return upload


def read_staged(*, import_id: int, clock: Callable[[], datetime]) -> bool:
    """Reads a file that waits, or whose reading died; whether it was this call that did it.

    Its items appear all at once when all is read. No audit record: nothing is decided here.
    """
    now = clock()
    due = Q(state=ImportState.WAITING) | Q(
        state=ImportState.READING, touched_at__lte=now - STALLED_AFTER
    )
    mine = QuestionImport.objects.filter(due, pk=import_id, content__isnull=False)
    if not mine.update(state=ImportState.READING, touched_at=now, progress=0, total=0):
        return False
    upload = QuestionImport.objects.get(pk=import_id)
    beat = _Heartbeat(import_id, clock)
    try:
        prepared = prepare(upload, timezone.localdate(now), beat)
    except Exception:
        _fail(import_id, Refusal("exchange.reading_broke_off", {"file": upload.filename}))
        raise
    if isinstance(prepared, Refusal):
        return _fail(import_id, prepared)
    with transaction.atomic():
        reading = QuestionImport.objects.select_for_update().filter(
            pk=import_id, state=ImportState.READING, content__isnull=False
        )
        if not reading.exists():  # another worker was faster
            return False
        _keep(upload, prepared, clock())
    return True


class _Heartbeat:
    """Writes down how far reading got, once a second at most."""

    def __init__(self, import_id: int, clock: Callable[[], datetime]) -> None:
        self.import_id, self.clock, self.last = import_id, clock, clock() - _BEAT

    def __call__(self, done: int, total: int) -> None:
        now = self.clock()
        if now - self.last >= _BEAT or done == total:
            self.last = now
            QuestionImport.objects.filter(pk=self.import_id, state=ImportState.READING).update(
                progress=done, total=total, touched_at=now
            )


def _fail(import_id: int, refusal: Refusal) -> bool:
    reading = QuestionImport.objects.filter(pk=import_id, state=ImportState.READING)
    return bool(reading.update(state=ImportState.FAILED, refusal=refusal_json(refusal)))


def _keep(upload: QuestionImport, prepared: Prepared, now: datetime) -> None:
    """Stores what was read as the preview of the file."""
    upload.items.all().delete()
    ImportItem.objects.bulk_create(prepared.items, batch_size=500)
    upload.head, upload.bank_mark = prepared.head, prepared.bank_mark
    upload.unread = [[line.sheet, line.number, line.text.strip()] for line in prepared.unread]
    upload.remarks = [refusal_json(remark) for remark in prepared.remarks]
    upload.state, upload.touched_at = ImportState.READY, now
    upload.progress = upload.total = len(prepared.items)
    names = ["head", "bank_mark", "unread", "remarks", "state", "touched_at", "progress", "total"]
    upload.save(update_fields=names)


def read_again(*, actor: Actor, upload: QuestionImport, now: datetime) -> Refusal | None:
    """Puts a file back in line whose reading failed or stopped."""
    stalled = Q(state__in=[ImportState.WAITING, ImportState.READING]) & Q(
        touched_at__lte=now - STALLED_AFTER
    )
    with transaction.atomic():
        again = QuestionImport.objects.filter(
            stalled | Q(state=ImportState.FAILED), pk=upload.pk, content__isnull=False
        )
        if not again.update(state=ImportState.WAITING, refusal=None, touched_at=now):
            return Refusal("exchange.not_stopped", {"file": upload.filename})
        record(actor=actor, action="stage_import", subject=upload, facts={"again": True})
    return None


def apply_import(
    *, actor: Actor, upload: QuestionImport, now: datetime
) -> dict[str, int] | Refusal:
    """Writes the items of a preview, once; the counts by verdict.

    It is planned before the transaction, and again inside only if the bank changed in between.
    """
    if upload.applied_at is not None:
        return Refusal("exchange.already_applied", {"file": upload.filename})
    if upload.state != ImportState.READY:
        return Refusal("exchange.not_read_yet", {"file": upload.filename})
    mark, on = bank_mark(), timezone.localdate(now)
    plan = plan_staged(upload, on)
    try:
        with transaction.atomic():
            if refusal := _claim(upload, now):
                return refusal
            hold_chain()
            if bank_mark() != mark:
                plan = plan_staged(upload, on)
            counts = _write(actor, upload, plan, _mended(upload), now)
            _keep_held(upload, plan)
            return counts
    except IntegrityError:  # a question came in by another way at the same moment
        return Refusal("exchange.raced")


def _claim(upload: QuestionImport, now: datetime) -> Refusal | None:
    """Makes the file applied, unless it is so already or its items changed since they were read."""
    same = QuestionImport.objects.filter(pk=upload.pk, state=ImportState.READY)
    applied = same.filter(touched_at=upload.touched_at).update(
        applied_at=now, state=ImportState.APPLIED, content=None, answers=None
    )
    if applied:
        return None
    code = "exchange.changed_meanwhile" if same.exists() else "exchange.already_applied"
    return Refusal(code, {"file": upload.filename})


def _mended(upload: QuestionImport) -> dict[str, int]:
    return {
        DROPPED: upload.items.filter(dropped=True).count(),
        "edited": upload.items.filter(dropped=False, edited=True).count(),
    }


def _write(
    actor: Actor, upload: QuestionImport, plan: Plan, mended: dict[str, int], now: datetime
) -> dict[str, int]:
    store_declared_laws(plan.declarations)
    known = Question.objects.in_bulk([pk for pk, _ in plan.writes if pk is not None])
    drafts = [(None if pk is None else known[pk], draft) for pk, draft in plan.writes]
    store_drafts(drafts, actor=actor, submit=True, now=now)
    items = plan.report.items + mended.get(DROPPED, 0)
    counts = {"items": items, **plan.report.counts, **mended}
    QuestionImport.objects.filter(pk=upload.pk).update(counts=counts)
    record(
        actor=actor,
        action="import_questions",
        subject=upload,
        facts={"digest": upload.digest, **counts},
    )
    return counts


def _keep_held(upload: QuestionImport, plan: Plan) -> None:
    """Leaves the items that were held back, with the reason, for whoever mends them elsewhere."""
    upload.items.exclude(pk__in=plan.held).delete()
    held = list(upload.items.all())
    for row in held:
        row.verdict, row.reason = Verdict.REJECTED, refusal_json(plan.held[row.pk])
    ImportItem.objects.bulk_update(held, ["verdict", "reason"], batch_size=200)


def forget_old_imports(*, now: datetime) -> int:
    """Deletes what is left of files that nobody touched for a week; how many were not applied."""
    old = QuestionImport.objects.filter(touched_at__lte=now - KEPT_FOR)
    ImportItem.objects.filter(upload__in=old).delete()
    waiting = list(old.filter(content__isnull=False).values_list("pk", "filename"))
    for pk, filename in waiting:
        refusal = refusal_json(Refusal("exchange.forgotten", {"file": filename}))
        QuestionImport.objects.filter(pk=pk).update(
            content=None, answers=None, unread=[], state=ImportState.FAILED, refusal=refusal
        )
    return len(waiting)


def _upload(actor: Actor, content: bytes, filename: str, now: datetime) -> QuestionImport:
    return QuestionImport(
        filename=filename[:200],
        digest=hashlib.sha256(content).hexdigest(),
        uploaded_by_id=actor.pk,
        created_at=now,
        touched_at=now,
    )
