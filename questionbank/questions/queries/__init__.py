"""Reading the bank: the pool that papers are drawn from, the list, the index for imports."""

from questionbank.questions.queries.affected import (
    Affected,
    CitedNow,
    ComingChange,
    LawAffected,
    affected_by_law,
    affected_laws,
    cited_now,
    coming_changes,
)
from questionbank.questions.queries.bank import bank_index, bank_list, questions_named
from questionbank.questions.queries.cases import CaseSheet, case_sheet, next_position
from questionbank.questions.queries.comparing import (
    Difference,
    differences,
    related,
    relations_seen,
    version_before,
)
from questionbank.questions.queries.currency import (
    current_standings,
    lapsed_versions,
    moved_places,
    renewed_places,
)
from questionbank.questions.queries.pool import approved_versions, load_pool
from questionbank.questions.queries.review import (
    given_back,
    next_waiting,
    review_history,
    state_counts,
    waiting_for,
)
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
    "Affected",
    "CaseSheet",
    "CitedNow",
    "ComingChange",
    "Difference",
    "LawAffected",
    "ShownVersion",
    "affected_by_law",
    "affected_laws",
    "approved_versions",
    "bank_index",
    "bank_list",
    "case_sheet",
    "cited_now",
    "coming_changes",
    "content_of",
    "current_standings",
    "differences",
    "given_back",
    "lapsed_versions",
    "load_pool",
    "load_versions",
    "moved_places",
    "next_position",
    "next_waiting",
    "places_of",
    "questions_named",
    "related",
    "relations_seen",
    "renewed_places",
    "review_history",
    "shown_version",
    "state_counts",
    "tags_of",
    "version_before",
    "version_history",
    "waiting_for",
]
