"""What a study handbook says, line by line, whatever it is printed as."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import pgettext

from questionbank.laws.models import Article
from questionbank.laws.rules import article_label
from questionbank.questions.models import QuestionVersion
from questionbank.questions.rules import ItemKind
from questionbank.syllabus.queries import ShownLine, questions_of


@dataclass(frozen=True)
class Printed:
    """A question on paper. `material` stands before the first sub-question of its case only."""

    number: int
    kind: str
    material: str
    stem: str
    options: tuple[tuple[str, str], ...]
    key: str
    rationale: str
    basis: str


@dataclass(frozen=True)
class Section:
    """A line with its articles and its questions. Each question is printed once, on the first."""

    line: ShownLine
    title: str
    articles: tuple[tuple[str, list[str]], ...]
    questions: tuple[Printed, ...]


def handbook_sections(lines: Iterable[ShownLine]) -> list[Section]:
    """Of a whole law only the articles that questions rest on, else a code would fill a book."""
    lines = list(lines)
    versions = questions_of(lines)
    printed: set[int] = set()
    sections = []
    for line in lines:
        fresh = [pk for pk in line.versions if pk not in printed]
        printed.update(fresh)
        questions = _printed([versions[pk] for pk in fresh], start=len(printed) - len(fresh) + 1)
        sections.append(Section(line, line_title(line), _articles(line), questions))
    return sections


def line_title(line: ShownLine) -> str:
    """《行政处罚法》第八条至第十二条, or the name of the topic."""
    item = line.item
    return f"《{item.law}》{line.named}" if item.law else str(item.topic)


def _articles(line: ShownLine) -> tuple[tuple[str, list[str]], ...]:
    kept: Iterable[Article] = line.articles
    if not line.item.articles:
        kept = [article for article in line.articles if article.number in line.coverage.asked]
    return tuple((article_label(article.number), article.text.split("\n")) for article in kept)


def _printed(versions: list[QuestionVersion], start: int) -> tuple[Printed, ...]:
    rows, told = [], set()
    for number, version in enumerate(versions, start):
        case = version.question.case_id
        material = version.material if case not in told else ""
        told.add(case)
        rows.append(
            Printed(
                number,
                version.get_kind_display(),
                material,
                version.stem,
                tuple((option.letter, option.text) for option in version.options.all()),
                key_text(version),
                version.rationale,
                "；".join(citation.label for citation in version.citations.all()),
            )
        )
    return tuple(rows)


def key_text(version: QuestionVersion) -> str:
    """The key as people read it."""
    if version.kind == ItemKind.TRUE_FALSE:
        return (
            pgettext("statement", "Correct")
            if version.key == "T"
            else pgettext("statement", "Wrong")
        )
    if version.kind == ItemKind.BLANKS:
        return "；".join(version.key.split("\n"))
    return version.key
