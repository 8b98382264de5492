"""Pages of the room."""

from questionbank.questions.views.bank import (
    question_compare,
    question_detail,
    question_list,
    question_relate,
)
from questionbank.questions.views.case import case_edit
from questionbank.questions.views.currency import (
    currency_check,
    currency_law,
    currency_move,
    currency_overview,
)
from questionbank.questions.views.editing import question_edit, question_new, question_preview
from questionbank.questions.views.review import (
    approve_many,
    question_decide,
    review_next,
    review_one,
)

__all__ = [
    "approve_many",
    "case_edit",
    "currency_check",
    "currency_law",
    "currency_move",
    "currency_overview",
    "question_compare",
    "question_decide",
    "question_detail",
    "question_edit",
    "question_list",
    "question_new",
    "question_preview",
    "question_relate",
    "review_next",
    "review_one",
]
