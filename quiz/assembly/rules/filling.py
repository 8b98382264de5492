"""Serving needs from stocks when several needs may draw on one stock: a maximum flow. Pure."""

from collections import deque
from collections.abc import Sequence
from heapq import heappop, heappush


def fill(
    needs: Sequence[int], stocks: Sequence[int], limits: Sequence[Sequence[int]]
) -> list[list[int]]:
    """How many units each need takes from each stock; never more in all than any other way could.

    `limits[i][j]` is the most that need i may take from stock j. The least served need, by share
    of what it needs, is served next, so that a shortage falls evenly; each need takes evenly from
    its stocks. A need that no chain of exchanges can serve stays where it is: later ones cannot
    free anything for it, which is why the total is the greatest possible.
    """
    taken = [[0] * len(stocks) for _ in needs]
    left = list(stocks)
    waiting = [(0.0, i) for i, need in enumerate(needs) if need]
    while waiting:
        _, i = heappop(waiting)
        if _take(i, taken, left, stocks, limits) or _exchange(i, taken, left, limits):
            served = sum(taken[i])
            if served < needs[i]:
                heappush(waiting, (served / needs[i], i))
    return taken


def _take(
    need: int,
    taken: list[list[int]],
    left: list[int],
    stocks: Sequence[int],
    limits: Sequence[Sequence[int]],
) -> bool:
    """One unit for the need from the open stock it has used least, the fullest of those first."""
    open_stocks = [
        (taken[need][j], -left[j] / stocks[j], j)
        for j, limit in enumerate(limits[need])
        if left[j] and taken[need][j] < limit
    ]
    if not open_stocks:
        return False
    *_, stock = min(open_stocks)
    taken[need][stock] += 1
    left[stock] -= 1
    return True


def _exchange(
    start: int, taken: list[list[int]], left: list[int], limits: Sequence[Sequence[int]]
) -> bool:
    """One unit for `start` by the shortest chain in which others move to another stock."""
    reached: dict[int, tuple[int, int | None]] = {}  # stock: (who would take, what they give back)
    queue: deque[tuple[int, int | None]] = deque([(start, None)])
    while queue:
        need, returned = queue.popleft()
        for stock, limit in enumerate(limits[need]):
            if stock in reached or taken[need][stock] >= limit:
                continue
            reached[stock] = (need, returned)
            if left[stock]:
                _move(stock, reached, taken, left)
                return True
            queue.extend((other, stock) for other, row in enumerate(taken) if row[stock])
    return False


def _move(
    stock: int,
    reached: dict[int, tuple[int, int | None]],
    taken: list[list[int]],
    left: list[int],
) -> None:
    """Carries out the chain that ends at `stock`."""
    left[stock] -= 1
    following: int | None = stock
    while following is not None:
        need, returned = reached[following]
        taken[need][following] += 1
        if returned is not None:
            taken[need][returned] -= 1
        following = returned
