"""What became of each article from one version of a law to the next. Pure.

Articles are paired by their words, not by their numbers: between two versions nearly every number
moves. Equal texts are paired first; what lies between them is aligned in order by similarity; at
last, articles that were both moved out of order and reworded are found by a stricter measure, and
those that stand almost whole in a much longer one.
"""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from rapidfuzz import fuzz, process

from questionbank.laws.rules.articles import ArticleText, squeeze

IN_ORDER = 0.5  # least similarity of a reworded article between the same neighbours
OUT_OF_ORDER = 0.7  # and of one that was taken elsewhere as well
CONTAINED = 0.9  # share of the shorter text that stands in one to which much was added
_SHORTEST_CONTAINED = 25  # characters; fewer stand in any long text
_MOST_LEFT = 400_000  # pairs; when more are left over, the texts have little to do with each other

_Pair = tuple[int, int]


class Change(StrEnum):
    SAME = "same"  # number and text
    MOVED = "moved"  # text, under another number
    CHANGED = "changed"  # reworded, under whatever number
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class ArticleChange:
    """An article before and after; `similarity` runs from 0 to 1, 1 for the same words."""

    change: Change
    old: ArticleText | None
    new: ArticleText | None
    similarity: float


def compare_versions(old: Sequence[ArticleText], new: Sequence[ArticleText]) -> list[ArticleChange]:
    """Every article of both versions exactly once, in the order of the new version.

    An article that is gone stands behind the one it followed. Seen from the other side the same
    articles are paired: compare_versions(new, old) has new for gone, and gone for new.
    """
    pairs = _pair([squeeze(one.text) for one in old], [squeeze(one.text) for one in new])
    return list(_in_order(old, new, pairs))


def _pair(old: list[str], new: list[str]) -> dict[_Pair, float]:
    if new < old:  # ties are broken alike, whichever side is called old
        return {(there, here): value for (here, there), value in _pair(new, old).items()}
    pairs = dict.fromkeys(_equal(old, new), 1.0)
    here, there = _unpaired(pairs, len(old), len(new))
    for before, after in _gaps(_backbone(sorted(pairs)), len(old), len(new)):
        pairs |= _align(old, new, _within(here, before), _within(there, after))
    here, there = _unpaired(pairs, len(old), len(new))
    return pairs | _match(old, new, here, there)


def _equal(old: list[str], new: list[str]) -> Iterator[_Pair]:
    """Equal texts; of a text that stands several times, the first with the first."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for place, text in enumerate(new):
        places[text].append(place)
    for place, text in enumerate(old):
        if places[text]:
            yield place, places[text].popleft()


def _unpaired(pairs: dict[_Pair, float], old: int, new: int) -> tuple[list[int], list[int]]:
    before, after = {here for here, _ in pairs}, {there for _, there in pairs}
    here = [place for place in range(old) if place not in before]
    return here, [place for place in range(new) if place not in after]


def _within(places: list[int], stretch: range) -> list[int]:
    return places[bisect_left(places, stretch.start) : bisect_left(places, stretch.stop)]


def _backbone(pairs: list[_Pair]) -> list[_Pair]:
    """The most pairs that stand in the same order on both sides (longest increasing chain)."""
    ends: list[int] = []
    chains: list[int] = []
    previous: list[int | None] = []
    for at, (_, there) in enumerate(pairs):
        length = bisect_left(ends, there)
        previous.append(chains[length - 1] if length else None)
        ends[length : length + 1] = [there]
        chains[length : length + 1] = [at]
    chain: list[_Pair] = []
    at_end = chains[-1] if chains else None
    while at_end is not None:
        chain.append(pairs[at_end])
        at_end = previous[at_end]
    return chain[::-1]


def _gaps(backbone: list[_Pair], old: int, new: int) -> Iterator[tuple[range, range]]:
    """The stretches between neighbours of the backbone."""
    start = (-1, -1)
    for end in [*backbone, (old, new)]:
        yield range(start[0] + 1, end[0]), range(start[1] + 1, end[1])
        start = end


def _likeness(old: list[str], new: list[str], least: float) -> np.ndarray:
    """Similarity of each pair, from 0 to 1; 0 below the least."""
    found = process.cdist(
        old, new, scorer=fuzz.ratio, score_cutoff=least * 100, dtype=np.float64, workers=-1
    )
    return found / 100


def _contained(old: list[str], new: list[str], like: np.ndarray) -> np.ndarray:
    """Share of the shorter text of each pair that stands in the longer one, in its order.

    Twice the characters in common by the length of both is the similarity.
    """
    before = np.array([len(text) for text in old])[:, None]
    after = np.array([len(text) for text in new])[None, :]
    shorter = np.minimum(before, after)
    share = like * (before + after) / (2 * np.maximum(shorter, 1))
    return np.where(shorter >= _SHORTEST_CONTAINED, share, 0.0)


def _align(old: list[str], new: list[str], here: list[int], there: list[int]) -> dict[_Pair, float]:
    """Pairs in order with the greatest sum of similarities."""
    if not here or not there:
        return {}
    like = _likeness([old[i] for i in here], [new[j] for j in there], IN_ORDER)
    best = np.zeros((len(here) + 1, len(there) + 1))
    for row in range(len(here)):
        taken = np.maximum(best[row, 1:], best[row, :-1] + like[row])
        best[row + 1, 1:] = np.maximum.accumulate(taken)
    pairs: dict[_Pair, float] = {}
    row, column = len(here), len(there)
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs[here[row], there[column]] = float(like[row, column])
    return pairs


def _match(old: list[str], new: list[str], here: list[int], there: list[int]) -> dict[_Pair, float]:
    """Pairs wherever they stand, the most similar first."""
    if not here or not there or len(here) * len(there) > _MOST_LEFT:
        return {}
    before, after = [old[i] for i in here], [new[j] for j in there]
    like = _likeness(before, after, 0)
    found = (like >= OUT_OF_ORDER) | (_contained(before, after, like) >= CONTAINED)
    places = zip(*np.nonzero(found), strict=True)
    ranked = sorted((-like[row, column], int(row), int(column)) for row, column in places)
    pairs: dict[_Pair, float] = {}
    rows, columns = set(), set()
    for value, row, column in ranked:
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            pairs[here[row], there[column]] = float(-value)
    return pairs


def _in_order(
    old: Sequence[ArticleText], new: Sequence[ArticleText], pairs: dict[_Pair, float]
) -> Iterator[ArticleChange]:
    before = {there: here for here, there in pairs}
    kept = set(before.values())
    gone = 0
    for there, article in enumerate(new):
        here = before.get(there)
        if here is None:
            yield ArticleChange(Change.NEW, None, article, 0.0)
            continue
        yield from _gone(old[gone:here], gone, kept)
        gone = max(gone, here)
        yield _paired(old[here], article, pairs[here, there])
    yield from _gone(old[gone:], gone, kept)


def _gone(articles: Sequence[ArticleText], first: int, kept: set[int]) -> Iterator[ArticleChange]:
    for place, article in enumerate(articles, first):
        if place not in kept:
            yield ArticleChange(Change.GONE, article, None, 0.0)


def _paired(old: ArticleText, new: ArticleText, similarity: float) -> ArticleChange:
    if squeeze(old.text) != squeeze(new.text):
        return ArticleChange(Change.CHANGED, old, new, similarity)
    change = Change.SAME if old.number == new.number else Change.MOVED
    return ArticleChange(change, old, new, 1.0)
