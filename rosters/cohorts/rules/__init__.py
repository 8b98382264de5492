"""Who must be examined and why. Pure."""

from rosters.cohorts.rules.conditions import CohortKind, Reason, Since, memberships
from rosters.cohorts.rules.facts import CredentialFact, PersonFacts, PostingFact
from rosters.cohorts.rules.levels import Level, level_of
from rosters.cohorts.rules.releases import ReleaseKind, RequestState, fitting_release
from rosters.cohorts.rules.rosters import ProspectiveEntry, TallyLine, roster_digest, tally

__all__ = [
    "CohortKind",
    "CredentialFact",
    "Level",
    "PersonFacts",
    "PostingFact",
    "ProspectiveEntry",
    "Reason",
    "ReleaseKind",
    "RequestState",
    "Since",
    "TallyLine",
    "fitting_release",
    "level_of",
    "memberships",
    "roster_digest",
    "tally",
]
