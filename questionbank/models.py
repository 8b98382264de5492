"""Gathers the rooms' models for Django."""

from questionbank.exchange.models import ImportItem, QuestionImport
from questionbank.laws.models import Article, Law, LawAlias, LawVersion
from questionbank.questions.models import (
    Audience,
    Case,
    Citation,
    Comparison,
    Family,
    Option,
    Question,
    QuestionVersion,
    Review,
    Topic,
)
from questionbank.syllabus.models import Syllabus, SyllabusItem

__all__ = [
    "Article",
    "Audience",
    "Case",
    "Citation",
    "Comparison",
    "Family",
    "ImportItem",
    "Law",
    "LawAlias",
    "LawVersion",
    "Option",
    "Question",
    "QuestionImport",
    "QuestionVersion",
    "Review",
    "Syllabus",
    "SyllabusItem",
    "Topic",
]
