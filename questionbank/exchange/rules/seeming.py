"""What a file seems to be that is no question bank."""

import re
from collections.abc import Sequence

from questionbank.exchange.rules.lines import Line

_ARTICLE = re.compile(
    r"\s*第[〇零一二三四五六七八九十百千\d]{1,7}条(?:之[一二三四五六七八九十]+)?(?:[\s\u3000【]|$)"
)
_KEY = re.compile(r"答案|[（(]\s*[A-J√×]+\s*[）)]")
_LEAST = 5


def looks_like_statute(lines: Sequence[Line]) -> bool:
    """Whether articles begin so many lines that the text is a law, and keys hardly occur."""
    articles = sum(bool(_ARTICLE.match(line.text)) for line in lines)
    keys = sum(bool(_KEY.search(line.text)) for line in lines)
    said = sum(bool(line.text.strip()) for line in lines)
    return articles >= _LEAST and articles * 6 >= said and articles > keys * 2
