"""Rules of assembly, each in a module of its own. Pure."""

from quiz.assembly.rules.blueprint import (
    ATTEMPTS,
    MINUTES,
    Cell,
    ExamRules,
    Shortfall,
    bank_refusal,
    matching,
    objection,
    shortfalls,
    total_marks,
)
from quiz.assembly.rules.filling import fill
from quiz.assembly.rules.papers import DrawnItem, Stock, letters_kept_last
from quiz.assembly.rules.presets import PRESETS, Preset
from quiz.assembly.rules.record import inputs_document
from quiz.assembly.rules.states import ExamState, MultipleRule, RetakeRule

__all__ = [
    "ATTEMPTS",
    "MINUTES",
    "PRESETS",
    "Cell",
    "DrawnItem",
    "ExamRules",
    "ExamState",
    "MultipleRule",
    "Preset",
    "RetakeRule",
    "Shortfall",
    "Stock",
    "bank_refusal",
    "fill",
    "inputs_document",
    "letters_kept_last",
    "matching",
    "objection",
    "shortfalls",
    "total_marks",
]
