"""Who must be examined and why. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from audit.rules import digest
from rosters.people.rules import SERVING, CredentialStatus, PersonStatus
from rosters.units.rules import UnitKind


class CohortKind(StrEnum):
    """The three cohorts of the county's plan (source document 000, section 3(6))."""

    NEW_LEADER = "new_leader"  # 新提任领导干部（副处级以上）
    FIRST_TIME = "first_time"  # 初任公务员
    ENFORCEMENT = "enforcement"  # 行政执法人员


class ReleaseKind(StrEnum):
    """Why an entry of a frozen roster need not sit this exam."""

    EXEMPT = "exempt"  # 免考
    DEFERRED = "deferred"  # 缓考
    TRANSFERRED = "transferred"  # 调离
    LEFT = "left"  # 退休、辞职、去世等
    DUPLICATE = "duplicate"  # 与名册另一条为同一人
    REINSTATED = "reinstated"  # 撤销前一决定，恢复应考


class RequestState(StrEnum):
    """What became of a unit's request to release somebody."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Level(IntEnum):
    """Levels of leading posts, lowest first (公务员法 art. 18)."""

    TOWNSHIP_DEPUTY = 1  # 乡科级副职
    TOWNSHIP_CHIEF = 2  # 乡科级正职
    DIVISION_DEPUTY = 3  # 县处级副职
    DIVISION_CHIEF = 4  # 县处级正职
    BUREAU_DEPUTY = 5  # 厅局级副职
    BUREAU_CHIEF = 6  # 厅局级正职


_POSTS = {
    Level.TOWNSHIP_DEPUTY: "乡科级副职 副科级 副科 副乡级 副乡科级 科级副职",
    Level.TOWNSHIP_CHIEF: "乡科级正职 正科级 正科 正乡级 正乡科级 科级正职",
    Level.DIVISION_DEPUTY: "县处级副职 副处级 副处 副县级 副县 副县处级 处级副职 县级副职",
    Level.DIVISION_CHIEF: "县处级正职 正处级 正处 正县级 正县 正县处级 处级正职 县级正职",
    Level.BUREAU_DEPUTY: "厅局级副职 副厅级 副厅 副厅局级 厅级副职 副地级",
    Level.BUREAU_CHIEF: "厅局级正职 正厅级 正厅 正厅局级 厅级正职 正地级",
}
# Grades (职级) are no leading posts. A grade counts as the highest level whose lowest matching
# grade it reaches (公务员职务与职级并行规定 art. 8), and only when the caller asks for that.
_GRADES = {
    Level.TOWNSHIP_DEPUTY: "四级主任科员 三级主任科员",
    Level.TOWNSHIP_CHIEF: "二级主任科员 一级主任科员",
    Level.DIVISION_DEPUTY: "四级调研员 三级调研员",
    Level.DIVISION_CHIEF: "二级调研员 一级调研员",
    Level.BUREAU_DEPUTY: "二级巡视员",
    Level.BUREAU_CHIEF: "一级巡视员",
}
_LEVEL_OF_POST = {word: level for level, words in _POSTS.items() for word in words.split()}
_LEVEL_OF_GRADE = {word: level for level, words in _GRADES.items() for word in words.split()}
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_BETWEEN_RANKS = re.compile(r"[、,/;和及]+")


def level_of(rank: str, *, grades_count: bool = False) -> Level | None:
    """The highest level that a rank names, as written: `副县级（试用期）、四级调研员`."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", rank))
    words = [
        re.sub(r"(领导职务|领导干部|干部|领导)$", "", word)
        for word in _BETWEEN_RANKS.split(_IN_BRACKETS.sub("", text))
    ]
    known = _LEVEL_OF_POST | _LEVEL_OF_GRADE if grades_count else _LEVEL_OF_POST
    return max((known[word] for word in words if word in known), default=None)


@dataclass(frozen=True)
class PostingFact:
    rank: str
    title: str = ""
    appointed_on: date | None = None
    ended_on: date | None = None

    def runs_on(self, day: date) -> bool:
        """Begun, or of unknown beginning, and not ended."""
        begun = self.appointed_on is None or self.appointed_on <= day
        return begun and (self.ended_on is None or self.ended_on > day)


@dataclass(frozen=True)
class CredentialFact:
    number: str
    status: CredentialStatus = CredentialStatus.VALID
    issued_on: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        issued = self.issued_on is None or self.issued_on <= day
        runs = self.valid_to is None or self.valid_to >= day
        return self.status == CredentialStatus.VALID and issued and runs


@dataclass(frozen=True)
class PersonFacts:
    """What the cohort rules need to know of a person."""

    status: PersonStatus
    postings: tuple[PostingFact, ...] = ()
    hired_on: date | None = None
    credentials: tuple[CredentialFact, ...] = ()


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


@dataclass(frozen=True)
class ProspectiveEntry:
    """A line that a roster would have. Without a unit (`unit_id` None) it cannot be frozen."""

    person_id: int
    name: str
    unit_id: int | None
    unit_kind: UnitKind | None
    title: str
    rank: str
    status: PersonStatus
    reasons: tuple[Reason, ...]


def roster_digest(entries: Iterable[ProspectiveEntry]) -> str:
    """Hash of a roster's entries in their order, numbered from 1."""
    return digest(
        [
            {
                "number": number,
                "person": entry.person_id,
                "unit": entry.unit_id,
                "name": entry.name,
                "title": entry.title,
                "rank": entry.rank,
                "reasons": [[reason.cohort, reason.fact] for reason in entry.reasons],
            }
            for number, entry in enumerate(entries, start=1)
        ]
    )


@dataclass(frozen=True)
class TallyLine:
    """People of one kind of unit: in all (each once) and per cohort (each in all of theirs)."""

    kind: UnitKind | None
    people: int
    by_cohort: tuple[int, ...]


def tally(entries: Iterable[ProspectiveEntry], kinds: Iterable[CohortKind]) -> list[TallyLine]:
    """A line per kind of unit in the order of the kinds, and last those without a unit if any."""
    entries, kinds = list(entries), list(kinds)
    lines = []
    for unit_kind in [*UnitKind, None]:
        here = [entry for entry in entries if entry.unit_kind == unit_kind]
        cohorts = [{reason.cohort for reason in entry.reasons} for entry in here]
        counts = tuple(sum(kind in held for held in cohorts) for kind in kinds)
        if here:
            lines.append(TallyLine(unit_kind, len(here), counts))
    return lines


def fitting_release(status: PersonStatus) -> ReleaseKind | None:
    """The release that a person's status today suggests; None for those who can sit."""
    if status == PersonStatus.LONG_LEAVE:
        return ReleaseKind.DEFERRED
    return None if status in SERVING else ReleaseKind.LEFT
