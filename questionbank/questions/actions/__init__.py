"""Writing questions: every change is a new version, and a second person approves it."""

from questionbank.questions.actions.cases import CasePart, save_case
from questionbank.questions.actions.currency import (
    CurrencyCheck,
    check_currency,
    move_citations,
)
from questionbank.questions.actions.relations import relate_question
from questionbank.questions.actions.review import (
    approve_questions,
    mark_no_answer,
    reopen_question,
    retire_question,
    return_question,
    submit_questions,
    take_back_question,
)
from questionbank.questions.actions.saving import save_version, store_drafts

__all__ = [
    "CasePart",
    "CurrencyCheck",
    "approve_questions",
    "check_currency",
    "mark_no_answer",
    "move_citations",
    "relate_question",
    "reopen_question",
    "retire_question",
    "return_question",
    "save_case",
    "save_version",
    "store_drafts",
    "submit_questions",
    "take_back_question",
]
