"""Cohorts, ranks, freezing rosters, and releasing single people from them."""

from rosters.cohorts.actions.cohorts import save_cohort
from rosters.cohorts.actions.freezing import freeze_roster
from rosters.cohorts.actions.ranks import (
    add_rank_alias,
    remove_rank,
    remove_rank_alias,
    save_rank,
)
from rosters.cohorts.actions.releases import release_entry, release_fitting
from rosters.cohorts.actions.standard import lay_standard_rows

__all__ = [
    "add_rank_alias",
    "freeze_roster",
    "lay_standard_rows",
    "release_entry",
    "release_fitting",
    "remove_rank",
    "remove_rank_alias",
    "save_cohort",
    "save_rank",
]
