"""Whether a person meets a rule on a day, and each condition with the fact that decided it."""

from collections.abc import Container, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from rosters.cohorts.rules.facts import CredentialFact, PersonFacts, PostingFact, StatusFact
from rosters.cohorts.rules.levels import RankTable
from rosters.cohorts.rules.rule import Rule
from rosters.people.rules import PersonStatus, status_on


class CohortKind(StrEnum):
    """The three cohorts of the county's plan (source document 000, section 3(6))."""

    NEW_LEADER = "new_leader"  # 新提任领导干部（副处级以上）
    FIRST_TIME = "first_time"  # 初任公务员
    ENFORCEMENT = "enforcement"  # 行政执法人员


class Condition(StrEnum):
    """What a rule may ask."""

    APPOINTED = "appointed"
    LEVEL = "level"
    UNIT_KIND = "unit_kind"
    ESTABLISHMENT = "establishment"
    ENFORCEMENT_POST = "enforcement_post"
    HIRED = "hired"
    CREDENTIAL = "credential"
    STATUS = "status"


class CardState(StrEnum):
    """What is to be said of the best card of somebody."""

    NONE = "none"
    VALID = "valid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    NOT_ISSUED = "not_issued"
    OTHER_FIELD = "other_field"


_IN_POST = StatusFact(PersonStatus.IN_POST)


class Check(NamedTuple):
    """One condition, whether it is met, and by which facts; `words.check_words` words it."""

    code: Condition
    met: bool
    facts: Mapping[str, Any]


class Verdict(NamedTuple):
    """In when every condition is met. There is always one: the status."""

    checks: tuple[Check, ...]

    @property
    def met(self) -> bool:
        return all(check.met for check in self.checks)


def evaluate(facts: PersonFacts, rule: Rule, as_of: date, ranks: RankTable) -> Verdict:
    """Holds the facts of that day against each condition of the rule.

    The conditions of posts are told of one posting, the one that meets most of them: so whoever
    meets them all in one posting is in, and nobody who meets them in pieces.
    """
    checks = list(_best_posting(facts, rule, as_of, ranks)) if rule.asks_of_posting else []
    if rule.hired_from or rule.hired_to:
        checks.append(_hiring(facts, rule, as_of))
    if rule.credential:
        checks.append(_card(facts, rule, as_of))
    checks.append(_status(facts, rule, as_of))
    return Verdict(tuple(checks))


def _best_posting(
    facts: PersonFacts, rule: Rule, as_of: date, ranks: RankTable
) -> tuple[Check, ...]:
    running = [p for p in facts.postings if p.runs_on(as_of)]
    checked = [(tuple(_of_posting(p, rule, as_of, ranks)), p) for p in running]
    if len(checked) > 1:
        return max(checked, key=lambda pair: _weight(pair[0], pair[1], ranks))[0]
    return checked[0][0] if checked else tuple(_of_posting(None, rule, as_of, ranks))


def _weight(checks: tuple[Check, ...], posting: PostingFact, ranks: RankTable) -> Any:
    """Most conditions met first, then the higher, the later, the primary, and any fixed order."""
    level = ranks.read(posting.rank).level(grades_count=True)
    return (
        sum(check.met for check in checks),
        -1 if level is None else level,
        posting.appointed_on or date.min,
        posting.primary,
        [str(check) for check in checks],
    )


def _of_posting(
    posting: PostingFact | None, rule: Rule, as_of: date, ranks: RankTable
) -> Iterator[Check]:
    if rule.appointed_from or rule.appointed_to:
        yield _appointment(posting, rule, as_of)
    if rule.least_level is not None:
        yield _level(posting, rule, as_of, ranks)
    if rule.unit_kinds:
        kind = posting.unit_kind if posting else None
        yield Check(Condition.UNIT_KIND, kind in rule.unit_kinds, {"kind": kind})
    if rule.establishments:
        held = posting.establishment.strip() if posting else ""
        yield Check(Condition.ESTABLISHMENT, held in rule.establishments, {"held": held})
    if rule.enforcement_post:
        enforces = posting.enforcement if posting else None
        yield Check(Condition.ENFORCEMENT_POST, enforces is True, {"enforces": enforces})


