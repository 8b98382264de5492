"""Rules of assembly, each in a module of its own. Pure."""

from quiz.assembly.rules.blueprint import (
    ATTEMPTS,
    MINUTES,
    Cell,
    ExamRules,
    Shortfall,
    bank_refusal,
    days_objection,
    matching,
    objection,
    shortfalls,
    total_marks,
)
from quiz.assembly.rules.cases import CasePart, case_parts, split_marks
from quiz.assembly.rules.filling import fill
from quiz.assembly.rules.papers import DrawnItem, Stock
from quiz.assembly.rules.presets import PRESETS, Preset
from quiz.assembly.rules.record import inputs_document
from quiz.assembly.rules.states import ExamState, MultipleRule, RetakeRule

__all__ = [
    "ATTEMPTS",
    "MINUTES",
    "PRESETS",
    "CasePart",
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
    "case_parts",
    "days_objection",
    "fill",
    "inputs_document",
    "matching",
    "objection",
    "shortfalls",
    "split_marks",
    "total_marks",
]
