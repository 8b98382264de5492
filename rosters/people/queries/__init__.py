"""Reading the people."""

from rosters.people.queries.comparing import Line, Outcome, compare, differences
from rosters.people.queries.duplicates import (
    IDENTITY,
    PERSON_FACTS,
    MergePlan,
    Overlap,
    distinct_pair,
    likely_pairs,
    merges_of,
    plan_merge,
)
from rosters.people.queries.persons import (
    appointments,
    bearer_of,
    canonical,
    cards,
    find_by_identity_number,
    missing_keys,
    same_person,
    sealed_with_another_key,
    statuses,
)
from rosters.people.queries.searching import (
    Holds,
    Lacks,
    Order,
    in_order,
    load_listed,
    search_people,
    with_postings,
)

__all__ = [
    "IDENTITY",
    "PERSON_FACTS",
    "Holds",
    "Lacks",
    "Line",
    "MergePlan",
    "Order",
    "Outcome",
    "Overlap",
    "appointments",
    "bearer_of",
    "canonical",
    "cards",
    "compare",
    "differences",
    "distinct_pair",
    "find_by_identity_number",
    "in_order",
    "likely_pairs",
    "load_listed",
    "merges_of",
    "missing_keys",
    "plan_merge",
    "same_person",
    "sealed_with_another_key",
    "search_people",
    "statuses",
    "with_postings",
]
