"""Drafting the list of cards to be cancelled, and announcing it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from quiz.clearance.actions.keeping import Pick, standing_lines
from quiz.clearance.models import CancellationList, CancelledCard
from quiz.clearance.queries import CardLine, digest_of, printed_lines
from quiz.clearance.reasons import public_reason
from quiz.clearance.rules import content_hash
from rosters.people.actions import cancel_credentials
from rosters.people.rules import CredentialStatus

LONGEST_REASON = 200


@transaction.atomic
def begin_list(
    *, actor: Actor, title: str, picks: Collection[Pick], day: date, now: datetime
) -> CancellationList | Refusal:
    """A new draft that holds the picked cards."""
    draft = CancellationList(title=title, drafted_at=now, drafted_by_id=actor.pk)
    lines = _lines(draft, picks, day)
    if isinstance(lines, Refusal):
        return lines
    draft.save()
    CancelledCard.objects.bulk_create(lines)
    facts = {"cards": [line.credential_id for line in lines]}
    record(actor=actor, action="begin_cancellation_list", subject=draft, facts=facts)
    return draft


@transaction.atomic
def put_on_list(
    *, actor: Actor, cancellation: CancellationList, picks: Collection[Pick], day: date
) -> CancellationList | Refusal:
    """Adds the picked cards to a draft."""
    draft = _hold_draft(cancellation)
    if isinstance(draft, Refusal):
        return draft
    lines = _lines(draft, picks, day)
    if isinstance(lines, Refusal):
        return lines
    CancelledCard.objects.bulk_create(lines)
    facts = {"cards": [line.credential_id for line in lines]}
    record(actor=actor, action="put_on_cancellation_list", subject=draft, facts=facts)
    return draft


def _lines(
    draft: CancellationList, picks: Collection[Pick], day: date
) -> list[CancelledCard] | Refusal:
    """Unsaved lines: each card with holder, unit and the picked grounds as they are."""
    standing = standing_lines(picks, day)
    if isinstance(standing, Refusal):
        return standing
    drafted = CancelledCard.objects.filter(
        list__announced_at=None, credential__in=[line.card_id for line in standing]
    )
    if other := drafted.select_related("list").first():
        told = {"number": other.number, "title": other.list.title}
        return Refusal("clearance.on_another_list", told)
    return [_line(draft, line, picks) for line in standing]


def _line(draft: CancellationList, line: CardLine, picks: Collection[Pick]) -> CancelledCard:
    grounds = [one.found for one in line.judged if (line.card_id, one.found.finding) in picks]
    return CancelledCard(
        list=draft,
        credential_id=line.card_id,
        unit=line.unit,
        number=line.card.number,
        name=line.name,
        unit_name=line.unit.name if line.unit else "",
        finding=grounds[0].finding,
        reason="；".join(public_reason(ground) for ground in grounds)[:LONGEST_REASON],
    )


@transaction.atomic
def take_off_list(
    *, actor: Actor, cancellation: CancellationList, lines: Collection[int]
) -> int | Refusal:
    """Removes lines of a draft; how many were removed."""
    draft = _hold_draft(cancellation)
    if isinstance(draft, Refusal):
        return draft
    chosen = draft.cards.filter(pk__in=lines)
    cards = list(chosen.values_list("credential_id", flat=True))
    if not cards:
        return Refusal("clearance.nothing_ticked")
    chosen.delete()
    record(actor=actor, action="take_off_cancellation_list", subject=draft, facts={"cards": cards})
    return len(cards)


@transaction.atomic
def discard_list(*, actor: Actor, cancellation: CancellationList) -> Refusal | None:
    """Throws a draft away; its cards are on the work list again."""
    draft = _hold_draft(cancellation)
    if isinstance(draft, Refusal):
        return draft
    record(actor=actor, action="discard_cancellation_list", subject=draft)
    draft.delete()
    return None


def _hold_draft(cancellation: CancellationList) -> CancellationList | Refusal:
    """The draft, locked: nobody else changes or announces it meanwhile."""
    drafts = CancellationList.objects.select_for_update().filter(announced_at=None)
    draft = drafts.filter(pk=cancellation.pk).first()
    return draft or Refusal("clearance.announced", {"title": cancellation.title})


@transaction.atomic
def announce_list(
    *,
    actor: Actor,
    cancellation: CancellationList,
    seen: str,
    number: str,
    day: date,
    now: datetime,
) -> CancellationList | Refusal:
    """Freezes the list as it was `seen` under its digest, and cancels its cards as of the day."""
    hold_chain()
    draft = _hold_draft(cancellation)
    if isinstance(draft, Refusal):
        return draft
    if refusal := _unready(draft, seen, number.strip(), day, now):
        return refusal
    lines = printed_lines(draft)
    draft.number, draft.announced_on, draft.announced_at = number.strip(), day, now
    told = [(line.number, line.name, line.unit_name, line.reason) for line in lines]
    draft.content_hash = content_hash(draft.title, draft.number, day, told)
    draft.save()
    cancelled = cancel_credentials(
        actor=actor,
        credentials=[line.credential for line in lines],
        day=day,
        basis=draft.number,
    )
    if isinstance(cancelled, Refusal):
        transaction.set_rollback(True)
        return cancelled
    facts = {"cards": len(lines), "hash": draft.content_hash}
    record(actor=actor, action="announce_cancellation_list", subject=draft, facts=facts)
    return draft


def _unready(
    draft: CancellationList, seen: str, number: str, day: date, now: datetime
) -> Refusal | None:
    """Why a draft cannot be announced under that number on that day."""
    told = {"title": draft.title, "number": number}
    if not number:
        return Refusal("clearance.number_missing")
    if day > timezone.localdate(now):
        return Refusal("clearance.day_to_come")
    if not draft.cards.exists():
        return Refusal("clearance.list_empty", told)
    if digest_of(draft) != seen:
        return Refusal("clearance.stale", told)
    if other := CancellationList.objects.filter(number=number).exclude(pk=draft.pk).first():
        return Refusal("clearance.number_used", {"number": number, "title": other.title})
    gone = draft.cards.exclude(credential__status=CredentialStatus.VALID).first()
    return gone and Refusal("clearance.cancelled_before", {"number": gone.number})
