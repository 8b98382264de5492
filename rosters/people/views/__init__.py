"""Pages of the room."""

from rosters.people.views.listing import person_export, person_find, person_list
from rosters.people.views.pairs import (
    comparison,
    distinct,
    distinct_undo,
    duplicates,
    merge,
    merge_undo,
    others,
)
from rosters.people.views.papers import (
    card_add,
    card_cancel,
    card_edit,
    card_restore,
    training_add,
    training_remove,
)
from rosters.people.views.persons import (
    person_add,
    person_detail,
    person_edit,
    person_reveal,
    recruitment_edit,
    recruitment_remove,
)
from rosters.people.views.service import (
    posting_add,
    posting_edit,
    posting_end,
    posting_primary,
    posting_remove,
    posting_reopen,
    posting_transfer,
    status_add,
    status_remove,
)

__all__ = [
    "card_add",
    "card_cancel",
    "card_edit",
    "card_restore",
    "comparison",
    "distinct",
    "distinct_undo",
    "duplicates",
    "merge",
    "merge_undo",
    "others",
    "person_add",
    "person_detail",
    "person_edit",
    "person_export",
    "person_find",
    "person_list",
    "person_reveal",
    "posting_add",
    "posting_edit",
    "posting_end",
    "posting_primary",
    "posting_remove",
    "posting_reopen",
    "posting_transfer",
    "recruitment_edit",
    "recruitment_remove",
    "status_add",
    "status_remove",
    "training_add",
    "training_remove",
]
