"""Question files into the bank."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.exchange.access import KEPT_FOR
from questionbank.exchange.models import QuestionImport
from questionbank.exchange.queries import Plan, plan_import
from questionbank.exchange.report import QuestionsReport
from questionbank.laws.actions import store_declared_laws
from questionbank.questions.actions import store_drafts
from questionbank.questions.models import Question


def import_questions(
    *, actor: Actor, content: bytes, filename: str, dry_run: bool, now: datetime
) -> QuestionsReport | Refusal:
    """Reads a question file and writes what is new or changed; a dry run only reports."""
    if dry_run:
        plan = plan_import(content, filename, timezone.localdate(now))
        return plan if isinstance(plan, Refusal) else plan.report
    upload = _upload(actor, content, filename, now)
    return _apply(actor, upload, content, now)


def stage_import(
    *, actor: Actor, content: bytes, filename: str, now: datetime
) -> QuestionImport | Refusal:
    """Keeps a readable question file until its preview is applied or a day old."""
    forget_old_imports(now=now)
    plan = plan_import(content, filename, timezone.localdate(now))
    if isinstance(plan, Refusal):
        return plan
    with transaction.atomic():
        upload = _upload(actor, content, filename, now)
        upload.content = content
        upload.save()
        record(
            actor=actor,
            action="stage_import",
            subject=upload,
            facts={"digest": upload.digest, "items": plan.report.items},
        )
    return upload


def apply_import(
    *, actor: Actor, upload: QuestionImport, now: datetime
) -> QuestionsReport | Refusal:
    """Writes a staged file, once: a second time is refused."""
    if upload.applied_at is not None:
        return Refusal("exchange.already_applied", {"file": upload.filename})
    if upload.content is None:
        return Refusal("exchange.forgotten", {"file": upload.filename})
    return _apply(actor, upload, bytes(upload.content), now)


def forget_old_imports(*, now: datetime) -> int:
    """Deletes the content of files that waited a day for their preview; how many were."""
    old = QuestionImport.objects.filter(created_at__lte=now - KEPT_FOR, content__isnull=False)
    return old.update(content=None)


def _upload(actor: Actor, content: bytes, filename: str, now: datetime) -> QuestionImport:
    return QuestionImport(
        filename=filename[:200],
        digest=hashlib.sha256(content).hexdigest(),
        uploaded_by_id=actor.pk,
        created_at=now,
    )


def _apply(
    actor: Actor, upload: QuestionImport, content: bytes, now: datetime
) -> QuestionsReport | Refusal:
    try:
        with transaction.atomic():
            if upload.pk is None:
                upload.save()
            waiting = QuestionImport.objects.filter(pk=upload.pk, applied_at=None)
            if not waiting.update(applied_at=now, content=None):
                return Refusal("exchange.already_applied", {"file": upload.filename})
            plan = plan_import(content, upload.filename, timezone.localdate(now))
            if isinstance(plan, Refusal):
                transaction.set_rollback(True)
                return plan
            _write(actor, upload, plan, now)
    except IntegrityError:  # two imports added the same item at the same moment
        return Refusal("exchange.raced")
    return plan.report


def _write(actor: Actor, upload: QuestionImport, plan: Plan, now: datetime) -> None:
    store_declared_laws(plan.declarations)
    known = Question.objects.in_bulk([pk for pk, _ in plan.writes if pk is not None])
    drafts = [(None if pk is None else known[pk], draft) for pk, draft in plan.writes]
    store_drafts(drafts, actor=actor, submit=True, now=now)
    counts = {"items": plan.report.items, **plan.report.counts}
    QuestionImport.objects.filter(pk=upload.pk).update(counts=counts)
    record(
        actor=actor,
        action="import_questions",
        subject=upload,
        facts={"digest": upload.digest, **counts},
    )
