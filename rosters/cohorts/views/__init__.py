"""Pages of the room. Rosters concern the whole county, and so must the officer's role."""

from rosters.cohorts.views.cohorts import (
    cohort_add,
    cohort_compare,
    cohort_count,
    cohort_edit,
    cohort_list,
    cohort_people,
    why,
)
from rosters.cohorts.views.freezing import freeze, roster_list
from rosters.cohorts.views.late import late
from rosters.cohorts.views.ranks import (
    rank_add,
    rank_alias,
    rank_edit,
    rank_list,
    rank_name,
    rank_remove,
    rank_unalias,
)
from rosters.cohorts.views.releases import entry, later
from rosters.cohorts.views.requests import (
    ask,
    attachment,
    decide,
    own_entries,
    request_list,
    request_page,
    withdraw,
)
from rosters.cohorts.views.rosters import codes, export, roster, verify

__all__ = [
    "ask",
    "attachment",
    "codes",
    "cohort_add",
    "cohort_compare",
    "cohort_count",
    "cohort_edit",
    "cohort_list",
    "cohort_people",
    "decide",
    "entry",
    "export",
    "freeze",
    "late",
    "later",
    "own_entries",
    "rank_add",
    "rank_alias",
    "rank_edit",
    "rank_list",
    "rank_name",
    "rank_remove",
    "rank_unalias",
    "request_list",
    "request_page",
    "roster",
    "roster_list",
    "verify",
    "why",
    "withdraw",
]
