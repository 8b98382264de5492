"""Gathers the rooms' models for Django."""

from rosters.accounts.models import ActivationCode, NoticeReading, PrivacyNotice, RoleGrant, User
from rosters.cohorts.models import (
    Cohort,
    Entry,
    EntryReason,
    LateArrival,
    Rank,
    RankAlias,
    Release,
    ReleaseRequest,
    Roster,
)
from rosters.intake.models import ColumnMemory, GoneLine, RosterUpload, UploadRow
from rosters.people.models import (
    Credential,
    DistinctPeople,
    Person,
    PersonMerge,
    Posting,
    Recruitment,
    SealingKey,
    StatusChange,
    Training,
)
from rosters.reporting.models import Collection, Confirmation, Reminder
from rosters.units.models import Unit, UnitAlias, UnitChange

__all__ = [
    "ActivationCode",
    "Cohort",
    "Collection",
    "ColumnMemory",
    "Confirmation",
    "Credential",
    "DistinctPeople",
    "Entry",
    "EntryReason",
    "GoneLine",
    "LateArrival",
    "NoticeReading",
    "Person",
    "PersonMerge",
    "Posting",
    "PrivacyNotice",
    "Rank",
    "RankAlias",
    "Recruitment",
    "Release",
    "ReleaseRequest",
    "Reminder",
    "RoleGrant",
    "Roster",
    "RosterUpload",
    "SealingKey",
    "StatusChange",
    "Training",
    "Unit",
    "UnitAlias",
    "UnitChange",
    "UploadRow",
    "User",
]
