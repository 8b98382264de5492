"""Drafting a bulletin, filling it with figures, editing its text, and issuing it."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal, digest
from quiz.assembly.models import Exam
from quiz.coverage.bulletins.figures import make_figures
from quiz.coverage.bulletins.rules import adds_up, content_hash, tables_of, unknown_tables
from quiz.coverage.bulletins.text import default_title, write_body
from quiz.coverage.models import Bulletin
from quiz.coverage.queries import load_coverage
from quiz.results.queries import publication_of

TEXTS = ("title", "issuer", "addressees", "body")


def current_figures(exam: Exam, now: datetime, *, names: bool) -> dict[str, Any]:
    """The figures that a bulletin of the exam would be filled with now."""
    return make_figures(load_coverage(exam, now), names=names)


def digest_of(bulletin: Bulletin) -> str:
    """What a draft says, in one short text: whoever acts on it acts on what they saw."""
    return digest([*(getattr(bulletin, text) for text in TEXTS), bulletin.figures])


def figures_changed(bulletin: Bulletin, now: datetime) -> bool:
    """Whether a draft was filled from other figures than those of now."""
    names = bulletin.figures["names"] is not None
    return current_figures(bulletin.exam, now, names=names) != bulletin.figures


@transaction.atomic
def draft_bulletin(*, actor: Actor, exam: Exam, names: bool, now: datetime) -> Bulletin:
    """A bulletin filled from the figures of now; `names` adds those absent, as an annex."""
    figures = current_figures(exam, now, names=names)
    last = Bulletin.objects.exclude(issuer="").first()
    bulletin = Bulletin.objects.create(
        exam=exam,
        title=default_title(figures),
        issuer=last.issuer if last else "",
        addressees=last.addressees if last else "",
        body=write_body(figures, timezone.localdate(now)),
        figures=figures,
        drafted_at=now,
        drafted_by_id=actor.pk,
    )
    record(actor=actor, action="draft_bulletin", subject=bulletin, facts={"exam": exam.pk})
    return bulletin


@transaction.atomic
def save_bulletin(
    *, actor: Actor, bulletin: Bulletin, seen: str, texts: dict[str, str]
) -> Bulletin | Refusal:
    """Replaces the texts of a draft as it was `seen`."""
    draft = _hold_draft(bulletin, seen)
    if isinstance(draft, Refusal):
        return draft
    if refusal := _unknown_table(texts["body"], draft.figures):
        return refusal
    for name in TEXTS:
        setattr(draft, name, texts[name])
    draft.save()
    record(actor=actor, action="save_bulletin", subject=draft)
    return draft


@transaction.atomic
def fill_bulletin(
    *, actor: Actor, bulletin: Bulletin, seen: str, text: bool, names: bool, now: datetime
) -> Bulletin | Refusal:
    """Takes the figures of now into a draft; with `text` its text is written anew from them."""
    draft = _hold_draft(bulletin, seen)
    if isinstance(draft, Refusal):
        return draft
    draft.figures = current_figures(draft.exam, now, names=names)
    if text:
        draft.body = write_body(draft.figures, timezone.localdate(now))
    if refusal := _unknown_table(draft.body, draft.figures):
        return refusal
    draft.save()
    record(actor=actor, action="fill_bulletin", subject=draft, facts={"text": text, "names": names})
    return draft


def _unknown_table(body: str, figures: dict[str, Any]) -> Refusal | None:
    unknown = unknown_tables(body, figures)
    if not unknown:
        return None
    told = {"name": unknown[0], "tables": "、".join(tables_of(figures))}
    return Refusal("bulletins.unknown_table", told)


@transaction.atomic
def discard_bulletin(*, actor: Actor, bulletin: Bulletin) -> Refusal | None:
    """Throws a draft away."""
    draft = _hold_draft(bulletin)
    if isinstance(draft, Refusal):
        return draft
    record(actor=actor, action="discard_bulletin", subject=draft)
    draft.delete()
    return None


def _hold_draft(bulletin: Bulletin, seen: str | None = None) -> Bulletin | Refusal:
    """The draft, locked, as long as it says what was seen."""
    drafts = Bulletin.objects.select_for_update(of=("self",)).filter(issued_at=None)
    draft = drafts.select_related("exam__roster").filter(pk=bulletin.pk).first()
    if draft is None:
        return Refusal("bulletins.issued", {"title": bulletin.title})
    if seen is not None and digest_of(draft) != seen:
        return Refusal("bulletins.stale", {"title": draft.title})
    return draft


@transaction.atomic
def issue_bulletin(
    *, actor: Actor, bulletin: Bulletin, seen: str, number: str, day: date, now: datetime
) -> Bulletin | Refusal:
    """Freezes a bulletin for good, under the digest of its text and figures, as it was `seen`."""
    hold_chain()
    draft = _hold_draft(bulletin, seen)
    if isinstance(draft, Refusal):
        return draft
    if refusal := _unready(draft, day, now):
        return refusal
    texts = {name: getattr(draft, name) for name in TEXTS} | {"number": number}
    hashed = content_hash(draft.exam_id, texts, day, draft.figures)
    try:
        with transaction.atomic():
            Bulletin.objects.filter(pk=draft.pk, issued_at=None).update(
                number=number,
                issued_on=day,
                issued_at=now,
                issued_by_id=actor.pk,
                content_hash=hashed,
            )
    except IntegrityError:
        other = Bulletin.objects.get(number=number)
        return Refusal("bulletins.number_used", {"number": number, "title": other.title})
    draft.refresh_from_db()
    record(actor=actor, action="issue_bulletin", subject=draft, facts={"hash": hashed})
    return draft


def _unready(draft: Bulletin, day: date, now: datetime) -> Refusal | None:
    """Why a draft cannot be issued on that day."""
    told = {"title": draft.title, "exam": draft.exam.title}
    if not draft.issuer:
        return Refusal("bulletins.issuer_missing", told)
    if day > timezone.localdate(now):
        return Refusal("bulletins.day_to_come")
    if publication_of(draft.exam) is None:
        return Refusal("bulletins.not_published", told)
    if figures_changed(draft, now):
        return Refusal("bulletins.figures_changed", told)
    assert adds_up(draft.figures), "the figures of the bulletin do not add up"
    return _unknown_table(draft.body, draft.figures)
