"""Pages of the room."""

from questionbank.questions.views.bank import question_detail, question_list, question_retire
from questionbank.questions.views.case import case_edit
from questionbank.questions.views.editing import question_edit, question_new, question_preview

__all__ = [
    "case_edit",
    "question_detail",
    "question_edit",
    "question_list",
    "question_new",
    "question_preview",
    "question_retire",
]
