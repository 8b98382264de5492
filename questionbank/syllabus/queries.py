"""Reading the lists, and how far the bank covers them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audit.rules import Refusal
from questionbank.laws.models import Article, LawVersion
from questionbank.laws.queries import in_force
from questionbank.laws.rules import article_label
from questionbank.questions.models import Audience, Citation, QuestionVersion
from questionbank.questions.queries import load_pool
from questionbank.questions.rules import PoolItem
from questionbank.syllabus.models import Syllabus, SyllabusItem
from questionbank.syllabus.rules import (
    Line,
    LineCoverage,
    articles_label,
    cover,
    list_hash,
    missing_articles,
    named_articles,
)

Cited = Mapping[int, Mapping[str, frozenset[int]]]
"""The question versions that cite each article, by law."""


def load_lines(syllabus: Syllabus) -> list[Line]:
    return [
        Line(
            item.law.title if item.law else "",
            item.articles,
            item.topic.name if item.topic else "",
            item.weight,
            item.must_be_tested,
            item.note,
        )
        for item in syllabus.items.select_related("law", "topic")
    ]


def digest_of(syllabus: Syllabus) -> str:
    """The digest of all that a list says."""
    lines = load_lines(syllabus)
    return list_hash(syllabus.cohort, syllabus.number, syllabus.title, lines)


@dataclass(frozen=True)
class ShownLine:
    """A line with the text in force and what the bank asks about it.

    version   the text in force; None for a topic, or when no text of the law is
    articles  the articles that the line names, with their texts; empty where none were imported
    versions  ids of the question versions on the line
    """

    item: SyllabusItem
    version: LawVersion | None
    articles: tuple[Article, ...]
    versions: tuple[int, ...]
    coverage: LineCoverage

    @property
    def named(self) -> str:
        """第八条至第十二条, or "" for a whole law or a topic."""
        return articles_label(self.item.articles)

    @property
    def bare(self) -> list[Article]:
        """The articles on which nothing is asked."""
        bare = set(self.coverage.bare)
        return [article for article in self.articles if article.number in bare]


def shown_lines(syllabus: Syllabus, on: date, *, with_questions: bool = True) -> list[ShownLine]:
    """The lines in order, in a constant number of queries; fewer `with_questions` left out."""
    items = list(syllabus.items.select_related("law", "topic"))
    texts = _articles_in_force([item.law_id for item in items if item.law_id], on)
    pool = _pool_for(syllabus.cohort, on) if with_questions else []
    cited = _cited({item.version_id for item in pool}) if with_questions else {}
    return [_shown(item, texts, pool, cited) for item in items]


def _shown(
    item: SyllabusItem,
    texts: Mapping[int, tuple[LawVersion, list[Article]]],
    pool: Sequence[PoolItem],
    cited: Cited,
) -> ShownLine:
    if item.law_id is None:
        versions = [asked.version_id for asked in pool if item.topic_id in asked.topic_ids]
        coverage = LineCoverage({}, (), len(versions))
        return ShownLine(item, None, (), tuple(versions), coverage)
    version, articles = texts.get(item.law_id, (None, []))
    citing = cited.get(item.law_id, {})
    numbers = [article.number for article in articles] or sorted(citing)
    named = named_articles(item.articles, numbers)
    coverage = cover(named, citing)
    asked = {pk for number in named for pk in citing.get(number, ())}
    versions = [question.version_id for question in pool if question.version_id in asked]
    kept = tuple(article for article in articles if article.number in set(named))
    return ShownLine(item, version, kept, tuple(versions), coverage)


def _articles_in_force(
    law_ids: Iterable[int], on: date
) -> dict[int, tuple[LawVersion, list[Article]]]:
    """By law the version in force on a day, and its articles in order."""
    wanted = set(law_ids)
    current = {law: found[-1] for law, found in in_force(on, on).items() if law in wanted and found}
    articles: dict[int, list[Article]] = defaultdict(list)
    ids = [version.pk for version in current.values()]
    for article in Article.objects.filter(version__in=ids).order_by("version", "position"):
        articles[article.version_id].append(article)
    return {law: (version, articles[version.pk]) for law, version in current.items()}


def _pool_for(cohort: str, on: date) -> list[PoolItem]:
    """What may be asked of the cohort, sub-questions of cases one by one."""
    for_others = set(Audience.objects.values_list("question", flat=True))
    for_others -= set(Audience.objects.filter(cohort=cohort).values_list("question", flat=True))
    single = [part for item in load_pool(on, on) for part in (item.parts or (item,))]
    return [item for item in single if item.question_id not in for_others]


def _cited(versions: set[int]) -> Cited:
    cited: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = Citation.objects.order_by().values_list("version", "law_version__law", "article")
    for version, law, article in rows:
        if version in versions:
            cited[law][article].add(version)
    return {
        law: {number: frozenset(found) for number, found in articles.items()}
        for law, articles in cited.items()
    }


def flaw_of(syllabus: Syllabus, on: date) -> Refusal | None:
    """Why a list cannot be issued: its first line that names what is not law on that day."""
    items = list(syllabus.items.select_related("law"))
    if not items:
        return Refusal("syllabus.empty", {"title": syllabus.title})
    texts = _articles_in_force([item.law_id for item in items if item.law_id], on)
    for item in items:
        if item.law and item.law.repealed_on and item.law.repealed_on <= on:
            return Refusal("syllabus.repealed", {"law": str(item.law)})
        _, articles = texts.get(item.law_id, (None, []))
        missing = missing_articles(item.articles, [article.number for article in articles])
        if articles and missing:
            facts = {"law": str(item.law), "articles": "、".join(map(article_label, missing))}
            return Refusal("syllabus.unknown_articles", facts)
    return None


def questions_of(lines: Iterable[ShownLine]) -> dict[int, QuestionVersion]:
    """The question versions on the lines, with options and citations at hand."""
    ids = {pk for line in lines for pk in line.versions}
    versions = QuestionVersion.objects.select_related("question__case").prefetch_related(
        "options", "citations__law_version__law"
    )
    return versions.in_bulk(ids)
