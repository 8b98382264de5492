"""Reading the bank: the pool that papers are drawn from, the list, the index for imports."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from questionbank.laws.rules import LawPlace
from questionbank.questions.models import Citation, Question, QuestionVersion
from questionbank.questions.rules import BankIndex, Difficulty, ItemKind, Known, PoolItem


def load_pool() -> list[PoolItem]:
    """The current versions of all questions in use, by question. Three queries."""
    used = Question.objects.filter(retired_at=None, current__isnull=False)
    topics: dict[int, set[int]] = defaultdict(set)
    for question_id, topic_id in used.filter(topics__isnull=False).values_list("pk", "topics"):
        topics[question_id].add(topic_id)
    laws: dict[int, set[int]] = defaultdict(set)
    cited = Citation.objects.filter(version__in=used.values("current"))
    for version_id, law_id in cited.values_list("version", "law_version__law"):
        laws[version_id].add(law_id)
    rows = used.annotate(option_count=Count("current__options")).values_list(
        "current", "pk", "current__kind", "current__difficulty", "option_count",
        "current__content_hash",
    )  # fmt: skip
    return [
        PoolItem(version, question, ItemKind(kind), Difficulty(difficulty),
                 frozenset(topics[question]), frozenset(laws[version]), options, hashed)
        for version, question, kind, difficulty, options, hashed in rows.order_by("pk")
    ]  # fmt: skip


def load_versions(ids: Iterable[int]) -> dict[int, QuestionVersion]:
    """Question versions by id, with their options at hand."""
    return QuestionVersion.objects.prefetch_related("options").in_bulk(list(ids))


def bank_index(where: Q | None = None) -> BankIndex:
    """The bank, or the part of it that `where` selects, as imports compare with it."""
    questions = Question.objects.filter(where or Q(), current__isnull=False)
    topics: dict[int, set[str]] = defaultdict(set)
    named = questions.filter(topics__isnull=False).values_list("pk", "topics__name")
    for question_id, name in named:
        topics[question_id].add(name)
    rows = questions.values_list("pk", "code", "identity", "current__content_hash")
    return BankIndex(Known(*row, frozenset(topics[row[0]])) for row in rows)


def bank_list(filters: dict[str, Any]) -> QuerySet[Question]:
    """Questions as the list page shows them. `filters`: cleaned data of its filter form."""
    retired = filters.get("state") == "retired"
    questions = Question.objects.filter(current__isnull=False, retired_at__isnull=not retired)
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


def places_of(version: QuestionVersion) -> tuple[LawPlace, ...]:
    """The articles a version rests on."""
    return tuple(
        LawPlace(
            citation.law_version.law.title,
            citation.law_version.adopted_on,
            citation.article,
            citation.paragraph,
        )
        for citation in version.citations.select_related("law_version__law")
    )


@dataclass(frozen=True)
class ShownVersion:
    """A version as a page shows it; `blanks` are the answers blank by blank."""

    version: QuestionVersion
    options: list[tuple[str, str, bool]]
    blanks: list[list[str]]
    citations: list[Citation]


def shown_version(version: QuestionVersion) -> ShownVersion:
    """Options with whether each is right, and citations with their law. Two queries."""
    options = [
        (option.letter, option.text, option.letter in version.key)
        for option in version.options.all()
    ]
    blanks = version.key.split("\n") if version.kind == ItemKind.BLANKS else []
    return ShownVersion(
        version,
        options,
        [answer.split("/") for answer in blanks],
        list(version.citations.select_related("law_version__law")),
    )


def version_history(question: Question) -> QuerySet[QuestionVersion]:
    """All versions, newest first."""
    return question.versions.order_by("-number")
