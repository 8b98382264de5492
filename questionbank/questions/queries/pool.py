"""What papers are drawn from."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, QuerySet

from questionbank.questions.models import Citation, Question, QuestionVersion, Review
from questionbank.questions.queries.bank import gathered
from questionbank.questions.rules import (
    Difficulty,
    ItemKind,
    PoolItem,
    QuestionState,
    ReviewVerdict,
)


def load_pool(first_day: date, last_day: date) -> list[PoolItem]:
    """The questions that a paper for these days may use, by question. Four queries.

    Of each question the newest approved version.
    """
    counted = approved_versions().annotate(option_count=Count("options"))
    rows = counted.values_list(
        "pk", "question", "kind", "difficulty", "option_count", "content_hash", "weight"
    )
    newest = {row[1]: row for row in rows}
    topics = gathered(Question.objects.filter(pk__in=newest, topics__isnull=False), "topics")
    laws: dict[int, set[int]] = defaultdict(set)
    cited = Citation.objects.filter(version__in=approved_versions())
    for version_id, law_id in cited.values_list("version", "law_version__law"):
        laws[version_id].add(law_id)
    return [
        PoolItem(version, question, ItemKind(kind), Difficulty(difficulty),
                 frozenset(topics[question]), frozenset(laws[version]), options, hashed,
                 weight=weight)
        for version, question, kind, difficulty, options, hashed, weight
        in (newest[question] for question in sorted(newest))
    ]  # fmt: skip


def approved_versions() -> QuerySet[QuestionVersion]:
    """Approved versions of questions in use, the newest of a question last."""
    approved = Review.objects.filter(verdict=ReviewVerdict.APPROVED).values("version")
    return (
        QuestionVersion.objects.filter(pk__in=approved)
        .exclude(question__state__in=[QuestionState.RETIRED, QuestionState.NO_ANSWER])
        .order_by("question", "number")
    )
