"""Spreading people over batches so that no unit is emptied at one time. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from audit.rules import Refusal
from quiz.assembly.rules import fill
from quiz.drawing.rules import rank


class Window(NamedTuple):
    """When a batch may sit, and how many people it takes."""

    opens_at: datetime
    closes_at: datetime
    capacity: int


class Lack(StrEnum):
    CAPACITY = "capacity"  # fewer places than people
    UNIT = "unit"  # one unit has too many people for its share of these batches
    TOGETHER = "together"  # neither alone, but places and shares together


@dataclass(frozen=True)
class Shortage:
    """Why the people do not fit: `people` have to sit and only `places` can be used for them.

    For a unit: it needs at least `batches` batches at that share.
    """

    lack: Lack
    people: int
    places: int
    unit_id: int | None = None
    batches: int | None = None


@dataclass(frozen=True)
class Assignment:
    """Entry ids of each batch, in ascending order."""

    batches: tuple[tuple[int, ...], ...]


def unit_limit(size: int, max_unit_share: Fraction | Decimal | float) -> int:
    """How many people of a unit of this size may sit in one batch: the share rounded up."""
    return max(1, ceil(Fraction(str(max_unit_share)) * size))


def assign_batches(
    people: Sequence[tuple[int, int]],
    capacities: Sequence[int],
    max_unit_share: Fraction | Decimal | float,
    seed: bytes,
) -> Assignment | Shortage:
    """Puts every (entry id, unit id) into a batch, each unit spread as evenly as places allow.

    How many of a unit go where is a transport problem, solved exactly: a shortage means that no
    arrangement exists. Who of the unit goes where follows from the seed.
    """
    members: dict[int, list[str]] = {}
    for unit_id, entry_id in sorted((unit, entry) for entry, unit in people):
        members.setdefault(unit_id, []).append(str(entry_id))
    sizes = {unit: len(ids) for unit, ids in members.items()}
    limits = {unit: unit_limit(size, max_unit_share) for unit, size in sizes.items()}
    shortage = _plain_shortage(sizes, limits, capacities)
    if shortage:
        return shortage
    ceilings = [[limit] * len(capacities) for limit in limits.values()]
    table = fill(list(sizes.values()), capacities, ceilings)
    placed = sum(map(sum, table))
    if placed < len(people):
        return Shortage(Lack.TOGETHER, len(people), placed)
    return Assignment(_seated(members, table, len(capacities), seed))


def _seated(
    members: Mapping[int, Sequence[str]], table: Sequence[Sequence[int]], number: int, seed: bytes
) -> tuple[tuple[int, ...], ...]:
    """The people in each of `number` batches; `table` says how many of each unit go where."""
    batches: list[list[int]] = [[] for _ in range(number)]
    for (unit, ids), row in zip(members.items(), table, strict=True):
        order = iter(rank(seed, f"batches/{unit}", ids))
        for batch, places in zip(batches, row, strict=True):
            batch.extend(int(next(order)) for _ in range(places))
    return tuple(tuple(sorted(batch)) for batch in batches)


def _plain_shortage(
    sizes: Mapping[int, int], limits: Mapping[int, int], capacities: Sequence[int]
) -> Shortage | None:
    """What can be seen without solving anything, and said most plainly."""
    people, places = sum(sizes.values()), sum(capacities)
    if people > places:
        return Shortage(Lack.CAPACITY, people, places)
    for unit, size in sizes.items():
        usable = sum(min(limits[unit], capacity) for capacity in capacities)
        if size > usable:
            return Shortage(Lack.UNIT, size, usable, unit, ceil(size / limits[unit]))
    return None


def equal_windows(
    first: datetime, minutes: int, gap: int, number: int, capacity: int
) -> list[Window]:
    """`number` windows of the same length, `gap` minutes apart."""
    starts = [first + timedelta(minutes=(minutes + gap) * index) for index in range(number)]
    return [Window(start, start + timedelta(minutes=minutes), capacity) for start in starts]


def windows_refusal(windows: Sequence[Window], minutes: int, now: datetime) -> Refusal | None:
    """The first window that nobody could sit the exam in."""
    if not windows:
        return Refusal("scheduling.no_windows")
    for number, window in enumerate(windows, start=1):
        facts = {"number": number, "minutes": minutes}
        if window.closes_at <= window.opens_at:
            return Refusal("scheduling.window_backward", facts)
        if window.closes_at - window.opens_at < timedelta(minutes=minutes):
            return Refusal("scheduling.window_short", facts)
        if window.closes_at <= now:
            return Refusal("scheduling.window_past", facts)
    return None


def outside_refusal(windows: Sequence[Window], first_day: date, last_day: date) -> Refusal | None:
    """The first window that reaches beyond the days of the exam; windows in local time.

    One that closes at midnight ends with the day before.
    """
    for number, window in enumerate(windows, start=1):
        last_moment = window.closes_at - timedelta.resolution
        if window.opens_at.date() < first_day or last_moment.date() > last_day:
            facts = {"number": number, "first": first_day, "last": last_day}
            return Refusal("scheduling.window_outside", facts)
    return None
