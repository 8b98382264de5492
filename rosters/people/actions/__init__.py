"""What is done to people."""

from rosters.people.actions.cards import cancel_credentials
from rosters.people.actions.disclosing import Revealed, reveal_person
from rosters.people.actions.merging import (
    declare_distinct,
    merge_people,
    reconsider_distinct,
    undo_merge,
)
from rosters.people.actions.papers import (
    CardFacts,
    add_credential,
    cancel_credential,
    edit_credential,
    remove_training,
    restore_credential,
    set_training,
)
from rosters.people.actions.persons import (
    PersonFacts,
    add_person,
    edit_person,
    remove_recruitment,
    set_recruitment,
)
from rosters.people.actions.postings import (
    PostingFacts,
    add_posting,
    edit_posting,
    end_posting,
    make_primary,
    remove_posting,
    reopen_posting,
    transfer_person,
)
from rosters.people.actions.statuses import record_status, remove_status, settle_statuses

__all__ = [
    "CardFacts",
    "PersonFacts",
    "PostingFacts",
    "Revealed",
    "add_credential",
    "add_person",
    "add_posting",
    "cancel_credential",
    "cancel_credentials",
    "declare_distinct",
    "edit_credential",
    "edit_person",
    "edit_posting",
    "end_posting",
    "make_primary",
    "merge_people",
    "reconsider_distinct",
    "record_status",
    "remove_posting",
    "remove_recruitment",
    "remove_status",
    "remove_training",
    "reopen_posting",
    "restore_credential",
    "reveal_person",
    "set_recruitment",
    "set_training",
    "settle_statuses",
    "transfer_person",
    "undo_merge",
]
