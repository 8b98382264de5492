"""Where people serve: postings begun, put right, ended, and transfers within the county.

Of the open postings of a person one is primary: it becomes so by being the first, by being chosen,
or because the primary one ended.
"""

from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from rosters.people.models import Person, Posting
from rosters.units.models import Unit


@dataclass(frozen=True)
class PostingFacts:
    """What a form says of a posting beside the person."""

    unit: Unit
    title: str = ""
    rank: str = ""
    appointed_on: date | None = None
    began_on: date | None = None
    document: str = ""
    establishment: str = ""
    enforcement: bool | None = None

    def values(self) -> dict[str, object]:
        return {fact.name: getattr(self, fact.name) for fact in fields(self)}


@transaction.atomic
def add_posting(
    *, actor: Actor, person: Person, facts: PostingFacts, primary: bool = False
) -> Posting | Refusal:
    """Another position of a person; their first open one is primary whatever was asked."""
    hold_postings(person)
    if refusal := _refuse_unit(person, facts.unit):
        return refusal
    is_first = not person.postings.filter(ended_on=None, primary=True).exists()
    if primary and not is_first:
        _demote(person)
    values = facts.values()
    posting = Posting.objects.create(person=person, primary=primary or is_first, **values)
    record(actor=actor, action="add_posting", subject=person, facts=_facts(posting))
    return posting


@transaction.atomic
def edit_posting(*, actor: Actor, posting: Posting, facts: PostingFacts) -> Posting | Refusal:
    """Puts right what was recorded. Who really moved is transferred instead."""
    hold_postings(posting.person)
    posting.refresh_from_db()
    moves = posting.unit_id != facts.unit.pk and posting.ended_on is None
    if moves and (refusal := _refuse_unit(posting.person, facts.unit)):
        return refusal
    values = facts.values()
    changed = [name for name, value in values.items() if getattr(posting, name) != value]
    for name, value in values.items():
        setattr(posting, name, value)
    posting.save()
    if changed:
        told = _facts(posting) | {"changed": changed}
        record(actor=actor, action="edit_posting", subject=posting.person, facts=told)
    return posting


@transaction.atomic
def end_posting(
    *, actor: Actor, posting: Posting, ended_on: date, today: date
) -> Posting | Refusal:
    """Ends a posting on its last day; another open one becomes primary if this one was."""
    hold_postings(posting.person)
    posting.refresh_from_db()
    if refusal := _refuse_end(posting, ended_on, today):
        return refusal
    _end(posting, ended_on)
    facts = _facts(posting) | {"ended_on": ended_on.isoformat()}
    record(actor=actor, action="end_posting", subject=posting.person, facts=facts)
    return posting


@transaction.atomic
def reopen_posting(*, actor: Actor, posting: Posting) -> Posting | Refusal:
    """Takes back the end of a posting."""
    hold_postings(posting.person)
    posting.refresh_from_db()
    if posting.ended_on is None:
        return posting
    if refusal := _refuse_unit(posting.person, posting.unit):
        return refusal
    posting.ended_on, posting.primary = None, False
    posting.save(update_fields=["ended_on", "primary"])
    choose_primary(posting.person)
    record(actor=actor, action="reopen_posting", subject=posting.person, facts=_facts(posting))
    return posting


@transaction.atomic
def make_primary(*, actor: Actor, posting: Posting) -> Posting | Refusal:
    """The open posting by which the person is counted."""
    hold_postings(posting.person)
    posting.refresh_from_db()
    if posting.ended_on is not None:
        return Refusal("people.posting_ended", {"unit": posting.unit.name})
    if not posting.primary:
        _demote(posting.person)
        posting.primary = True
        posting.save(update_fields=["primary"])
        record(actor=actor, action="make_primary", subject=posting.person, facts=_facts(posting))
    return posting


@transaction.atomic
def remove_posting(*, actor: Actor, posting: Posting) -> None:
    """Takes back a posting that never was; one that was is ended."""
    hold_postings(posting.person)
    facts = _facts(posting)
    posting.delete()
    choose_primary(posting.person)
    record(actor=actor, action="remove_posting", subject=posting.person, facts=facts)


@transaction.atomic
def transfer_person(
    *, actor: Actor, posting: Posting, facts: PostingFacts, day: date, today: date
) -> Posting | Refusal:
    """Ends a posting on a day and begins one elsewhere on it, primary if the old one was."""
    hold_postings(posting.person)
    posting.refresh_from_db()
    if posting.unit_id == facts.unit.pk:
        return Refusal("people.transfer_nowhere", {"unit": facts.unit.name})
    refusal = _refuse_end(posting, day, today) or _refuse_unit(posting.person, facts.unit)
    if refusal:
        return refusal
    was_primary = posting.primary
    Posting.objects.filter(pk=posting.pk).update(ended_on=day)
    values = facts.values() | {"began_on": day}
    begun = Posting.objects.create(person=posting.person, primary=was_primary, **values)
    told = {"from": posting.unit_id, "to": begun.unit_id, "on": day.isoformat()}
    record(actor=actor, action="transfer_person", subject=posting.person, facts=told)
    return begun


def hold_postings(person: Person) -> None:
    """Makes others who change the postings of this person wait."""
    Person.objects.select_for_update().get(pk=person.pk)


def choose_primary(person: Person) -> None:
    """Of open postings of which none is primary, the one that began first becomes it."""
    running = list(person.postings.filter(ended_on=None))
    if running and not any(posting.primary for posting in running):
        first = min(running, key=lambda p: (p.appointed_on or date.max, p.pk))
        Posting.objects.filter(pk=first.pk).update(primary=True)


def _end(posting: Posting, ended_on: date) -> None:
    posting.ended_on = ended_on
    posting.save(update_fields=["ended_on"])
    choose_primary(posting.person)


def _demote(person: Person) -> None:
    person.postings.filter(ended_on=None, primary=True).update(primary=False)


def _refuse_unit(person: Person, unit: Unit) -> Refusal | None:
    if unit.dissolved_on is not None:
        return Refusal("people.unit_dissolved", {"unit": unit.name})
    if person.postings.filter(unit=unit, ended_on=None).exists():
        return Refusal("people.serves_there", {"name": person.name, "unit": unit.name})
    return None


def _refuse_end(posting: Posting, day: date, today: date) -> Refusal | None:
    if posting.ended_on is not None:
        return Refusal("people.posting_ended", {"unit": posting.unit.name})
    begun = posting.began_on or posting.appointed_on
    if begun and day < begun:
        return Refusal("people.end_before_begin", {"day": begun.isoformat()})
    return Refusal("people.end_to_come") if day > today else None


def _facts(posting: Posting) -> dict[str, object]:
    return {"posting": posting.pk, "unit": posting.unit_id}
