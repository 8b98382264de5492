"""Which cohorts a person belongs to, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rosters.cohorts.rules.facts import PersonFacts
from rosters.cohorts.rules.levels import Level, level_of
from rosters.people.rules import SERVING


class CohortKind(StrEnum):
    """The three cohorts of the county's plan (source document 000, section 3(6))."""

    NEW_LEADER = "new_leader"  # 新提任领导干部（副处级以上）
    FIRST_TIME = "first_time"  # 初任公务员
    ENFORCEMENT = "enforcement"  # 行政执法人员


@dataclass(frozen=True)
class Reason:
    """A cohort, and the fact that brings the person into it, without words of any language."""

    cohort: CohortKind
    fact: str


Since = Mapping[CohortKind, date | None]


def memberships(
    facts: PersonFacts, as_of: date, since: Since, *, grades_count: bool = False
) -> tuple[Reason, ...]:
    """The cohorts of a person on a day, one reason each; none for those who no longer serve.

    `since` limits new leaders (by day of appointment) and first-time civil servants (by day of
    hiring); None is no limit. An appointment without a date proves nothing and does not count.
    `grades_count` lets grades such as 四级调研员 count as leading posts of the matching level.
    """
    if facts.status not in SERVING:
        return ()
    found = {
        CohortKind.NEW_LEADER: _appointment(
            facts, as_of, since.get(CohortKind.NEW_LEADER), grades_count
        ),
        CohortKind.FIRST_TIME: _hiring(facts, as_of, since.get(CohortKind.FIRST_TIME)),
        CohortKind.ENFORCEMENT: _card(facts, as_of),
    }
    return tuple(Reason(cohort, fact) for cohort, fact in found.items() if fact)


def _appointment(
    facts: PersonFacts, as_of: date, since: date | None, grades_count: bool
) -> str | None:
    """The highest, then the latest, of the appointments that count: `副处级 2023-05-10`."""
    counting = [
        (level, posting.appointed_on, posting.rank)
        for posting in facts.postings
        if posting.appointed_on
        and posting.runs_on(as_of)
        and _not_before(posting.appointed_on, since)
        and (level := level_of(posting.rank, grades_count=grades_count))
        and level >= Level.DIVISION_DEPUTY
    ]
    return f"{max(counting)[2]} {max(counting)[1]}" if counting else None


def _hiring(facts: PersonFacts, as_of: date, since: date | None) -> str | None:
    if facts.hired_on is None or facts.hired_on > as_of or not _not_before(facts.hired_on, since):
        return None
    return facts.hired_on.isoformat()


def _card(facts: PersonFacts, as_of: date) -> str | None:
    """The card that is valid longest: `36010023001 – 2027-03-31`, without a date when endless."""
    valid = [card for card in facts.credentials if card.valid_on(as_of)]
    if not valid:
        return None
    card = max(valid, key=lambda card: (card.valid_to or date.max, card.number))
    return f"{card.number} – {card.valid_to}" if card.valid_to else card.number


def _not_before(day: date, since: date | None) -> bool:
    return since is None or day >= since
