"""A unit asks that somebody be released; another person decides."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.accounts.models import User
from rosters.cohorts.actions.releases import refuse_release, write_release
from rosters.cohorts.models import Entry, ReleaseRequest
from rosters.cohorts.queries.releases import standing_release
from rosters.cohorts.rules.attachments import MOST_BYTES, Attachment, kept_name, sniffed
from rosters.cohorts.rules.releases import ASKABLE, ReleaseKind, RequestState, refuse_days
from rosters.people.sealing import seal_bytes, unseal_bytes


def request_release(
    *,
    actor: User,
    entry: Entry,
    kind: ReleaseKind,
    basis: str,
    effective_on: date,
    now: datetime,
    expires_on: date | None = None,
    attachment: Attachment | None = None,
) -> ReleaseRequest | Refusal:
    """Asks for a release. One question about an entry is open at a time."""
    today = timezone.localdate(now)
    refusal = _refuse_question(entry, kind, basis, expires_on, attachment)
    if refusal := refusal or refuse_days(kind, effective_on, expires_on, today):
        return refusal
    with transaction.atomic():
        hold_chain()
        if standing_release(entry.pk, today):
            return Refusal("cohorts.already_released", {"name": entry.name})
        if ReleaseRequest.objects.filter(entry=entry, state=RequestState.OPEN).exists():
            return Refusal("cohorts.request_waits", {"name": entry.name})
        asked = ReleaseRequest.objects.create(
            entry=entry,
            kind=kind,
            basis=basis.strip(),
            effective_on=effective_on,
            expires_on=expires_on,
            attachment=seal_bytes(attachment.content) if attachment else None,
            attachment_name=_name(attachment) if attachment else "",
            asked_by=actor,
            asked_at=now,
        )
        facts = {"kind": kind, "entry": entry.pk, "attached": attachment is not None}
        record(actor=actor, action="request_release", subject=asked, facts=facts)
        return asked


def _refuse_question(
    entry: Entry,
    kind: ReleaseKind,
    basis: str,
    expires_on: date | None,
    attachment: Attachment | None,
) -> Refusal | None:
    if kind not in ASKABLE:
        return Refusal("cohorts.cannot_ask")
    if not basis.strip():
        return Refusal("cohorts.basis_missing", {"name": entry.name})
    if kind == ReleaseKind.DEFERRED and expires_on is None:
        return Refusal("cohorts.deferral_endless")
    if attachment and len(attachment.content) > MOST_BYTES:
        return Refusal("cohorts.attachment_large", {"megabytes": MOST_BYTES >> 20})
    if attachment and sniffed(attachment.content) is None:
        return Refusal("cohorts.attachment_kind", {"filename": attachment.name})
    return None


def _name(attachment: Attachment) -> str:
    kind = sniffed(attachment.content)
    return kept_name(attachment.name, kind[1] if kind else "")


@transaction.atomic
def withdraw_request(
    *, actor: Actor, request: ReleaseRequest, now: datetime
) -> ReleaseRequest | Refusal:
    """Takes a question back that nobody has answered."""
    held = _held(request)
    if isinstance(held, Refusal):
        return held
    return _close(actor, held, RequestState.WITHDRAWN, now)


@transaction.atomic
def grant_request(
    *, actor: User, request: ReleaseRequest, now: datetime, answer: str = ""
) -> ReleaseRequest | Refusal:
    """Decides as was asked: the release rests on the request."""
    held = _held(request, actor)
    if isinstance(held, Refusal):
        return held
    kind = ReleaseKind(held.kind)
    if refusal := refuse_release(actor, held.entry, kind, timezone.localdate(now)):
        return refusal
    write_release(
        actor,
        held.entry,
        kind,
        now,
        basis=held.basis,
        effective_on=held.effective_on,
        expires_on=held.expires_on,
        request=held,
    )
    return _close(actor, held, RequestState.GRANTED, now, answer)


@transaction.atomic
def refuse_request(
    *, actor: User, request: ReleaseRequest, reason: str, now: datetime
) -> ReleaseRequest | Refusal:
    """Decides against what was asked, and says why."""
    if not reason.strip():
        return Refusal("cohorts.reason_missing")
    held = _held(request, actor)
    if isinstance(held, Refusal):
        return held
    return _close(actor, held, RequestState.REFUSED, now, reason)


def _held(request: ReleaseRequest, decider: User | None = None) -> ReleaseRequest | Refusal:
    """The open request, locked until the transaction ends; of two decisions the second is none."""
    hold_chain()
    rows = ReleaseRequest.objects.select_for_update(of=("self",)).select_related("entry")
    held = rows.defer("attachment").get(pk=request.pk)
    if held.state != RequestState.OPEN:
        return Refusal("cohorts.request_closed", {"name": held.entry.name})
    if decider and decider.pk == held.asked_by_id:
        return Refusal("cohorts.request_own", {"name": held.entry.name})
    return held


def _close(
    actor: Actor, held: ReleaseRequest, state: RequestState, now: datetime, answer: str = ""
) -> ReleaseRequest:
    held.state, held.decided_at, held.answer = state, now, answer.strip()
    if state != RequestState.WITHDRAWN and isinstance(actor, User):
        held.decided_by = actor
    held.save(update_fields=["state", "decided_at", "decided_by", "answer"])
    verb = {"granted": "grant_request", "refused": "refuse_request"}.get(state, "withdraw_request")
    record(actor=actor, action=verb, subject=held, facts={"entry": held.entry_id})
    return held


@transaction.atomic
def open_attachment(*, actor: Actor, request: ReleaseRequest) -> Attachment:
    """What was attached; that it was handed out is recorded first. Raises SealBroken."""
    record(
        actor=actor,
        action="open_attachment",
        subject=request,
        facts={"entry": request.entry_id},
    )
    return Attachment(request.attachment_name, unseal_bytes(bytes(request.attachment)))
