"""What is known of a person on a day."""

from dataclasses import dataclass
from datetime import date

from rosters.people.rules import CredentialStatus, PersonStatus


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
