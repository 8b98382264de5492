"""The bank as a list, and as imports compare with it."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet

from questionbank.questions.models import Citation, Question
from questionbank.questions.rules import BankIndex, Known, QuestionState


def bank_index(where: Q | None = None) -> BankIndex:
    """The bank, or the part of it that `where` selects, as imports compare with it."""
    questions = Question.objects.filter(where or Q(), current__isnull=False)
    topics = gathered(questions.filter(topics__isnull=False), "topics__name")
    cohorts = gathered(questions.filter(audiences__isnull=False), "audiences__cohort")
    rows = questions.values_list("pk", "code", "identity", "current__content_hash")
    return BankIndex(
        Known(*row, frozenset(topics[row[0]]), frozenset(cohorts[row[0]])) for row in rows
    )


def gathered(questions: QuerySet[Question], name: str) -> dict[int, set[Any]]:
    """The values of a many-valued field by question."""
    found: dict[int, set[Any]] = defaultdict(set)
    for question_id, value in questions.order_by().values_list("pk", name):
        found[question_id].add(value)
    return found


def bank_list(filters: dict[str, Any]) -> QuerySet[Question]:
    """Questions as the list page shows them. `filters`: cleaned data of its filter form."""
    questions = Question.objects.filter(current__isnull=False)
    if filters.get("state"):
        questions = questions.filter(state=filters["state"])
    else:
        questions = questions.exclude(state=QuestionState.RETIRED)
    for name, lookup in (
        ("kind", "current__kind"),
        ("difficulty", "current__difficulty"),
        ("topic", "topics"),
    ):
        if filters.get(name):
            questions = questions.filter(**{lookup: filters[name]})
    if filters.get("law"):
        cited = Citation.objects.filter(law_version__law=filters["law"])
        questions = questions.filter(current__in=cited.values("version"))
    if text := filters.get("q"):
        questions = questions.filter(Q(current__stem__icontains=text) | Q(code__icontains=text))
    return questions.select_related("current").prefetch_related(
        "topics", "current__citations__law_version__law"
    )
