"""Forms of the room."""

from rosters.cohorts.forms.cohorts import CohortForm, CompareForm, VerdictFilter
from rosters.cohorts.forms.days import DayForm, day_field
from rosters.cohorts.forms.freezing import NameForm, RosterForm
from rosters.cohorts.forms.ranks import NameRankForm, RankAliasForm, RankForm
from rosters.cohorts.forms.releases import ReleaseForm
from rosters.cohorts.forms.rosters import ANY, EntryFilter

__all__ = [
    "ANY",
    "CohortForm",
    "CompareForm",
    "DayForm",
    "EntryFilter",
    "NameForm",
    "NameRankForm",
    "RankAliasForm",
    "RankForm",
    "ReleaseForm",
    "RosterForm",
    "VerdictFilter",
    "day_field",
]
