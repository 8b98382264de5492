"""What papers are drawn from."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from audit.rules import digest
from questionbank.questions.models import Question, QuestionVersion, Review
from questionbank.questions.queries.bank import gathered
from questionbank.questions.queries.currency import LawInForce, load_bases
from questionbank.questions.rules import (
    Difficulty,
    ItemKind,
    PoolItem,
    QuestionState,
    ReviewVerdict,
    grouped,
)

OUT_OF_USE = (QuestionState.RETIRED, QuestionState.NO_ANSWER)


def load_pool(first_day: date, last_day: date) -> list[PoolItem]:
    """The questions and whole cases that a paper for these days may use. Nine queries.

    Of each question the newest approved version whose every citation is in force on all of the
    days, in the order of questions; then the cases, in the order of their first sub-questions.
    """
    approved = approved_versions()
    rows = approved.annotate(option_count=Count("options")).values_list(
        "pk", "question", "kind", "difficulty", "option_count", "content_hash", "weight", "material"
    )
    bases = load_bases(approved)
    law = LawInForce(bases, first_day, last_day)
    newest = {row[1]: row for row in rows if law.bears(bases.get(row[0], ()))}
    topics = gathered(Question.objects.filter(topics__isnull=False), "topics")
    items = {
        question: PoolItem(version, question, ItemKind(kind), Difficulty(difficulty),
                           frozenset(topics.get(question, ())),
                           frozenset(basis.law for basis in bases.get(version, ())),
                           options, hashed, weight=weight)
        for version, question, kind, difficulty, options, hashed, weight, _ in newest.values()
    }  # fmt: skip
    material = {question: row[-1] for question, row in newest.items()}
    return grouped(_with_cases(items, material), _links())


def approved_versions() -> QuerySet[QuestionVersion]:
    """Approved versions of questions in use, the newest of a question last.

    An approval ends with the retirement of the question, or with the finding that it has no
    correct answer: what is taken back into use is approved anew.
    """
    withdrawn = Review.objects.filter(
        version__question=OuterRef("version__question"),
        verdict__in=[ReviewVerdict.RETIRED, ReviewVerdict.NO_ANSWER],
        pk__gt=OuterRef("pk"),
    )
    approved = Review.objects.filter(~Exists(withdrawn), verdict=ReviewVerdict.APPROVED)
    return (
        QuestionVersion.objects.filter(pk__in=approved.order_by().values("version"))
        .exclude(question__state__in=OUT_OF_USE)
        .order_by("question", "number")
    )


def _with_cases(items: Mapping[int, PoolItem], material: Mapping[int, str]) -> Iterable[PoolItem]:
    """The items alone, and the cases of which every sub-question in use is at hand.

    A sub-question stands in no paper without its case, and the sub-questions of a case share one
    material.
    """
    cases: dict[int, list[int]] = defaultdict(list)
    placed = Question.objects.exclude(state=QuestionState.RETIRED).filter(case__isnull=False)
    for question, case in placed.order_by("case_position").values_list("pk", "case"):
        cases[case].append(question)
    within = {question for questions in cases.values() for question in questions}
    yield from (item for question, item in items.items() if question not in within)
    whole = [
        _case([items[question] for question in questions])
        for questions in cases.values()
        if all(question in items for question in questions)
        and len({material[question] for question in questions}) == 1
    ]
    yield from sorted(whole, key=lambda item: item.question_id)


def _case(parts: list[PoolItem]) -> PoolItem:
    """A case is as hard as its hardest part, and known by the version and question of its first."""
    return PoolItem(
        version_id=parts[0].version_id,
        question_id=parts[0].question_id,
        kind=ItemKind.CASE,
        difficulty=max((part.difficulty for part in parts), key=list(Difficulty).index),
        topic_ids=frozenset().union(*(part.topic_ids for part in parts)),
        law_ids=frozenset().union(*(part.law_ids for part in parts)),
        option_count=0,
        content_hash=digest([part.content_hash for part in parts]),
        parts=tuple(parts),
    )


def _links() -> Iterable[tuple[Hashable, Hashable]]:
    """Questions with their family, and with their enemies."""
    families = Question.objects.filter(family__isnull=False).order_by()
    for question, family in families.values_list("pk", "family"):
        yield question, ("family", family)
    through: Any = Question.enemies.through
    yield from through.objects.values_list("from_question", "to_question")
