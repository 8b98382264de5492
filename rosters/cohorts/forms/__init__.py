"""Forms of the room."""

from rosters.cohorts.forms.cohorts import SinceForm, day_field
from rosters.cohorts.forms.freezing import NameForm, RosterForm
from rosters.cohorts.forms.releases import ReleaseForm
from rosters.cohorts.forms.rosters import ANY, EntryFilter

__all__ = [
    "ANY",
    "EntryFilter",
    "NameForm",
    "ReleaseForm",
    "RosterForm",
    "SinceForm",
    "day_field",
]
