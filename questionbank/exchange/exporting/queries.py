"""The questions of an export as their files say them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.lines import Line
from questionbank.laws.models import LawVersion
from questionbank.laws.rules import LawDeclaration, LawKind, read_citations, write_citations
from questionbank.questions.models import Question, QuestionVersion
from questionbank.questions.queries import content_of
from questionbank.questions.rules import VERSION_KINDS, CasePlace
from rosters.cohorts.rules import CohortKind

_NOWHERE = Line(0, "")


@dataclass(frozen=True)
class Exported:
    """A question as it goes into a file. `unnamed`: its code is one that it is yet to get."""

    question_id: int
    version: int
    item: ParsedItem
    unnamed: bool


def load_exported(questions: QuerySet[Question]) -> list[Exported]:
    """The newest versions, kind by kind, cases last and whole. A constant number of queries."""
    rows = questions.select_related("current", "case").prefetch_related(
        "topics", "audiences", "current__options", "current__citations__law_version__law"
    )
    return [_exported(question) for question in sorted(rows, key=_order)]


def _order(question: Question) -> tuple[object, ...]:
    if question.case is not None:
        return 1, question.case.code, question.case_position, question.pk
    return 0, VERSION_KINDS.index(_version(question).kind), 0, question.pk


def _version(question: Question) -> QuestionVersion:
    assert question.current is not None  # the list shows no others
    return question.current


def _exported(question: Question) -> Exported:
    version = _version(question)
    citations = sorted(version.citations.all(), key=lambda citation: citation.pk)
    basis = write_citations(
        (c.law_version.law.short_title, c.law_version.adopted_on, c.article, c.paragraph)
        for c in citations
    )
    cited, rest = read_citations(basis)
    quotes = [citation.quote for citation in citations]
    while quotes and not quotes[-1]:
        quotes.pop()
    item = ParsedItem(
        _NOWHERE,
        None,
        content_of(version),
        question.code or own_code(question.identity),
        tuple(topic.name for topic in question.topics.all()),
        basis,
        cited,
        rest,
        tuple(quotes),
        tuple(CohortKind(audience.cohort) for audience in question.audiences.all()),
        _place(question),
    )
    return Exported(question.pk, version.number, item, unnamed=question.code is None)


def own_code(identity: str) -> str:
    """The code of a question that nobody gave one: the same in every bank that holds it."""
    return f"Q-{identity[:12].upper()}"


def _place(question: Question) -> CasePlace | None:
    if question.case is None:
        return None
    return CasePlace(question.case.code, question.case_position or 1, question.case.title)


def declarations_for(
    questions: Iterable[Exported], shown: QuerySet[Question]
) -> list[LawDeclaration]:
    """The versions of laws that the questions cite, for a bank that does not know them."""
    if not any(one.item.basis for one in questions):
        return []
    current = shown.order_by().values("current")
    versions = LawVersion.objects.filter(citations__version__in=current).distinct()
    return [
        LawDeclaration(
            version.law.title,
            version.law.short_title,
            LawKind(version.law.kind),
            version.adopted_on,
            version.effective_on,
        )
        for version in versions.select_related("law").order_by("law_id", "adopted_on")
    ]
