"""Holders of cards against whom nothing stands, unless a test says so."""

from datetime import date
from decimal import Decimal
from typing import Any

from quiz.clearance.models import CancellationList, CancelledCard
from rosters.people.models import Credential, Person, Posting, Training
from rosters.units.models import Unit
from tests.factories import NOW, make_person, make_unit

DAY = NOW.date()
ISSUED = date(2026, 1, 1)


def make_holder(name: str = "", *, unit: Unit | None = None, **posting: Any) -> Person:
    """Somebody in an enforcement post of an enforcing unit, trained in full last year."""
    person = make_person(name)
    if unit is None:
        unit = make_unit()
    Posting.objects.create(
        person=person, unit=unit, **{"establishment": "行政", "enforcement": True} | posting
    )
    Training.objects.create(person=person, year=DAY.year - 1, hours=Decimal(60), source="县司法局")
    return person


def make_card(number: str, person: Person | None = None, **fields: Any) -> Credential:
    """A card that was issued this year, so that neither hours nor an exam are asked for."""
    return Credential.objects.create(
        person=person or make_holder(), number=number, **{"issued_on": ISSUED} | fields
    )


def make_expired(number: str, person: Person | None = None, **fields: Any) -> Credential:
    return make_card(number, person, **{"valid_to": date(2026, 6, 30)} | fields)


def make_announced_list() -> CancellationList:
    """A list that was announced, with one card."""
    card = make_expired("15009999")
    announced = CancellationList.objects.create(
        title="执法证件注销名单", number="1号", drafted_at=NOW, announced_on=DAY, announced_at=NOW
    )
    CancelledCard.objects.create(
        list=announced, credential=card, number=card.number, name=card.person.name, reason="退休"
    )
    return announced
