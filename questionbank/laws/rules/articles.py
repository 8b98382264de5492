"""Articles: their paragraphs (款) and items (项), and what counts as the same text. Pure."""

import re
from dataclasses import dataclass

_ITEM = re.compile(r"(?:[（(][〇零一二三四五六七八九十百]+[）)]|\d{1,2}[.．、])")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_HALF_WIDTH = {code: code - 0xFEE0 for code in map(ord, "０１２３４５６７８９％．")}
_SAME_WORDS = INVISIBLE | _HALF_WIDTH


@dataclass(frozen=True)
class ArticleText:
    """An article of one version.

    number    "36", or "36.1" for 第三十六条之一
    text      paragraphs and items, one a line
    division  titles of part, chapter and section above it, one a line
    """

    number: str
    text: str
    division: str = ""


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of an article; items stay with the paragraph above them, one a line."""
    found: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if found and _ITEM.match(line):
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return tuple(found)


def paragraph_text(text: str, n: int) -> str | None:
    """The n-th paragraph of an article, counted from 1; None when it has fewer."""
    found = paragraphs(text)
    return found[n - 1] if 1 <= n <= len(found) else None


def squeeze(text: str) -> str:
    """Text without spaces, line ends and invisible characters: equal for the same words.

    Numbers count as the same in either width: printed statutes and typed quotations differ in it.
    """
    return "".join(text.translate(_SAME_WORDS).split())
