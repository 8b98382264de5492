"""Preparing a list, issuing it, and beginning the next one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from questionbank.syllabus.models import Syllabus, SyllabusItem
from questionbank.syllabus.queries import digest_of, flaw_of
from questionbank.syllabus.rules import SyllabusState
from rosters.cohorts.rules import CohortKind


def begin_syllabus(*, actor: Actor, cohort: CohortKind, title: str) -> Syllabus | Refusal:
    """A draft under the cohort's next number that starts as a copy of the last issued list."""
    lists = Syllabus.objects.filter(cohort=cohort)
    with transaction.atomic():
        hold_chain()
        if draft := lists.filter(state=SyllabusState.DRAFT).first():
            return Refusal("syllabus.draft_exists", {"title": draft.title})
        number = (lists.aggregate(last=Max("number"))["last"] or 0) + 1
        draft = Syllabus.objects.create(cohort=cohort, number=number, title=title)
        issued = lists.filter(state=SyllabusState.ISSUED).order_by("-number").first()
        copies = list(issued.items.all()) if issued else []
        for copy in copies:
            copy.pk, copy.syllabus = None, draft
        SyllabusItem.objects.bulk_create(copies)
        record(actor=actor, action="begin_syllabus", subject=draft, facts={"number": number})
    return draft


def save_syllabus(
    *, actor: Actor, syllabus: Syllabus, seen: str, title: str, items: Sequence[SyllabusItem]
) -> Refusal | None:
    """Replaces the lines of a draft; `items` are unsaved rows in their order.

    `seen` is the draft's digest as its author saw it.
    """
    with transaction.atomic():
        draft = _hold_draft(syllabus, seen)
        if isinstance(draft, Refusal):
            return draft
        draft.title = title
        draft.save()
        draft.items.all().delete()
        for position, item in enumerate(items, start=1):
            item.syllabus_id, item.position = draft.pk, position
        SyllabusItem.objects.bulk_create(items)
        record(actor=actor, action="save_syllabus", subject=draft, facts={"lines": len(items)})
    return None


def issue_syllabus(*, actor: Actor, syllabus: Syllabus, seen: str, now: datetime) -> Refusal | None:
    """Freezes a list for good under the digest of all it says, as it was `seen`."""
    with transaction.atomic():
        draft = _hold_draft(syllabus, seen)
        if isinstance(draft, Refusal):
            return draft
        refusal = flaw_of(draft, timezone.localdate(now))
        if refusal:
            return refusal
        draft.state, draft.issued_at, draft.issued_by_id = SyllabusState.ISSUED, now, actor.pk
        draft.content_hash = seen
        draft.save()
        record(actor=actor, action="issue_syllabus", subject=draft, facts={"hash": seen})
    return None


def _hold_draft(syllabus: Syllabus, seen: str) -> Syllabus | Refusal:
    """The draft, locked, as long as it says what was seen."""
    drafts = Syllabus.objects.select_for_update().filter(state=SyllabusState.DRAFT)
    draft = drafts.filter(pk=syllabus.pk).first()
    if draft is None:
        return Refusal("syllabus.issued", {"title": syllabus.title})
    if digest_of(draft) != seen:
        return Refusal("syllabus.stale", {"title": draft.title})
    return draft


def discard_syllabus(*, actor: Actor, syllabus: Syllabus) -> Refusal | None:
    """Throws a draft away."""
    with transaction.atomic():
        record(actor=actor, action="discard_syllabus", subject=syllabus)
        draft = Syllabus.objects.filter(pk=syllabus.pk, state=SyllabusState.DRAFT)
        if not draft.delete()[0]:
            transaction.set_rollback(True)
            return Refusal("syllabus.issued", {"title": syllabus.title})
    return None
