"""Cohorts, freezing rosters, and releasing single people from them."""

from rosters.cohorts.actions.cohorts import set_cohorts_since
from rosters.cohorts.actions.freezing import freeze_roster
from rosters.cohorts.actions.releases import release_entry

__all__ = [
    "freeze_roster",
    "release_entry",
    "set_cohorts_since",
]
