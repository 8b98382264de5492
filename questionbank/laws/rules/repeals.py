"""Which other laws a text takes out of force: 《…》、《…》同时废止. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from questionbank.laws.rules.articles import ArticleText, squeeze
from questionbank.laws.rules.history import LAST_ARTICLES, printed_day

_CLAUSE = re.compile(r"[^。；]*》[^。；《》]{0,12}同时废止")
_TITLE = re.compile(r"《([^《》]+)》(?!第)")


@dataclass(frozen=True)
class RepealClause:
    """The titles of laws that end. `on` is the day that the clause prints, None for the day on
    which the text itself comes into force.
    """

    titles: tuple[str, ...]
    on: date | None


def repeal_clause(articles: Sequence[ArticleText]) -> RepealClause | None:
    """The clause of a text's last articles; an article of a law that ends (《…》第…条) is none."""
    for article in articles[-LAST_ARTICLES:]:
        if match := _CLAUSE.search(squeeze(article.text)):
            titles = tuple(dict.fromkeys(_TITLE.findall(match[0])))
            return RepealClause(titles, printed_day([article])) if titles else None
    return None
