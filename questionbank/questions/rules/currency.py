"""Whether the text that a question rests on is in force on a day. Pure.

The text decides, not the number of the version: a citation of an old version stands as long as
the version in force says the same in the same place.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from questionbank.laws.rules import (
    ArticleText,
    compare_versions,
    paragraph_text,
    paragraphs,
    squeeze,
)


@dataclass(frozen=True)
class Basis:
    """A citation: a place in one version of a law, in force from `since`, and words of it."""

    law: int
    version: int
    since: date
    article: str
    paragraph: int | None = None
    quote: str = ""


class Place(Protocol):
    """A place in a law and the words quoted from it: a Basis, or a place still to be resolved."""

    @property
    def article(self) -> str: ...
    @property
    def paragraph(self) -> int | None: ...
    @property
    def quote(self) -> str: ...


@dataclass(frozen=True)
class LawText:
    """The articles of a version by number; none when only a question file declared the version."""

    version: int
    articles: Mapping[str, str] = field(default_factory=dict)

    def at(self, article: str, paragraph: int | None) -> str | None:
        """The text of an article, or of one paragraph of it; None when there is no such place."""
        text = self.articles.get(article)
        return text if text is None or paragraph is None else paragraph_text(text, paragraph)


class StandingKind(StrEnum):
    """How a cited text fares, from best to worst."""

    IN_FORCE = "in_force"  # 现行有效
    COMING = "coming"  # 尚未施行
    MOVED = "moved"  # 条文移位: the same words in another place
    CHANGED = "changed"  # 条文已改
    GONE = "gone"  # 条文已删
    REPEALED = "repealed"  # 法规已废止
    UNKNOWN = "unknown"  # 无从核对: one of the two texts was never loaded
    NOT_FOUND = "not_found"  # 引文有误: the cited version has no such place


USABLE_SOON = frozenset({StandingKind.IN_FORCE, StandingKind.COMING})


@dataclass(frozen=True)
class Standing:
    """`article` and `paragraph` say where the words are now (moved), or what they became."""

    kind: StandingKind
    article: str = ""
    paragraph: int | None = None


Successors = Callable[[LawText, LawText], Mapping[str, str]]


def stands(basis: Basis, cited: LawText, current: LawText) -> bool:
    """Whether the version in force says in the same place what the cited version says there.

    Where the cited text was never loaded, its quotation has to stand in that place; where the
    text in force was not either, the cited version has to be the one in force.
    """
    now = current.at(basis.article, basis.paragraph)
    if cited.articles:
        then = cited.at(basis.article, basis.paragraph)
        return now is not None and then is not None and squeeze(now) == squeeze(then)
    if current.articles:
        return bool(basis.quote) and now is not None and squeeze(basis.quote) in squeeze(now)
    return cited.version == current.version


def standing(
    basis: Basis,
    cited: LawText,
    current: LawText | None,
    on: date,
    successors: Successors,
) -> Standing:
    """How a citation fares on a day when `current` is the version in force, if any is."""
    if cited.articles and cited.at(basis.article, basis.paragraph) is None:
        return Standing(StandingKind.NOT_FOUND)
    if current and stands(basis, cited, current):
        return Standing(StandingKind.IN_FORCE, basis.article, basis.paragraph)
    if basis.since > on:
        return Standing(StandingKind.COMING)
    if current is None:
        return Standing(StandingKind.REPEALED)
    if not current.articles or not (cited.articles or basis.quote):
        return Standing(StandingKind.UNKNOWN)
    if not cited.articles:
        return _by_quote(basis, current)
    return _by_text(basis, cited, current, successors(cited, current).get(basis.article))


def _by_quote(basis: Basis, current: LawText) -> Standing:
    """The words are known, not what stood around them: a person has to look."""
    words = squeeze(basis.quote)
    places = [number for number, text in current.articles.items() if words in squeeze(text)]
    article = next(iter([*({basis.article} & {*current.articles}), *places]), None)
    return Standing(StandingKind.CHANGED, article) if article else Standing(StandingKind.GONE)


def _by_text(basis: Basis, cited: LawText, current: LawText, successor: str | None) -> Standing:
    then = squeeze(cited.at(basis.article, basis.paragraph) or "")
    near = current.at(successor, basis.paragraph) if successor else None
    if successor and near is not None and squeeze(near) == then:
        return Standing(StandingKind.MOVED, successor, basis.paragraph)
    if basis.paragraph is not None:
        for articles in ([successor] if successor else [], [*current.articles]):
            found = list(_paragraphs_saying(then, articles, current))
            if len(found) == 1:
                return Standing(StandingKind.MOVED, *found[0])
    if successor is None:
        return Standing(StandingKind.GONE)
    return Standing(StandingKind.CHANGED, successor, basis.paragraph if near is not None else None)


def _paragraphs_saying(
    words: str, articles: Iterable[str], current: LawText
) -> Iterable[tuple[str, int]]:
    for article in articles:
        for number, text in enumerate(paragraphs(current.articles[article]), start=1):
            if squeeze(text) == words:
                yield article, number


def successors(old: LawText, new: LawText) -> dict[str, str]:
    """Which article of the new version took the place of each old one; the rest is gone."""
    changes = compare_versions(_articles(old), _articles(new))
    return {one.old.number: one.new.number for one in changes if one.old and one.new}


def _articles(law: LawText) -> list[ArticleText]:
    return [ArticleText(number, text) for number, text in law.articles.items()]


def misquoted(basis: Place, cited: LawText) -> bool:
    """Whether the words quoted are not those of the cited place, as far as its text is known."""
    text = cited.at(basis.article, basis.paragraph)
    return bool(basis.quote) and text is not None and squeeze(basis.quote) not in squeeze(text)


def worst(standings: Iterable[Standing]) -> StandingKind:
    """How a question fares whose citations fare like this."""
    order = list(StandingKind)
    kinds = (one.kind for one in standings)
    return max(kinds, key=order.index, default=StandingKind.IN_FORCE)
