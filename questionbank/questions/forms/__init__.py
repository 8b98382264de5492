"""Forms of the room."""

from questionbank.questions.forms.case import CaseForm, case_initial
from questionbank.questions.forms.decisions import DecisionForm, RelationsForm, relations_initial
from questionbank.questions.forms.filters import QuestionFilters
from questionbank.questions.forms.question import QuestionForm
from questionbank.questions.forms.reading import question_initial
from questionbank.questions.forms.rows import tidied

__all__ = [
    "CaseForm",
    "DecisionForm",
    "QuestionFilters",
    "QuestionForm",
    "RelationsForm",
    "case_initial",
    "question_initial",
    "relations_initial",
    "tidied",
]
