"""Versions of questions as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from audit.rules import digest
from questionbank.laws.rules import LawPlace
from questionbank.questions.models import Citation, Question, QuestionVersion
from questionbank.questions.rules import Content, Difficulty, ItemKind


def load_versions(ids: Iterable[int]) -> dict[int, QuestionVersion]:
    """Question versions by id, with their options at hand."""
    return QuestionVersion.objects.prefetch_related("options").in_bulk(list(ids))


def content_of(version: QuestionVersion) -> Content:
    """All that a version says; reads its options."""
    return Content(
        kind=ItemKind(version.kind),
        stem=version.stem,
        options=tuple(option.text for option in version.options.all()),
        key=version.key,
        rationale=version.rationale,
        difficulty=Difficulty(version.difficulty),
        material=version.material,
        weight=version.weight,
        unordered=version.unordered,
    )


def places_of(version: QuestionVersion) -> tuple[LawPlace, ...]:
    """The articles a version rests on."""
    return tuple(
        LawPlace(
            citation.law_version.law.title,
            citation.law_version.adopted_on,
            citation.article,
            citation.paragraph,
            citation.quote,
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


def tags_of(question: Question) -> str:
    """A digest of what a question has beside its versions, to notice that somebody changed it."""
    topics = question.topics.order_by("pk").values_list("pk", flat=True)
    cohorts = question.audiences.order_by("cohort").values_list("cohort", flat=True)
    place = [question.code, question.case_id, question.case_position]
    return digest([*place, list(topics), list(cohorts)])[:16]


def version_history(question: Question) -> QuerySet[QuestionVersion]:
    """All versions, newest first, each with the number of the one `before` it."""
    return question.versions.annotate(before=F("number") - 1).order_by("-number")
