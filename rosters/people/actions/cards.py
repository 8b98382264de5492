"""Enforcement cards that end."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from rosters.people.models import Credential
from rosters.people.rules import CredentialStatus


@transaction.atomic
def cancel_credentials(
    *, actor: Actor, credentials: Sequence[Credential], day: date, basis: str
) -> int | Refusal:
    """Cancels valid cards as of a day, all or none; how many. `basis` is a document's number."""
    keys = sorted(card.pk for card in credentials)
    valid = Credential.objects.filter(pk__in=keys, status=CredentialStatus.VALID)
    cancelled = valid.update(status=CredentialStatus.CANCELLED, cancelled_on=day)
    if not keys or cancelled != len(keys):
        transaction.set_rollback(True)
        return Refusal("people.card_not_valid")
    facts = {"cards": keys, "day": day.isoformat(), "basis": basis}
    record(actor=actor, action="cancel_credentials", subject=credentials[0], facts=facts)
    return cancelled
