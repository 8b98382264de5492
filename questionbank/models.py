"""Gathers the rooms' models for Django."""

from questionbank.exchange.models import QuestionImport
from questionbank.laws.models import Law, LawVersion
from questionbank.questions.models import Citation, Option, Question, QuestionVersion, Topic

__all__ = [
    "Citation",
    "Law",
    "LawVersion",
    "Option",
    "Question",
    "QuestionImport",
    "QuestionVersion",
    "Topic",
]
