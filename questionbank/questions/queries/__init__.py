"""Reading the bank: the pool that papers are drawn from, the list, the index for imports."""

from questionbank.questions.queries.bank import bank_index, bank_list
from questionbank.questions.queries.pool import approved_versions, load_pool
from questionbank.questions.queries.versions import (
    ShownVersion,
    load_versions,
    places_of,
    shown_version,
    version_history,
)

__all__ = [
    "ShownVersion",
    "approved_versions",
    "bank_index",
    "bank_list",
    "load_pool",
    "load_versions",
    "places_of",
    "shown_version",
    "version_history",
]
