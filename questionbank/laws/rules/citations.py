"""Citations of articles as people write them. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from questionbank.laws.rules.numbers import PREAMBLE, article_label, read_number


@dataclass(frozen=True)
class Cited:
    """An article as an author names it: the law by any of its titles, the version perhaps unsaid.

    article  "36", or "36.1" for 第三十六条之一
    """

    law: str
    article: str
    paragraph: int | None = None
    adopted_on: date | None = None


@dataclass(frozen=True)
class LawPlace:
    """An article of one version of one law, named so that every machine names it alike.

    quote  words of the article that the key rests on, "" when the author gave none
    """

    title: str
    adopted_on: date
    article: str
    paragraph: int | None = None
    quote: str = ""


_NUMERAL = r"[〇零一二两三四五六七八九十百千\d]+"
_CITATION = re.compile(
    rf"《(?P<law>[^》]+)》"
    rf"|[（(](?P<year>\d{{4}})[-.年](?P<month>\d{{1,2}})[-.月](?P<day>\d{{1,2}})日?[）)]"
    rf"|第(?P<article>{_NUMERAL})条(?:之(?P<inserted>{_NUMERAL}))?"
    r"|(?P<preamble>序言)"
    rf"|第(?P<paragraph>{_NUMERAL})(?:款|自然段)"
    rf"|第[（(]?{_NUMERAL}[）)]?项"
    r"|(?P<filler>[、，,；;。.和及与\s]+)"
)


def read_citations(text: str) -> tuple[tuple[Cited, ...], str]:
    """The articles named in a text such as `《行政处罚法》第三十六条第一款、第三十七条`.

    The second value is what was not understood, "" when everything was. Items (项) are read and
    dropped: a citation goes down to the paragraph.
    """
    reader = _CitationReader()
    position, rest = 0, ""
    while position < len(text):
        match = _CITATION.match(text, position)
        if match is None or not reader.take(match):
            end = match.end() if match else position + 1
            rest += text[position:end]
            position = end
        else:
            position = match.end()
    return tuple(dict.fromkeys(reader.cited)), (rest + reader.unused()).strip()


class _CitationReader:
    """Remembers the law and article that a following 条 or 款 belongs to."""

    def __init__(self) -> None:
        self.cited: list[Cited] = []
        self._law = ""
        self._adopted_on: date | None = None
        self._law_used = True
        self._open = False
        self._uncited = ""

    def take(self, match: re.Match[str]) -> bool:
        """Whether the piece made sense where it stands."""
        if match["law"]:
            self._uncited = self.unused()
            self._law, self._adopted_on, self._law_used = match["law"].strip(), None, False
            return True
        if match["year"]:
            return self._take_version(match)
        if match["preamble"]:
            return self._add(PREAMBLE)
        if match["article"]:
            return self._take_article(match)
        if match["paragraph"]:
            return self._take_paragraph(match)
        self._open = self._open and match["filler"] is None
        return True

    def unused(self) -> str:
        """The laws named without any article."""
        return self._uncited + ("" if self._law_used else f"《{self._law}》")

    def _take_version(self, match: re.Match[str]) -> bool:
        try:
            named = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return False
        self._adopted_on = named
        return bool(self._law)

    def _take_article(self, match: re.Match[str]) -> bool:
        number = read_number(match["article"])
        inserted = read_number(match["inserted"]) if match["inserted"] else None
        if not self._law or number is None:
            return False
        if match["inserted"] and (inserted is None or inserted >= 100):
            return False
        return self._add(f"{number}.{inserted}" if inserted else str(number))

    def _add(self, article: str) -> bool:
        if not self._law:
            return False
        self.cited.append(Cited(self._law, article, None, self._adopted_on))
        self._law_used = self._open = True
        return True

    def _take_paragraph(self, match: re.Match[str]) -> bool:
        number = read_number(match["paragraph"])
        if not self.cited or number is None or number >= 100:
            return False
        last = replace(self.cited[-1], paragraph=number)
        if self._open:
            self.cited[-1] = last
        else:
            self.cited.append(last)
        self._open = False
        return True


def write_citations(places: Iterable[tuple[str, date | None, str, int | None]]) -> str:
    """The text that `read_citations` reads back: (title, version, article, paragraph) each."""
    parts: list[str] = []
    previous: tuple[str, date | None] | None = None
    for title, adopted_on, article, paragraph in places:
        label = article_label(article, paragraph)
        if previous == (title, adopted_on):
            parts.append(f"、{label}")
        else:
            version = f"（{adopted_on.isoformat()}）" if adopted_on else ""
            parts.append(f"{'；' if parts else ''}《{title}》{version}{label}")
        previous = (title, adopted_on)
    return "".join(parts)
