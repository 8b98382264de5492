"""Cases and the sub-questions that stand in them."""

from dataclasses import dataclass

from django.db.models import Max

from audit.rules import digest
from questionbank.questions.models import Case, Question
from questionbank.questions.rules import QuestionState


@dataclass(frozen=True)
class CaseSheet:
    """A case as its page shows it. `seen` notices that somebody changed it meanwhile."""

    case: Case
    material: str
    parts: tuple[Question, ...]
    seen: str


def case_sheet(case: Case) -> CaseSheet:
    """The case with its sub-questions in order, those that are retired left out.

    When all are, the material is that of the first of them.
    """
    stored = case.questions.filter(current__isnull=False).order_by("case_position")
    placed = list(stored.select_related("current", "case"))
    parts = tuple(part for part in placed if part.state != QuestionState.RETIRED)
    first = next(iter([*parts, *placed]), None)
    material = first.current.material if first and first.current else ""
    rows = [[part.pk, part.current_id, part.case_position] for part in parts]
    return CaseSheet(case, material, parts, digest([case.code, case.title, rows])[:16])


def next_position(case: Case) -> int:
    """The place behind all sub-questions of a case, from 1; retired ones keep theirs."""
    last = case.questions.aggregate(last=Max("case_position"))["last"]
    return (last or 0) + 1
