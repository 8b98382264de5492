"""Which enforcement cards have to be looked at, and why. Pure.

The grounds are those on which counties clear up cards (证件清理): the card expired or soon will;
its holder left, serves nowhere, holds no enforcement post or no established one, holds two cards;
the unit does not enforce; no training, no exam; past the age of retirement. What is not known is
never held against anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from quiz.clearance.rules.parameters import Finding, Parameters, add_months, is_established
from rosters.people.rules import SERVING, PersonStatus, Sex

AFTER_LEAVING = frozenset({Finding.HOLDER_LEFT, Finding.EXPIRED, Finding.TWO_CARDS})
"""Who has left is asked for nothing more."""


@dataclass(frozen=True, slots=True)
class Service:
    """A position that somebody holds. None: not known."""

    unit: str
    enforces: bool | None = None
    enforcement: bool | None = None
    establishment: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card that has not been cancelled."""

    number: str
    issued_on: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """What is known of somebody on the day.

    `hours` are those of the year that is asked about, `examined_on` is the newest pass.
    """

    status: PersonStatus = PersonStatus.IN_POST
    status_since: date | None = None
    sex: str = ""
    born_on: date | None = None
    services: tuple[Service, ...] = ()
    cards: tuple[str, ...] = ()
    hours: Decimal = Decimal(0)
    examined_on: date | None = None


@dataclass(frozen=True)
class Yardstick:
    """The parameters as they measure on one day."""

    parameters: Parameters
    day: date
    expiring_until: date = field(init=False)
    year: int = field(init=False)
    examined_from: date = field(init=False)
    asked: tuple[Finding, ...] = field(init=False)
    asked_after_leaving: tuple[Finding, ...] = field(init=False)

    def __post_init__(self) -> None:
        told = self.parameters
        asked = tuple(finding for finding in Finding if finding not in told.off)
        left = tuple(finding for finding in asked if finding in AFTER_LEAVING)
        object.__setattr__(self, "asked", asked)
        object.__setattr__(self, "asked_after_leaving", left)
        object.__setattr__(self, "expiring_until", self.day + timedelta(days=told.expiring_days))
        object.__setattr__(self, "year", self.day.year - 1)
        object.__setattr__(self, "examined_from", add_months(self.day, -told.exam_months))


Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A ground against a card, with the facts that its words need."""

    finding: Finding
    facts: Facts


def _holder_left(card: Card, holder: Holder, by: Yardstick) -> Facts | None:
    if holder.status in SERVING:
        return None
    return {"status": holder.status, "since": holder.status_since}


def _expired(card: Card, holder: Holder, by: Yardstick) -> Facts | None:
    """A card is good on the last day of its validity."""
    if card.valid_to is None or card.valid_to >= by.day:
        return None
    return {"valid_to": card.valid_to}


def _expiring(card: Card, holder: Holder, by: Yardstick) -> Facts | None:
    if card.valid_to is None or not by.day <= card.valid_to <= by.expiring_until:
        return None
    return {"valid_to": card.valid_to, "days": (card.valid_to - by.day).days}


def _no_posting(card: Card, holder: Holder, by: Yardstick) -> Facts | None:
    return None if holder.services else {}


def _not_established(card: Card, holder: Holder, by: Yardstick) -> Facts | None:
    words = by.parameters.established, by.parameters.outside
    for service in holder.services:
        if not service.establishment or is_established(service.establishment, *words):
            return None
    if not holder.services:
        return None
    return {"establishments": [service.establishment for service in holder.services]}


def _not_enforcement_post(card: Card, holder: Holder, by: Yardstick) -> Facts | None:
    if not holder.services or any(held.enforcement is not False for held in holder.services):
        return None
    return {"units": [service.unit for service in holder.services]}


def _unit_not_enforcing(card: Card, holder: Holder, by: Yardstick) -> Facts | None:
    if not holder.services or any(held.enforces is not False for held in holder.services):
        return None
    return {"units": [service.unit for service in holder.services]}


def _over_age(card: Card, holder: Holder, by: Yardstick) -> Facts | None:
    """Of somebody whose sex is not known, the later of the two ages is asked."""
    if holder.born_on is None:
        return None
    told = by.parameters
    men, women = told.men.age_of(holder.born_on), told.women.age_of(holder.born_on)
    age = {Sex.MALE: men, Sex.FEMALE: women}.get(Sex(holder.sex)) if holder.sex else None
    reached = add_months(holder.born_on, max(men, women) if age is None else age)
    return {"born_on": holder.born_on, "reached": reached} if reached <= by.day else None


def _two_cards(card: Card, holder: Holder, by: Yardstick) -> Facts | None:
    others = [number for number in holder.cards if number != card.number]
    return {"others": others} if others else None


def _no_hours(card: Card, holder: Holder, by: Yardstick) -> Facts | None:
    """Who got the card in the year that is asked about, or later, had not the whole year."""
    if holder.hours >= by.parameters.hours or (card.issued_on and card.issued_on.year >= by.year):
        return None
    return {"year": by.year, "hours": holder.hours, "required": by.parameters.hours}


def _no_exam(card: Card, holder: Holder, by: Yardstick) -> Facts | None:
    """A card that was issued within the time was issued upon an exam."""
    newest = max(filter(None, (holder.examined_on, card.issued_on)), default=None)
    if newest is not None and newest >= by.examined_from:
        return None
    return {"months": by.parameters.exam_months, "last": holder.examined_on}


Rule = Callable[[Card, Holder, Yardstick], Facts | None]
RULES: dict[Finding, Rule] = {
    Finding.HOLDER_LEFT: _holder_left,
    Finding.EXPIRED: _expired,
    Finding.NO_POSTING: _no_posting,
    Finding.NOT_ESTABLISHED: _not_established,
    Finding.NOT_ENFORCEMENT_POST: _not_enforcement_post,
    Finding.UNIT_NOT_ENFORCING: _unit_not_enforcing,
    Finding.OVER_AGE: _over_age,
    Finding.TWO_CARDS: _two_cards,
    Finding.NO_HOURS: _no_hours,
    Finding.NO_EXAM: _no_exam,
    Finding.EXPIRING: _expiring,
}


def judge(card: Card, holder: Holder, by: Yardstick) -> tuple[Found, ...]:
    """Every ground against a card, the weightiest first."""
    asked = by.asked if holder.status in SERVING else by.asked_after_leaving
    judged = ((finding, RULES[finding](card, holder, by)) for finding in asked)
    return tuple(Found(finding, facts) for finding, facts in judged if facts is not None)
