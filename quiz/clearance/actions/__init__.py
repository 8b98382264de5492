"""Keeping cards, drafting the list of those to be cancelled, and announcing it."""

from quiz.clearance.actions.keeping import Pick, keep_cards, reopen_cards, set_parameters
from quiz.clearance.actions.listing import (
    announce_list,
    begin_list,
    discard_list,
    put_on_list,
    take_off_list,
)

__all__ = [
    "Pick",
    "announce_list",
    "begin_list",
    "discard_list",
    "keep_cards",
    "put_on_list",
    "reopen_cards",
    "set_parameters",
    "take_off_list",
]
