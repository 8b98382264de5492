"""Gathers the rooms' models for Django."""

from quiz.assembly.models import BlueprintCell, Exam, Paper, PaperItem
from quiz.delivery.models import Attempt, JournalEntry
from quiz.drawing.models import Draw
from quiz.marking.models import Response, Score
from quiz.results.models import Certificate, Outcome, Publication, SerialCounter
from quiz.scheduling.models import Batch, Candidate

__all__ = [
    "Attempt",
    "Batch",
    "BlueprintCell",
    "Candidate",
    "Certificate",
    "Draw",
    "Exam",
    "JournalEntry",
    "Outcome",
    "Paper",
    "PaperItem",
    "Publication",
    "Response",
    "Score",
    "SerialCounter",
]
