"""Who may be one person, and what two rows of one person say together. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Any


class Ground(StrEnum):
    """Why two rows are taken to be one person, the strongest first."""

    PHONE = "phone"  # 同名、同手机号
    BIRTH = "birth"  # 同名、同出生日期
    UNIT = "unit"  # 同名、同单位
    SPELLING = "spelling"  # 异名，手机号或生日与单位相同
    NUMBER = "number"  # 同名，一方缺证件号码，无矛盾


@dataclass(frozen=True)
class Sketch:
    """What tells a person from others. `resident`: bears the number of a resident."""

    pk: int
    name: str
    born_on: date | None = None
    phone: str = ""
    numbered: bool = False
    resident: bool = False
    units: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Pair:
    """Two people who may be one; `first` has the lower key."""

    first: int
    second: int
    grounds: tuple[Ground, ...]


def grounds_for(one: Sketch, other: Sketch) -> tuple[Ground, ...]:
    """Every ground that speaks for one person; none when nothing does.

    Two numbers of residents are two people unless everything but the number agrees: then one of
    the numbers was mistyped.
    """
    phone = bool(one.phone) and one.phone == other.phone
    birth = one.born_on is not None and one.born_on == other.born_on
    born_apart = None not in (one.born_on, other.born_on) and not birth
    unit = not one.units.isdisjoint(other.units)
    two_residents = one.resident and other.resident
    if one.name != other.name:
        alike = (phone and (birth or unit)) or (birth and unit and not born_apart)
        return (Ground.SPELLING,) if alike and not two_residents else ()
    found = {
        Ground.PHONE: phone,
        Ground.BIRTH: birth and not two_residents,
        Ground.UNIT: unit and not two_residents and not born_apart,
    }
    strong = tuple(ground for ground, holds in found.items() if holds)
    called_apart = one.phone and other.phone and not phone
    open_question = one.numbered != other.numbered and not born_apart and not called_apart
    return strong or ((Ground.NUMBER,) if open_question else ())


def propose_pairs(people: Iterable[Sketch], apart: Collection[tuple[int, int]] = ()) -> list[Pair]:
    """Everybody who may be one person with another, the strongest grounds first.

    `apart` are the pairs found to be two, the lower key first. Only people who share a name, a
    phone, or a birthday and a unit are compared, so that a county of 100,000 takes a second.
    """
    groups: dict[tuple[Any, ...], list[Sketch]] = {}
    for person in people:
        for trait in _traits(person):
            groups.setdefault(trait, []).append(person)
    found: dict[tuple[int, int], tuple[Ground, ...]] = {}
    for group in groups.values():
        for one, other in combinations(group, 2):
            key = (min(one.pk, other.pk), max(one.pk, other.pk))
            if key[0] != key[1] and key not in found:
                found[key] = grounds_for(one, other)
    excluded = frozenset(apart)
    pairs = [Pair(*key, why) for key, why in found.items() if why and key not in excluded]
    order = list(Ground)
    return sorted(
        pairs,
        key=lambda p: (order.index(p.grounds[0]), -len(p.grounds), p.first, p.second),
    )


def _traits(person: Sketch) -> Iterable[tuple[Any, ...]]:
    yield ("name", person.name)
    if person.phone:
        yield ("phone", person.phone)
    if person.born_on is not None:
        for unit in person.units:
            yield ("home", person.born_on, unit)


def fill_gaps(
    kept: Mapping[str, Any], gone: Mapping[str, Any]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which facts the kept row lacks and the other knows, and in which both differ."""
    filled = tuple(name for name, fact in gone.items() if _known(fact) and not _known(kept[name]))
    differing = tuple(
        name
        for name, fact in gone.items()
        if _known(fact) and _known(kept[name]) and fact != kept[name]
    )
    return filled, differing


def _known(fact: Any) -> bool:
    return fact is not None and fact != ""
