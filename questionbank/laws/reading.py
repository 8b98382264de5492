"""A version of a law as it is read: divisions, articles, and what a search found in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from questionbank.laws.models import Article, LawVersion
from questionbank.laws.rules import PREAMBLE, article_label, paragraphs, read_number

_BY_NUMBER = re.compile(
    "第?([〇零一二两三四五六七八九十百千0-9]+)条?(?:之([一二三四五六七八九十0-9]+))?"
)


@dataclass(frozen=True)
class TextLine:
    """A paragraph or an item, in pieces: (text, whether it was searched for)."""

    pieces: tuple[tuple[str, bool], ...]
    is_item: bool


@dataclass(frozen=True)
class Heading:
    """Title of a part, chapter or section; `level` counts from 1; `anchor` is its first article."""

    title: str
    level: int
    anchor: str


@dataclass(frozen=True)
class ReadArticle:
    number: str
    headings: tuple[Heading, ...]  # that begin with this article
    lines: tuple[TextLine, ...]

    @property
    def label(self) -> str:
        return article_label(self.number)

    @property
    def is_preamble(self) -> bool:
        return self.number == PREAMBLE


@dataclass(frozen=True)
class Reading:
    contents: tuple[Heading, ...] = ()
    articles: tuple[ReadArticle, ...] = field(default=())
    total: int = 0


def read_version(version: LawVersion, wanted: str = "") -> Reading:
    """All articles, or those with the wanted words or number; the contents are always whole."""
    stored = list(version.articles.order_by("position"))
    headings = _headings(stored)
    number = _number_in(wanted)
    shown = [
        ReadArticle(one.number, headings[one.number], tuple(_lines(one.text, wanted)))
        for one in stored
        if wanted in one.text or one.number.partition(".")[0] == number or one.number == number
    ]
    contents = tuple(heading for one in stored for heading in headings[one.number])
    total = sum(one.number != PREAMBLE for one in stored)
    return Reading(contents, tuple(shown), total)


def _headings(articles: Sequence[Article]) -> dict[str, tuple[Heading, ...]]:
    """By article the headings that it opens: those that the article before it did not stand under.

    A law without divisions has none.
    """
    opened: dict[str, tuple[Heading, ...]] = {}
    above: list[str] = []
    for one in articles:
        titles = one.division.split("\n") if one.division else []
        same = 0
        while same < min(len(above), len(titles)) and above[same] == titles[same]:
            same += 1
        opened[one.number] = tuple(
            Heading(title, level, f"a{one.number}")
            for level, title in enumerate(titles[same:], same + 1)
        )
        above = titles
    return opened


def _number_in(wanted: str) -> str | None:
    match = _BY_NUMBER.fullmatch(wanted)
    number = read_number(match[1]) if match else None
    inserted = read_number(match[2]) if match and match[2] else None
    return f"{number}.{inserted}" if number and inserted else str(number) if number else None


def _lines(text: str, wanted: str) -> Iterator[TextLine]:
    for paragraph in paragraphs(text):
        for place, line in enumerate(paragraph.split("\n")):
            yield TextLine(tuple(_pieces(line, wanted)), place > 0)


def _pieces(line: str, wanted: str) -> Iterator[tuple[str, bool]]:
    if not wanted:
        yield line, False
        return
    for place, part in enumerate(line.split(wanted)):
        if place:
            yield wanted, True
        if part:
            yield part, False
