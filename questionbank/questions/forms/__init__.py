"""Forms of the room."""

from questionbank.questions.forms.case import CaseForm, case_initial
from questionbank.questions.forms.filters import QuestionFilters, RetireForm
from questionbank.questions.forms.question import QuestionForm
from questionbank.questions.forms.reading import question_initial
from questionbank.questions.forms.rows import tidied

__all__ = [
    "CaseForm",
    "QuestionFilters",
    "QuestionForm",
    "RetireForm",
    "case_initial",
    "question_initial",
    "tidied",
]
