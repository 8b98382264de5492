"""Exam rules seen in practice, as starting points. Pure.

Places, years and sources are in the words that the form shows beside each (assembly.wording).
"""

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from questionbank.questions.rules import ItemKind
from quiz.assembly.rules.blueprint import Cell, ExamRules
from quiz.assembly.rules.states import RetakeRule


@dataclass(frozen=True)
class Preset:
    rules: ExamRules
    cells: tuple[Cell, ...]


def _cells(*lines: tuple[ItemKind, int, int]) -> tuple[Cell, ...]:
    """Cells without filters from (kind, count, marks each)."""
    return tuple(
        Cell(position, kind, None, frozenset(), frozenset(), count, Decimal(marks))
        for position, (kind, count, marks) in enumerate(lines, start=1)
    )


_FIFTY_TWOS = _cells(
    (ItemKind.SINGLE, 25, 2), (ItemKind.MULTIPLE, 10, 2), (ItemKind.TRUE_FALSE, 15, 2)
)

PRESETS = MappingProxyType(
    {
        "county": Preset(
            ExamRules(minutes=60, cut_score=Decimal(60), excellent_score=Decimal(90)),
            _cells(
                (ItemKind.SINGLE, 20, 2),
                (ItemKind.MULTIPLE, 10, 3),
                (ItemKind.TRUE_FALSE, 10, 1),
                (ItemKind.BLANKS, 5, 2),
                (ItemKind.SHORT, 1, 10),
            ),
        ),
        "all_types": Preset(
            ExamRules(minutes=90, cut_score=Decimal(60), excellent_score=Decimal(90)),
            _cells(
                (ItemKind.SINGLE, 20, 2),
                (ItemKind.MULTIPLE, 8, 2),
                (ItemKind.INDEFINITE, 4, 3),
                (ItemKind.TRUE_FALSE, 10, 1),
                (ItemKind.BLANKS, 4, 2),
                (ItemKind.SHORT, 1, 6),
                (ItemKind.CASE, 1, 8),
            ),
        ),
        "jining": Preset(
            ExamRules(minutes=60, cut_score=Decimal(80)),
            _cells(
                (ItemKind.SINGLE, 40, 1), (ItemKind.MULTIPLE, 20, 2), (ItemKind.TRUE_FALSE, 20, 1)
            ),
        ),
        "shaanxi": Preset(
            ExamRules(minutes=90, attempts=3, retake_rule=RetakeRule.BEST), _FIFTY_TWOS
        ),
        "qinghai": Preset(
            ExamRules(minutes=90, attempts=3, retake_rule=RetakeRule.BEST), _FIFTY_TWOS
        ),
        "neimenggu": Preset(
            ExamRules(minutes=120, attempts=5, retake_rule=RetakeRule.BEST), _FIFTY_TWOS
        ),
    }
)
