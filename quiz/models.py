"""Gathers the rooms' models for Django."""

from quiz.assembly.models import BlueprintCell, Exam, Paper, PaperItem
from quiz.clearance.models import CancellationList, CancelledCard, ClearanceRules, KeptCard
from quiz.coverage.models import Bulletin, CoverageSnapshot
from quiz.delivery.models import Attempt, JournalEntry
from quiz.drawing.models import Draw
from quiz.marking.models import Response, Score
from quiz.official.models import OfficialImport, OfficialResult
from quiz.privacy.models import Purge, Retention
from quiz.results.models import Certificate, Outcome, Publication, SerialCounter, Voiding
from quiz.scheduling.models import Batch, Candidate

__all__ = [
    "Attempt",
    "Batch",
    "BlueprintCell",
    "Bulletin",
    "CancellationList",
    "CancelledCard",
    "Candidate",
    "Certificate",
    "ClearanceRules",
    "CoverageSnapshot",
    "Draw",
    "Exam",
    "JournalEntry",
    "KeptCard",
    "OfficialImport",
    "OfficialResult",
    "Outcome",
    "Paper",
    "PaperItem",
    "Publication",
    "Purge",
    "Response",
    "Retention",
    "Score",
    "SerialCounter",
    "Voiding",
]
