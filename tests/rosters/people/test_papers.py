"""Cards and hours of training."""

from datetime import date
from decimal import Decimal

import pytest

from audit.actions import SYSTEM
from audit.rules import Refusal
from rosters.people.actions import (
    CardFacts,
    add_credential,
    cancel_credential,
    edit_credential,
    remove_training,
    restore_credential,
    set_training,
)
from rosters.people.models import Credential, Training
from rosters.people.rules import CredentialStatus
from rosters.roles.rules import Role
from tests.factories import make_person, make_unit, make_user

TODAY = date(2026, 11, 22)
FACTS = CardFacts("A1", "全国统一", "市场监管", "本县", date(2022, 1, 1), date(2026, 12, 31))


@pytest.fixture
def card(db):
    return add_credential(actor=SYSTEM, person=make_person("李一", unit=make_unit()), facts=FACTS)


def cancel(card, day=TODAY):
    return cancel_credential(actor=SYSTEM, credential=card, cancelled_on=day, today=TODAY)


def test_card_is_added_and_put_right(card):
    edit_credential(actor=SYSTEM, credential=card, facts=CardFacts("A2", field="水利"))
    kept = Credential.objects.values_list("number", "kind", "field", "valid_to").get()
    assert kept == ("A2", "", "水利", None)


def test_number_of_a_card_belongs_to_one_person(card):
    other, officer = make_person("王二"), make_user(Role.OFFICER, unit=make_unit())
    taken = Refusal("people.card_taken", {"number": "A1", "name": "李一"})
    assert add_credential(actor=SYSTEM, person=other, facts=FACTS) == taken
    unseen = Refusal("people.card_elsewhere", {"number": "A1"})
    assert add_credential(actor=officer, person=other, facts=FACTS) == unseen
    second = add_credential(actor=SYSTEM, person=other, facts=CardFacts("A2"))
    assert edit_credential(actor=SYSTEM, credential=second, facts=FACTS) == taken
    assert sorted(Credential.objects.values_list("number", flat=True)) == ["A1", "A2"]


def test_card_is_cancelled_once_and_restored(card):
    assert cancel(card, date(2026, 11, 1)).cancelled_on == date(2026, 11, 1)
    assert cancel(card) == Refusal("people.card_cancelled", {"number": "A1"})
    card = restore_credential(actor=SYSTEM, credential=card)
    assert (card.status, card.cancelled_on) == (CredentialStatus.VALID, None)


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (date(2026, 11, 23), Refusal("people.cancel_to_come")),
        (date(2021, 12, 31), Refusal("people.cancel_before_issue", {"day": "2022-01-01"})),
    ],
)
def test_day_of_cancellation_lies_between_issue_and_today(card, day, refused):
    assert cancel(card, day) == refused


def test_hours_of_a_year_and_source_are_replaced_and_taken_back(db):
    person = make_person()
    for hours, source in ((40, "司法局"), (60, "司法局"), (8, "党校")):
        set_training(actor=SYSTEM, person=person, year=2026, hours=Decimal(hours), source=source)
    held = dict(Training.objects.values_list("source", "hours"))
    assert held == {"司法局": Decimal(60), "党校": Decimal(8)}
    remove_training(actor=SYSTEM, training=Training.objects.get(source="党校"))
    assert person.trainings.get().hours == Decimal(60)
