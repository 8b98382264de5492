"""How the marks of a case fall to its sub-questions, and where these stand in a paper. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

_HALF, _CENT = Decimal("0.5"), Decimal("0.01")


def split_marks(marks: Decimal, weights: Sequence[int]) -> tuple[Decimal, ...]:
    """`marks` in proportion to the weights, as halves of a mark, adding up exactly.

    What the rounding down leaves goes, a half each, to the largest remainders, the earlier first.
    In hundredths instead where halves do not add up or would leave a sub-question without marks.
    """
    if marks % _HALF == 0:
        shares = _apportion(int(marks / _HALF), weights)
        if all(shares):
            return tuple(share * _HALF for share in shares)
    return tuple(share * _CENT for share in _apportion(int(marks / _CENT), weights))


def _apportion(units: int, weights: Sequence[int]) -> list[int]:
    """Whole units by weight, after Hamilton."""
    whole = sum(weights)
    shares = [units * weight // whole for weight in weights]
    remainders = [units * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -remainders[index])
    for index in by_remainder[: units - sum(shares)]:
        shares[index] += 1
    return shares


@dataclass(frozen=True)
class CasePart:
    """Where a slot stands in its case: `position` of `parts`, which begin at slot `first`."""

    first: int
    position: int
    parts: int
    material: str

    @property
    def last(self) -> int:
        return self.first + self.parts - 1


def case_parts(materials: Sequence[str]) -> tuple[CasePart | None, ...]:
    """For each slot from 1 its place in a case, None outside a case, by the materials of the slots.

    Neighbours with one material are a case. That holds for ever, as a version keeps its material.
    """
    parts: list[CasePart | None] = []
    for material, slots in groupby(materials):
        first, number = len(parts) + 1, len(list(slots))
        parts += [
            CasePart(first, position, number, material) if material else None
            for position in range(1, number + 1)
        ]
    return tuple(parts)
