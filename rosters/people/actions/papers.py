"""Enforcement cards and hours of training."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from rosters.people.access import may_see
from rosters.people.models import Credential, Person, Training
from rosters.people.queries import canonical
from rosters.people.rules import CredentialStatus


@dataclass(frozen=True)
class CardFacts:
    """What a form says of a card; without `valid_to` it has no end."""

    number: str
    kind: str = ""
    field: str = ""
    area: str = ""
    issued_on: date | None = None
    valid_to: date | None = None


@transaction.atomic
def add_credential(*, actor: Actor, person: Person, facts: CardFacts) -> Credential | Refusal:
    card = Credential(person=person)
    refusal = _save_card(actor, card, facts)
    if refusal is None:
        record(actor=actor, action="add_credential", subject=person, facts={"card": card.pk})
    return refusal or card


@transaction.atomic
def edit_credential(
    *, actor: Actor, credential: Credential, facts: CardFacts
) -> Credential | Refusal:
    """Puts right what is on file of a card."""
    before = {name: getattr(credential, name) for name in asdict(facts)}
    if refusal := _save_card(actor, credential, facts):
        return refusal
    changed = [name for name, value in asdict(facts).items() if value != before[name]]
    if changed:
        told = {"card": credential.pk, "changed": changed}
        record(actor=actor, action="edit_credential", subject=credential.person, facts=told)
    return credential


@transaction.atomic
def cancel_credential(
    *, actor: Actor, credential: Credential, cancelled_on: date, today: date
) -> Credential | Refusal:
    """Cancels a card from a day on that has come."""
    credential = Credential.objects.select_for_update().get(pk=credential.pk)
    if credential.status == CredentialStatus.CANCELLED:
        return Refusal("people.card_cancelled", {"number": credential.number})
    if cancelled_on > today:
        return Refusal("people.cancel_to_come")
    if credential.issued_on and cancelled_on < credential.issued_on:
        return Refusal("people.cancel_before_issue", {"day": credential.issued_on.isoformat()})
    credential.status, credential.cancelled_on = CredentialStatus.CANCELLED, cancelled_on
    credential.save(update_fields=["status", "cancelled_on"])
    facts = {"card": credential.pk, "on": cancelled_on.isoformat()}
    record(actor=actor, action="cancel_credential", subject=credential.person, facts=facts)
    return credential


@transaction.atomic
def restore_credential(*, actor: Actor, credential: Credential) -> Credential:
    """Takes back a cancellation."""
    credential = Credential.objects.select_for_update().get(pk=credential.pk)
    if credential.status == CredentialStatus.CANCELLED:
        credential.status, credential.cancelled_on = CredentialStatus.VALID, None
        credential.save(update_fields=["status", "cancelled_on"])
        facts = {"card": credential.pk}
        record(actor=actor, action="restore_credential", subject=credential.person, facts=facts)
    return credential


def _save_card(actor: Actor, card: Credential, facts: CardFacts) -> Refusal | None:
    """Writes a card whose number nobody else's bears."""
    other = Credential.objects.filter(number=facts.number).exclude(pk=card.pk).first()
    if other:
        return _refuse_number(actor, other)
    for name, value in asdict(facts).items():
        setattr(card, name, value)
    try:
        with transaction.atomic():
            card.save()
    except IntegrityError:
        return Refusal("people.card_elsewhere", {"number": facts.number})
    return None


def _refuse_number(actor: Actor, card: Credential) -> Refusal:
    holder = canonical(card.person)
    if not may_see(actor, holder):
        return Refusal("people.card_elsewhere", {"number": card.number})
    return Refusal("people.card_taken", {"number": card.number, "name": holder.name})


@transaction.atomic
def set_training(
    *, actor: Actor, person: Person, year: int, hours: Decimal, source: str
) -> Training:
    """The hours of a year from one source; what that source said before is replaced."""
    training, _ = Training.objects.update_or_create(
        person=person, year=year, source=source, defaults={"hours": hours}
    )
    facts = {"training": training.pk, "year": year, "hours": str(hours)}
    record(actor=actor, action="set_training", subject=person, facts=facts)
    return training


@transaction.atomic
def remove_training(*, actor: Actor, training: Training) -> None:
    """Takes back hours that were recorded by mistake."""
    facts = {"training": training.pk, "year": training.year, "hours": str(training.hours)}
    training.delete()
    record(actor=actor, action="remove_training", subject=training.person, facts=facts)
