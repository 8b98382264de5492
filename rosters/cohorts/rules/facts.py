"""What is known of a person, and what of it holds on a day."""

from dataclasses import dataclass
from datetime import date

from rosters.people.rules import CredentialStatus, PersonStatus
from rosters.units.rules import UnitKind


@dataclass(slots=True)
class StatusFact:
    """A status and its first day, `date.min` where nobody knows; `pk` tells what came later."""

    status: PersonStatus
    since: date = date.min
    pk: int = 0


@dataclass(frozen=True, slots=True)
class PostingFact:
    """A position in a unit. The day of appointment counts, not that of coming to this unit."""

    rank: str = ""
    title: str = ""
    appointed_on: date | None = None
    began_on: date | None = None
    ended_on: date | None = None
    primary: bool = True
    unit_kind: UnitKind | None = None
    establishment: str = ""
    enforcement: bool | None = None

    def runs_on(self, day: date) -> bool:
        """Begun, or of unknown beginning, and not ended."""
        start = self.began_on or self.appointed_on
        return (start is None or start <= day) and (self.ended_on is None or self.ended_on > day)


@dataclass(frozen=True, slots=True)
class CredentialFact:
    number: str
    status: CredentialStatus = CredentialStatus.VALID
    issued_on: date | None = None
    valid_to: date | None = None
    field: str = ""
    cancelled_on: date | None = None

    def cancelled_by(self, day: date) -> bool:
        """Cancelled on or before a day; a cancellation without a date has always held."""
        cancelled = self.status == CredentialStatus.CANCELLED
        return cancelled and (self.cancelled_on is None or self.cancelled_on <= day)

    def issued_by(self, day: date) -> bool:
        return self.issued_on is None or self.issued_on <= day

    def lasts_to(self, day: date) -> bool:
        return self.valid_to is None or self.valid_to >= day

    def valid_on(self, day: date) -> bool:
        return self.issued_by(day) and self.lasts_to(day) and not self.cancelled_by(day)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the rules need to know of a person."""

    statuses: tuple[StatusFact, ...] = ()
    postings: tuple[PostingFact, ...] = ()
    hired_on: date | None = None
    credentials: tuple[CredentialFact, ...] = ()
