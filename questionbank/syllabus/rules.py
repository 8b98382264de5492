"""Must-know lists: which articles a line names, and how far the bank covers them. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.rules import Refusal, digest
from questionbank.laws.rules import PREAMBLE, article_key, article_label, read_number


class SyllabusState(StrEnum):
    DRAFT = "draft"  # 编制中
    ISSUED = "issued"  # 已印发: never changed again, a newer number supersedes it


Number = tuple[int, int]
"""An article for comparing: (36, 0), (36, 1) for 第三十六条之一, (0, 0) for the 序言."""

_NUMERAL = "[〇零一二两三四五六七八九十百千0-9]+"
_PREAMBLE = "序言"
_ARTICLE = (
    rf"(?:{_PREAMBLE}|第?(?P<{{0}}>{_NUMERAL})条?(?:(?:之|\.)(?P<{{0}}_inserted>{_NUMERAL}))?)"
)
_PART = re.compile(
    rf"\s*{_ARTICLE.format('first')}(?:\s*(?P<to>[-—–~至到]+)\s*{_ARTICLE.format('last')})?\s*"
)
_BETWEEN = re.compile(r"[,、;\n]")


@dataclass(frozen=True)
class Line:
    """A line of a list, named so that every machine names it alike. One of law and topic is ""."""

    law: str
    articles: str
    topic: str
    weight: int
    must_be_tested: bool
    note: str = ""


def read_articles(text: str) -> tuple[tuple[Number, Number], ...] | Refusal:
    """Ranges, both ends included: "8-12, 36, 第四十条之一"; empty for the whole law."""
    ranges = []
    for part in _BETWEEN.split(unicodedata.normalize("NFKC", text)):
        if not part.strip():
            continue
        match = _PART.fullmatch(part)
        first = _number(match, "first") if match else None
        last = _number(match, "last") if match and match["to"] else first
        if first is None or last is None or last < first:
            return Refusal("syllabus.articles", {"text": part.strip()[:40]})
        ranges.append((first, last))
    return tuple(ranges)


def _number(match: re.Match[str], name: str) -> Number | None:
    if not match[name]:
        return article_key(PREAMBLE)
    article = read_number(match[name])
    inserted = read_number(match[f"{name}_inserted"]) if match[f"{name}_inserted"] else 0
    return None if article is None or inserted is None else (article, inserted)


def write_articles(ranges: Iterable[tuple[Number, Number]]) -> str:
    """The text that `read_articles` reads back: "8-12, 36, 40.1"."""

    def said(number: Number) -> str:
        text = _text(number)
        return _PREAMBLE if text == PREAMBLE else text

    return ", ".join(said(a) if a == b else f"{said(a)}-{said(b)}" for a, b in ranges)


def _text(number: Number) -> str:
    """The number as an article has it."""
    return f"{number[0]}.{number[1]}" if number[1] else str(number[0])


def articles_label(articles: str) -> str:
    """第八条至第十二条、第三十六条 for "8-12, 36"; "" for the whole law."""
    ranges = read_articles(articles)
    if isinstance(ranges, Refusal):
        return articles
    labels = (dict.fromkeys(article_label(_text(end)) for end in ends) for ends in ranges)
    return "、".join(map("至".join, labels))


def named_articles(articles: str, numbers: Iterable[str]) -> list[str]:
    """Those of a law's article numbers that a line names, in the order given.

    A range takes in the articles inserted between its ends: "8-12" holds 第十条之一.
    """
    ranges = read_articles(articles)
    if isinstance(ranges, Refusal):
        return []
    return [
        number
        for number in numbers
        if not ranges or any(a <= article_key(number) <= b for a, b in ranges)
    ]


def missing_articles(articles: str, numbers: Iterable[str]) -> list[str]:
    """The ends of a line's ranges that a law does not have."""
    ranges, known = read_articles(articles), set(numbers)
    if isinstance(ranges, Refusal):
        return []
    return [end for end in dict.fromkeys(_text(one) for ends in ranges for one in ends)
            if end not in known]  # fmt: skip


@dataclass(frozen=True)
class LineCoverage:
    """How far approved questions cover a line.

    asked      number of questions by article, of the articles that have any
    bare       articles without a question, in the order of the law
    questions  different questions on the line
    """

    asked: Mapping[str, int]
    bare: tuple[str, ...]
    questions: int

    @property
    def articles(self) -> int:
        return len(self.asked) + len(self.bare)


def cover(numbers: Sequence[str], citing: Mapping[str, frozenset[int]]) -> LineCoverage:
    """`citing` gives the questions that cite each article; `numbers` the articles of the line."""
    asked = {number: len(citing[number]) for number in numbers if citing.get(number)}
    questions: frozenset[int] = frozenset().union(*(citing[number] for number in asked))
    bare = tuple(number for number in numbers if number not in asked)
    return LineCoverage(asked, bare, len(questions))


def list_hash(cohort: str, number: int, title: str, lines: Iterable[Line]) -> str:
    """The same on every machine; what an issued list says can be held against it."""
    rows = [[x.law, x.articles, x.topic, x.weight, x.must_be_tested, x.note] for x in lines]
    return digest([cohort, number, title, rows])
