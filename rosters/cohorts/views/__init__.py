"""Pages of the room. Rosters concern the whole county, and so must the officer's role."""

from rosters.cohorts.views.cohorts import since
from rosters.cohorts.views.freezing import freeze, roster_list
from rosters.cohorts.views.releases import entry
from rosters.cohorts.views.rosters import codes, roster

__all__ = [
    "codes",
    "entry",
    "freeze",
    "roster",
    "roster_list",
    "since",
]
