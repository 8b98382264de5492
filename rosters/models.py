"""Gathers the rooms' models for Django."""

from rosters.accounts.models import ActivationCode, RoleGrant, User
from rosters.cohorts.models import Cohort, Entry, EntryReason, Release, Roster
from rosters.intake.models import RosterUpload
from rosters.people.models import Credential, Person, Posting, Recruitment, SealingKey
from rosters.units.models import Unit, UnitAlias

__all__ = [
    "ActivationCode",
    "Cohort",
    "Credential",
    "Entry",
    "EntryReason",
    "Person",
    "Posting",
    "Recruitment",
    "Release",
    "RoleGrant",
    "Roster",
    "RosterUpload",
    "SealingKey",
    "Unit",
    "UnitAlias",
    "User",
]
