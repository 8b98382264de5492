"""Pages of the room."""

from questionbank.questions.views.bank import question_detail, question_list, question_retire
from questionbank.questions.views.editing import question_edit, question_new

__all__ = [
    "question_detail",
    "question_edit",
    "question_list",
    "question_new",
    "question_retire",
]
