"""A statute as its printed text gives it. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from questionbank.laws.rules.articles import ArticleText
from questionbank.laws.rules.declared import LawKind


class StoreVerdict(StrEnum):
    ADDED = "added"  # a version that the bank did not have, or had without its text
    EXTENDED = "extended"  # more articles of a version, such as another part (编)
    CORRECTED = "corrected"  # other words for a version that no question cites
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Statute:
    """One version of a law.

    adopted_on  day of adoption or of the newest amendment
    aliases     other names by which it is cited
    history     the lines that print these days
    part        name of the part (编) when the text is only one part of a law, else ""
    """

    title: str
    short_title: str
    kind: LawKind
    adopted_on: date
    articles: tuple[ArticleText, ...]
    aliases: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    part: str = ""
