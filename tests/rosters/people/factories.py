"""Rows about people that only the tests of this room, and the table of permissions, need."""

from datetime import date
from decimal import Decimal

from audit.actions import SYSTEM
from audit.rules import Refusal
from rosters.people.actions import merge_people
from rosters.people.models import Credential, Person, PersonMerge, Posting, StatusChange, Training
from rosters.people.queries import plan_merge
from rosters.people.rules import PersonStatus
from tests.factories import NOW, make_person, make_unit

DAY = date(2026, 3, 1)


def make_status(
    person: Person, status: PersonStatus = PersonStatus.SECONDED, since: date = DAY
) -> StatusChange:
    """A dated status, not yet put on the person's row."""
    return StatusChange.objects.create(person=person, status=status, since=since, recorded_at=NOW)


def merge(kept: Person, gone: Person) -> PersonMerge | Refusal:
    """What merging two as they are at this moment answers."""
    seen = plan_merge(Person.objects.get(pk=kept.pk), Person.objects.get(pk=gone.pk)).digest
    return merge_people(actor=SYSTEM, kept=kept, gone=gone, basis="比对原档案", seen=seen, now=NOW)


def make_dossier(person: Person) -> dict[str, int]:
    """One of everything that a person's pages link to: argument of the address and key."""
    unit = make_unit()
    gone = make_person(person.name, unit=unit)
    merged = merge(make_person(unit=unit), make_person(unit=unit))
    assert isinstance(merged, PersonMerge)
    return {
        "posting_id": Posting.objects.create(person=person, unit=unit, primary=False).pk,
        "change_id": make_status(person).pk,
        "card_id": Credential.objects.create(person=person, number=f"Z{person.pk}").pk,
        "training_id": Training.objects.create(person=person, year=2026, hours=Decimal(40)).pk,
        "one_id": person.pk,
        "other_id": gone.pk,
        "merge_id": merged.pk,
    }
