"""Forms of the room."""

from questionbank.questions.forms.filters import QuestionFilters, RetireForm
from questionbank.questions.forms.question import QuestionForm, question_initial

__all__ = ["QuestionFilters", "QuestionForm", "RetireForm", "question_initial"]
