"""Pages of the room."""

from quiz.clearance.views.lists import (
    announce,
    discard,
    list_pdf,
    list_xlsx,
    lists,
    one_list,
    put,
    take_off,
)
from quiz.clearance.views.worklist import export, keep, parameters, reopen, work_list

__all__ = [
    "announce",
    "discard",
    "export",
    "keep",
    "list_pdf",
    "list_xlsx",
    "lists",
    "one_list",
    "parameters",
    "put",
    "reopen",
    "take_off",
    "work_list",
]
