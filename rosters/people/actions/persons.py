"""Adding and changing people by hand."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions import Actor, record
from audit.rules import Refusal
from rosters.people.access import may_see
from rosters.people.models import Person, Recruitment
from rosters.people.queries import IDENTITY, bearer_of, canonical
from rosters.people.rules import (
    IdentityKind,
    NumberFault,
    Sex,
    identity_key,
    pinyin_key,
    read_resident_number,
)
from rosters.people.sealing import lookup, seal

_FAULTS = {
    NumberFault.FORMAT: "people.number_format",
    NumberFault.CHECKSUM: "people.number_checksum",
    NumberFault.BIRTH: "people.number_birth",
}


@dataclass(frozen=True)
class PersonFacts:
    """What a form says of a person, folded. Without a `number` the one on file stays."""

    name: str
    sex: str = ""
    born_on: date | None = None
    id_kind: IdentityKind = IdentityKind.RESIDENT
    number: str = ""
    forget_number: bool = False
    phone: str = ""
    law_qualification: str = ""
    note: str = ""


@transaction.atomic
def add_person(*, actor: Actor, facts: PersonFacts, now: datetime) -> Person | Refusal:
    """Somebody not yet on file."""
    person = Person(name=facts.name)
    saved = _save(actor, person, facts, now)
    if not isinstance(saved, Refusal):
        record(actor=actor, action="add_person", subject=person, facts={"filled": saved})
    return saved if isinstance(saved, Refusal) else person


@transaction.atomic
def edit_person(
    *, actor: Actor, person: Person, facts: PersonFacts, now: datetime
) -> Person | Refusal:
    """Puts right what is on file; the record names the fields that changed, not their content."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.merged_into_id is not None:
        return Refusal("people.merged_already", {"name": person.name})
    saved = _save(actor, person, facts, now)
    if isinstance(saved, Refusal):
        return saved
    if IDENTITY in saved:
        _number_is_its_own(person)
    if saved:
        record(actor=actor, action="edit_person", subject=person, facts={"changed": saved})
    return person


def _save(actor: Actor, person: Person, facts: PersonFacts, now: datetime) -> list[str] | Refusal:
    """Writes what differs and answers with the names of the fields, or says why it may not be."""
    before = {name: getattr(person, name) for name in _PLAIN} | {IDENTITY: person.id_lookup}
    for name in _PLAIN:
        setattr(person, name, getattr(facts, name))
    if refusal := _take_number(actor, person, facts, timezone.localdate(now)):
        return refusal
    person.pinyin = pinyin_key(person.name)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        return Refusal("people.number_elsewhere")
    after = {name: getattr(person, name) for name in _PLAIN} | {IDENTITY: person.id_lookup}
    return [name for name, value in after.items() if value != before[name]]


_PLAIN = ("name", "sex", "born_on", "id_kind", "phone", "law_qualification", "note")


def _take_number(actor: Actor, person: Person, facts: PersonFacts, today: date) -> Refusal | None:
    """Seals a new number. A resident's says sex and birth, which the form must not contradict."""
    if facts.forget_number:
        person.id_sealed = person.id_lookup = None
        return None
    number = facts.number or _kept_number(person, facts)
    if isinstance(number, Refusal) or not number:
        return number or None
    if facts.id_kind == IdentityKind.RESIDENT:
        identity = read_resident_number(number, today)
        if isinstance(identity, NumberFault):
            return Refusal(_FAULTS[identity])
        if refusal := _contradicted(facts, identity.sex, identity.born_on):
            return refusal
        person.sex, person.born_on = identity.sex, identity.born_on
    key = identity_key(facts.id_kind, number)
    bearer = bearer_of(facts.id_kind, number)
    if bearer is not None and bearer.pk != person.pk:
        return _refuse_number(actor, canonical(bearer))
    if facts.number:
        person.id_sealed, person.id_lookup = seal(key), lookup(key)
    return None


def _kept_number(person: Person, facts: PersonFacts) -> str | Refusal:
    """The number on file; a number belongs to its kind and must be typed again for another."""
    if not person.id_sealed:
        return ""
    stored = Person.objects.values_list("id_kind", flat=True).get(pk=person.pk)
    return person.id_number if stored == facts.id_kind else Refusal("people.number_of_other_kind")


def _contradicted(facts: PersonFacts, sex: Sex, born_on: date) -> Refusal | None:
    if facts.born_on not in (None, born_on):
        return Refusal("people.birth_differs", {"number": born_on.isoformat()})
    return Refusal("people.sex_differs") if facts.sex not in ("", sex) else None


def _refuse_number(actor: Actor, bearer: Person) -> Refusal:
    """Names the bearer only to who may see them: an officer of one unit learns nothing more."""
    if not may_see(actor, bearer):
        return Refusal("people.number_elsewhere")
    return Refusal("people.number_taken", {"name": bearer.name, "person": bearer.pk})


def _number_is_its_own(person: Person) -> None:
    """A number typed in after a merge did not come from the row that went: undoing keeps it."""
    for merge in person.merges.filter(undone_at=None):
        filled = merge.moved.get("filled", [])
        if IDENTITY in filled:
            merge.moved["filled"] = [name for name in filled if name != IDENTITY]
            merge.save(update_fields=["moved"])


@transaction.atomic
def set_recruitment(
    *, actor: Actor, person: Person, hired_on: date, intake: str, probation_until: date | None
) -> Recruitment | Refusal:
    """When and how a person first entered the civil service."""
    if probation_until and probation_until < hired_on:
        return Refusal("people.probation_before_hiring")
    facts = {"hired_on": hired_on, "intake": intake, "probation_until": probation_until}
    recruitment, _ = Recruitment.objects.update_or_create(person=person, defaults=facts)
    record(actor=actor, action="set_recruitment", subject=person)
    return recruitment


@transaction.atomic
def remove_recruitment(*, actor: Actor, person: Person) -> None:
    """Takes back a recruitment that was recorded by mistake."""
    if Recruitment.objects.filter(person=person).delete()[0]:
        record(actor=actor, action="remove_recruitment", subject=person)
