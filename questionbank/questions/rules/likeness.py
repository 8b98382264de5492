"""Which questions look alike. Pure; docs/similar-questions.md says why it is done this way.

A pair is looked for in two ways: by what is asked (stem and options, in whatever order) and by
what is said (the stem with the right answer in its place), so that one fact asked as a choice and
as true or false is found too. Candidates come from MinHash signatures of character triples in
locality-sensitive buckets (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets,
ch. 3), so that a bank is not compared pair by pair; each candidate is then measured exactly.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from questionbank.questions.rules.identity import comparable
from questionbank.questions.rules.kinds import CHOICE_KINDS, LETTERS, Content, ItemKind

ALIKE = 0.8  # share of characters in common from which a person is asked
_PERMUTATIONS = 128
_BUCKET_THRESHOLD = 0.3
_GAP = re.compile(r"[（(]\s*[）)]|_{2,}|＿+")


@dataclass(frozen=True)
class Wording:
    """A question as it is compared. `said` is "" where the key makes no statement."""

    question_id: int
    asked: str
    said: str


@dataclass(frozen=True)
class Pair:
    """Two questions that look alike, the smaller id first. `score` from ALIKE to 1."""

    first: int
    second: int
    score: float


def wording(question_id: int, content: Content) -> Wording:
    """The material of a case is left out: it is what its sub-questions have in common."""
    options = sorted(comparable(option) for option in content.options)
    return Wording(question_id, "".join([comparable(content.stem), *options]), _statement(content))


def _statement(content: Content) -> str:
    """The stem as a sentence with its answer in place."""
    if content.kind in CHOICE_KINDS:
        answers = ["、".join(content.options[LETTERS.index(letter)] for letter in content.key)]
    elif content.kind is ItemKind.BLANKS:
        answers = [line.split("/")[0] for line in content.key.split("\n")]
    elif content.kind is ItemKind.TRUE_FALSE:
        return comparable(content.stem)
    else:
        return ""
    waiting = iter(answers)
    filled = _GAP.sub(lambda gap: next(waiting, gap.group()), content.stem)
    return comparable("".join([filled, *waiting]))


def score(one: Wording, other: Wording) -> float:
    """How much two questions share, from 0 to 1: the better of the two ways of looking."""
    from rapidfuzz.fuzz import ratio

    asked = ratio(one.asked, other.asked)
    said = ratio(one.said, other.said) if one.said and other.said else 0.0
    return float(max(asked, said)) / 100


def alike(one: Wording, bank: Iterable[Wording], least: float = ALIKE) -> list[Pair]:
    """The questions of the bank that look like one, the most alike first."""
    found = [
        _pair(one.question_id, other.question_id, measured)
        for other in bank
        if other.question_id != one.question_id and (measured := score(one, other)) >= least
    ]
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def _pair(one: int, other: int, measured: float) -> Pair:
    return Pair(min(one, other), max(one, other), measured)


def pairs(bank: Sequence[Wording], least: float = ALIKE) -> list[Pair]:
    """All pairs of a bank that look alike, the most alike first."""
    by_id = {one.question_id: one for one in bank}
    found = []
    for first, second in sorted(_candidates(bank)):
        measured = score(by_id[first], by_id[second])
        if measured >= least:
            found.append(Pair(first, second, measured))
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def _candidates(bank: Sequence[Wording]) -> set[tuple[int, int]]:
    """Pairs of ids that share a bucket, by either way of looking."""
    candidates: set[tuple[int, int]] = set()
    for texts in ([one.asked for one in bank], [one.said for one in bank]):
        rows = [(one.question_id, text) for one, text in zip(bank, texts, strict=True) if text]
        candidates.update(_sharing(rows))
    return candidates


def _sharing(rows: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    if not rows:
        return
    index = MinHashLSH(threshold=_BUCKET_THRESHOLD, num_perm=_PERMUTATIONS)
    triples = [[triple.encode() for triple in _triples(text)] for _, text in rows]
    signatures: list[Any] = MinHash.bulk(triples, num_perm=_PERMUTATIONS)
    for (question_id, _), signature in zip(rows, signatures, strict=True):
        for other in index.query(signature):
            yield min(question_id, other), max(question_id, other)
        index.insert(question_id, signature, check_duplication=False)


def _triples(text: str) -> set[str]:
    return {text[place : place + 3] for place in range(max(1, len(text) - 2))}