def _appointment(posting: PostingFact | None, rule: Rule, as_of: date) -> Check:
    """The day of appointment decides; without one nothing is proved. The others are only told."""
    day = posting.appointed_on if posting else None
    began = posting.began_on if posting else None
    facts = _between(day, rule.appointed_from, rule.appointed_to, as_of)
    told = {"began": began} if began and began != day else {}
    return Check(Condition.APPOINTED, _within(facts), facts | told)


def _level(posting: PostingFact | None, rule: Rule, as_of: date, ranks: RankTable) -> Check:
    """A rank counts from the day of its appointment; a grade only where the rule lets it."""
    rank = posting.rank.strip() if posting else ""
    later = posting.appointed_on if posting else None
    reading = ranks.read(rank)
    level = reading.level(grades_count=rule.grades_count)
    waits = later is not None and later > as_of
    met = level is not None and level >= (rule.least_level or 0) and not waits
    facts = {"rank": rank, "level": level, "least": rule.least_level, "grade": reading.grade}
    return Check(Condition.LEVEL, met, facts | ({"later": later} if waits else {}))


def _hiring(facts: PersonFacts, rule: Rule, as_of: date) -> Check:
    told = _between(facts.hired_on, rule.hired_from, rule.hired_to, as_of)
    return Check(Condition.HIRED, _within(told), told)


def _between(day: date | None, start: date | None, end: date | None, as_of: date) -> dict[str, Any]:
    """A day and its limits; what lies after the day of the list has not happened by then."""
    return {"day": day, "from": start, "to": end, "as_of": as_of}


def _within(facts: Mapping[str, Any]) -> bool:
    day, start, end = facts["day"], facts["from"], facts["to"]
    return (
        day is not None
        and day <= facts["as_of"]
        and (start is None or day >= start)
        and (end is None or day <= end)
    )


def best_card(
    facts: PersonFacts, as_of: date, fields: Container[str] = ()
) -> CredentialFact | None:
    """Of the cards valid on a day one of these fields, else the one valid longest; None if none."""
    valid = [card for card in facts.credentials if card.valid_on(as_of)]
    return max(valid, key=lambda c: (c.field.strip() in fields, *_longest(c)), default=None)


def _longest(card: CredentialFact) -> tuple[date, str]:
    return (card.valid_to or date.max, card.number)


def _card(facts: PersonFacts, rule: Rule, as_of: date) -> Check:
    """The card that meets the rule, or else the one nearest to it."""
    if not facts.credentials:
        return Check(Condition.CREDENTIAL, False, {"state": CardState.NONE, "as_of": as_of})
    state, card = max(
        ((_state(card, rule, as_of), card) for card in facts.credentials),
        key=lambda pair: (pair[0] == CardState.VALID, pair[1].valid_on(as_of), *_longest(pair[1])),
    )
    told = {
        "state": state,
        "as_of": as_of,
        "number": card.number,
        "valid_to": card.valid_to,
        "field": card.field.strip(),
    }
    return Check(Condition.CREDENTIAL, state == CardState.VALID, told)


def _state(card: CredentialFact, rule: Rule, as_of: date) -> CardState:
    if card.cancelled_by(as_of):
        return CardState.CANCELLED
    if not card.issued_by(as_of):
        return CardState.NOT_ISSUED
    if not card.lasts_to(as_of):
        return CardState.EXPIRED
    if rule.fields and card.field.strip() not in rule.fields:
        return CardState.OTHER_FIELD
    return CardState.VALID


def _status(facts: PersonFacts, rule: Rule, as_of: date) -> Check:
    held = held_status(facts, as_of)
    told = {"status": held.status, "since": held.since}
    return Check(Condition.STATUS, held.status in rule.statuses, told)


def held_status(facts: PersonFacts, day: date) -> StatusFact:
    """What holds of a person on a day; of whom nothing is known by then is in post."""
    return status_on(facts.statuses, day) or _IN_POST
