"""Reading the bank: the pool that papers are drawn from, the list, the index for imports."""

from questionbank.questions.queries.bank import bank_index, bank_list
from questionbank.questions.queries.cases import CaseSheet, case_sheet, next_position
from questionbank.questions.queries.currency import current_standings, moved_places
from questionbank.questions.queries.pool import approved_versions, load_pool
from questionbank.questions.queries.versions import (
    ShownVersion,
    content_of,
    load_versions,
    places_of,
    shown_version,
    tags_of,
    version_history,
)

__all__ = [
    "CaseSheet",
    "ShownVersion",
    "approved_versions",
    "bank_index",
    "bank_list",
    "case_sheet",
    "content_of",
    "current_standings",
    "load_pool",
    "load_versions",
    "moved_places",
    "next_position",
    "places_of",
    "shown_version",
    "tags_of",
    "version_history",
]
