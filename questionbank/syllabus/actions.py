"""Preparing a list, issuing it, and beginning the next one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.syllabus.models import Syllabus, SyllabusItem
from questionbank.syllabus.queries import load_lines, unknown_articles
from questionbank.syllabus.rules import SyllabusState, list_hash
from rosters.cohorts.rules import CohortKind


def begin_syllabus(
    *, actor: Actor, cohort: CohortKind, title: str, now: datetime
) -> Syllabus | Refusal:
    """A draft under the cohort's next number that starts as a copy of the last issued list."""
    lists = Syllabus.objects.filter(cohort=cohort)
    try:
        with transaction.atomic():
            last = lists.aggregate(last=Max("number"))["last"] or 0
            draft = Syllabus.objects.create(cohort=cohort, number=last + 1, title=title)
            issued = lists.filter(state=SyllabusState.ISSUED).order_by("-number").first()
            copies = list(issued.items.all()) if issued else []
            for copy in copies:
                copy.pk, copy.syllabus = None, draft
            SyllabusItem.objects.bulk_create(copies)
            record(actor=actor, action="begin_syllabus", subject=draft, facts={"number": last + 1})
            return draft
    except IntegrityError:
        draft = lists.get(state=SyllabusState.DRAFT)
        return Refusal("syllabus.draft_exists", {"title": draft.title})


def save_syllabus(
    *, actor: Actor, syllabus: Syllabus, title: str, items: Sequence[SyllabusItem]
) -> Refusal | None:
    """Replaces the lines of a draft; `items` are unsaved rows in their order."""
    with transaction.atomic():
        draft = Syllabus.objects.filter(pk=syllabus.pk, state=SyllabusState.DRAFT)
        if not draft.update(title=title):
            return Refusal("syllabus.issued", {"title": syllabus.title})
        syllabus.items.all().delete()
        for position, item in enumerate(items, start=1):
            item.syllabus_id, item.position = syllabus.pk, position
        SyllabusItem.objects.bulk_create(items)
        record(actor=actor, action="save_syllabus", subject=syllabus, facts={"lines": len(items)})
    return None


def issue_syllabus(*, actor: Actor, syllabus: Syllabus, now: datetime) -> Refusal | None:
    """Freezes a list for good under the digest of all it says."""
    with transaction.atomic():
        draft = Syllabus.objects.filter(pk=syllabus.pk, state=SyllabusState.DRAFT)
        if not draft.update(state=SyllabusState.ISSUED, issued_at=now, issued_by_id=actor.pk):
            return Refusal("syllabus.issued", {"title": syllabus.title})
        lines = load_lines(syllabus)
        refusal = None if lines else Refusal("syllabus.empty", {"title": syllabus.title})
        refusal = refusal or unknown_articles(syllabus, now.date())
        if refusal:
            transaction.set_rollback(True)
            return refusal
        digest = list_hash(syllabus.cohort, syllabus.number, syllabus.title, lines)
        Syllabus.objects.filter(pk=syllabus.pk).update(content_hash=digest)
        record(actor=actor, action="issue_syllabus", subject=syllabus, facts={"hash": digest})
    return None


def discard_syllabus(*, actor: Actor, syllabus: Syllabus) -> Refusal | None:
    """Throws a draft away."""
    with transaction.atomic():
        record(actor=actor, action="discard_syllabus", subject=syllabus)
        draft = Syllabus.objects.filter(pk=syllabus.pk, state=SyllabusState.DRAFT)
        if not draft.delete()[0]:
            transaction.set_rollback(True)
            return Refusal("syllabus.issued", {"title": syllabus.title})
    return None
