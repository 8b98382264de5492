"""Reading cohorts and rosters."""

from rosters.cohorts.queries.cohorts import SINCE, cohort_since
from rosters.cohorts.queries.freezing import preview_roster, rosters_with_counts
from rosters.cohorts.queries.releases import (
    current_release,
    release_counts,
    search_entries,
    with_release,
)

__all__ = [
    "SINCE",
    "cohort_since",
    "current_release",
    "preview_roster",
    "release_counts",
    "rosters_with_counts",
    "search_entries",
    "with_release",
]
