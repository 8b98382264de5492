"""A statute as its printed text gives it. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from audit.rules import Refusal
from questionbank.laws.rules.articles import ArticleText, squeeze
from questionbank.laws.rules.history import days_of, history_lines, is_dated
from questionbank.laws.rules.kinds import LawKind
from questionbank.laws.rules.numbers import PREAMBLE, article_key, article_label
from questionbank.laws.rules.outline import Outline, read_outline
from questionbank.laws.rules.titles import common_names, kind_of, normal_title, short_title

_LONGEST_TITLE, _LONGEST_SHORT_TITLE = 120, 80
# More than twice the largest code; the comparison of two versions costs by the product of both.
_MOST_ARTICLES, _MOST_CHARACTERS = 3_000, 600_000
_MOST_IN_ARTICLE = 20_000  # ten times the longest; marking changes costs the product of both too


class StoreVerdict(StrEnum):
    ADDED = "added"  # a version that the bank did not have, or had without its text
    EXTENDED = "extended"  # more articles of a version, such as another part (编)
    CORRECTED = "corrected"  # other words for a version that no question cites
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Statute:
    """One version of a law.

    adopted_on    day of adoption or of the newest amendment
    aliases       other names by which it is cited
    history       the lines that print these days
    part          name of the part (编) when the text is only one part of a law, else ""
    effective_on  None unless the text itself makes it certain for this version
    """

    title: str
    short_title: str
    kind: LawKind
    adopted_on: date
    articles: tuple[ArticleText, ...]
    aliases: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    part: str = ""
    effective_on: date | None = None

    @property
    def numbered(self) -> int:
        """How many articles the text has; a preamble is none."""
        return sum(article.number != PREAMBLE for article in self.articles)


def read_statute(
    lines: Sequence[str], name: str = "", adopted_on: date | None = None
) -> Statute | Refusal:
    """The statute of a text. `name` is the file's, which may give days that the text leaves out;
    `adopted_on` is what a person said, and wins.
    """
    outline = read_outline(lines)
    title, part = _titles(outline)
    numbered = [one for one in outline.articles if one.number != PREAMBLE]
    if not title or not numbered:
        return Refusal("laws.no_statute", {"file": name})
    if flaw := _flaw(outline.articles, name) or _too_long(title, name):
        return flaw
    history = history_lines(outline.head)
    days = days_of(history, outline.articles, name)
    adopted_on = adopted_on or days.adopted_on
    if adopted_on is None:
        return Refusal("laws.no_day", {"file": name, "law": title})
    in_force = days.effective_on if adopted_on == days.adopted_on else None
    return Statute(
        title,
        short_title(title),
        kind_of(title, history),
        adopted_on,
        tuple(_under(part, one) for one in outline.articles),
        common_names(title),
        history,
        part,
        in_force,
    )


def _titles(outline: Outline) -> tuple[str, str]:
    """The law's title and the name of the part; without marks, the lines above the history."""
    if outline.titles:
        part = outline.titles[1] if len(outline.titles) > 1 else ""
        return normal_title(outline.titles[0]), squeeze(part)
    above: list[str] = []
    for line in outline.head:
        if is_dated(line) or re.match(r"[（(]", line):
            break
        above.append(line)
    return normal_title("".join(above[:3])), ""


def _under(part: str, article: ArticleText) -> ArticleText:
    division = "\n".join(filter(None, (part, article.division)))
    return replace(article, division=division)


def _flaw(articles: Sequence[ArticleText], name: str) -> Refusal | None:
    """Too much for a law, numbers given twice or unheard of, articles without words."""
    characters = sum(len(one.text) for one in articles)
    if len(articles) > _MOST_ARTICLES or characters > _MOST_CHARACTERS:
        facts = {"file": name, "articles": len(articles), "characters": characters}
        return Refusal("laws.too_long", facts)
    counted = Counter(one.number for one in articles)
    twice = next((number for number, count in counted.items() if count > 1), None)
    if twice:
        return Refusal("laws.article_twice", {"file": name, "article": article_label(twice)})
    for one in articles:
        if not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", one.number):
            return Refusal("laws.no_number", {"file": name, "article": article_label(one.number)})
        if not one.text:
            return Refusal("laws.no_words", {"file": name, "article": article_label(one.number)})
        if len(one.text) > _MOST_IN_ARTICLE:
            facts = {"file": name, "article": article_label(one.number)}
            return Refusal("laws.article_too_long", facts | {"characters": len(one.text)})
    return None


def _too_long(title: str, name: str) -> Refusal | None:
    too_long = len(title) > _LONGEST_TITLE or len(short_title(title)) > _LONGEST_SHORT_TITLE
    return Refusal("laws.no_statute", {"file": name}) if too_long else None


def join_parts(parts: Sequence[Statute]) -> Statute | Refusal:
    """One statute from files that hold a part each; article numbers run on through them."""
    articles = sorted(
        (article for part in parts for article in part.articles),
        key=lambda article: article_key(article.number),
    )
    names = "、".join(part.part for part in parts)
    if flaw := _flaw(articles, names):
        return flaw
    history = dict.fromkeys(line for part in parts for line in part.history)
    in_force = next((part.effective_on for part in parts if part.effective_on), None)
    return replace(
        parts[0],
        articles=tuple(articles),
        history=tuple(history),
        part=names,
        effective_on=in_force,
    )
