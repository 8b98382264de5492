"""Taking personal data out: a number shown in full, a list as a workbook."""

from dataclasses import dataclass

from django.db import transaction

from audit.actions import Actor
from audit.rules import Refusal
from rosters.disclosure.actions import record_disclosure
from rosters.disclosure.rules import Disclosed, Purpose
from rosters.people.models import Person
from rosters.people.sealing import SealBroken


@dataclass(frozen=True)
class Revealed:
    """What a person's page masks, in full."""

    number: str
    phone: str


@transaction.atomic
def reveal_person(*, actor: Actor, person: Person, purpose: Purpose) -> Revealed | Refusal:
    """Identity number and phone in full, once the record is written that they were shown."""
    try:
        shown = Revealed(person.id_number, person.phone)
    except SealBroken:
        return Refusal("people.number_unreadable", {"name": person.name})
    record_disclosure(
        actor=actor,
        form=Disclosed.UNMASK,
        subject=person,
        what="person",
        count=1,
        purpose=purpose,
    )
    return shown
