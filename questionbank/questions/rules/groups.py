"""Which questions may not meet in one paper. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace

from questionbank.questions.rules.bank import PoolItem


def grouped(pool: Iterable[PoolItem], links: Iterable[tuple[Hashable, Hashable]]) -> list[PoolItem]:
    """The items with the key of their group, which is the smallest hash of its items.

    `links` join question ids with each other, or with anything else that stands for what they
    have in common; linked through others is linked. A case has the links of all its parts.
    """
    items = list(pool)
    chains = _Chains()
    for one, other in links:
        chains.join(one, other)
    for item in items:
        for part in item.parts:
            chains.join(item.question_id, part.question_id)
    members: dict[Hashable, list[PoolItem]] = defaultdict(list)
    for item in items:
        members[chains.head(item.question_id)].append(item)
    keys = {
        item.version_id: min(one.content_hash for one in group)
        for group in members.values()
        if len(group) > 1
        for item in group
    }
    return [
        replace(item, group=keys[item.version_id]) if item.version_id in keys else item
        for item in items
    ]


class _Chains:
    """Disjoint sets; every member of one has the same head."""

    def __init__(self) -> None:
        self._above: dict[Hashable, Hashable] = {}

    def head(self, node: Hashable) -> Hashable:
        while (above := self._above.get(node, node)) != node:
            self._above[node] = self._above.get(above, above)
            node = above
        return node

    def join(self, one: Hashable, other: Hashable) -> None:
        self._above[self.head(one)] = self.head(other)
