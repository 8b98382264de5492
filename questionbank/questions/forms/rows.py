"""The rows of a question form that repeat: options with their marks, citations with their words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from django.http import QueryDict
from django.utils import timezone

from audit.rules import Refusal
from questionbank.laws.queries import laws_by_name
from questionbank.laws.rules import KnownLaw, LawPlace, read_citations, resolve
from questionbank.questions.rules import LETTERS

FEWEST_CITATIONS, MOST_CITATIONS = 3, 30
_CITATION_NAME = re.compile(r"(?:citation|quote)_(\d{1,2})")


def tidied(data: QueryDict) -> QueryDict:
    """The same with empty rows behind the filled ones, so that letters and rows agree."""
    data = data.copy()
    _tidy_options(data)
    rows = [
        (data.get(f"citation_{row}", ""), data.get(f"quote_{row}", ""))
        for row in range(posted_citations(data))
    ]
    rows.sort(key=lambda row: not any(map(_said, row)))
    for row, (citation, quote) in enumerate(rows):
        data[f"citation_{row}"], data[f"quote_{row}"] = citation, quote
    return data


def _tidy_options(data: QueryDict) -> None:
    order = sorted(LETTERS, key=lambda letter: not _said(data.get(f"option_{letter}", "")))
    texts = [data.get(f"option_{letter}", "") for letter in order]
    right = data.getlist("right")
    for letter, text in zip(LETTERS, texts, strict=True):
        data[f"option_{letter}"] = text
    known = [LETTERS[order.index(letter)] for letter in right if letter in LETTERS]
    data.setlist("right", known)


def _said(text: str) -> bool:
    return bool(text.strip())


def posted_citations(data: QueryDict) -> int:
    """How many rows of citations a browser sent."""
    found = (_CITATION_NAME.fullmatch(name) for name in data)
    last = max((int(match[1]) for match in found if match), default=-1)
    return min(last + 1, MOST_CITATIONS)


def read_places(rows: Sequence[tuple[str, str]]) -> list[tuple[LawPlace, ...] | Refusal]:
    """For each row of citation and quotation the places it names, or why it names none."""
    laws = laws_by_name(timezone.localdate()) if any(citation for citation, _ in rows) else {}
    return [_read_row(citation, quote, laws) for citation, quote in rows]


def _read_row(
    citation: str, quote: str, laws: dict[str, KnownLaw]
) -> tuple[LawPlace, ...] | Refusal:
    cited, rest = read_citations(citation)
    if rest:
        return Refusal("laws.citation_not_understood", {"text": rest})
    if quote and len(cited) != 1:
        return Refusal("questions.one_place_a_quote" if cited else "questions.quote_without_place")
    places: list[LawPlace] = []
    for one in cited:
        place = resolve(one, laws)
        if isinstance(place, Refusal):
            return place
        places.append(replace(place, quote=quote))
    return tuple(places)
