"""How made-up candidates answer: better ones and easier questions give more right answers. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import exp
from random import Random
from string import ascii_uppercase

from questionbank.questions.rules import Difficulty, ItemKind

ABSENT, SLOW = 0.06, 0.02
_EASE = {Difficulty.EASY: 1.9, Difficulty.MEDIUM: 1.2, Difficulty.HARD: 0.5}
# A multiple-choice question asks about each option, a blank has nothing to guess from.
_HARDER = {ItemKind.MULTIPLE: 0.4, ItemKind.INDEFINITE: 0.6, ItemKind.BLANKS: 0.5}


@dataclass(frozen=True)
class Asked:
    """A question on a paper, as far as a made-up candidate needs to know it."""

    slot: int
    kind: ItemKind
    difficulty: Difficulty
    key: str
    options: int


@dataclass(frozen=True)
class Given:
    """An answer and how long after the start it was given, in seconds."""

    slot: int
    answer: str
    after: int


@dataclass(frozen=True)
class Conduct:
    """What a made-up candidate does with their batch. `ability` is about 0 on average."""

    ability: float
    comes: bool
    finishes: bool


def conduct(dice: Random, unit_level: float) -> Conduct:
    """`unit_level` moves everybody of a unit: its ability, and whether its people come."""
    luck = dice.random()
    absent = ABSENT * exp(-1.2 * unit_level)
    return Conduct(
        ability=unit_level + dice.gauss(0.25, 0.6),
        comes=luck >= absent,
        finishes=luck >= absent + SLOW,
    )


def sit(dice: Random, who: Conduct, asked: Sequence[Asked], seconds: int) -> Iterator[Given]:
    """The answers in slot order. Whoever does not finish comes as far as half of the paper."""
    answered = asked if who.finishes else asked[: len(asked) // 2]
    hurry = dice.uniform(0.4, 0.9) if who.finishes else 0.95
    for position, question in enumerate(answered, start=1):
        after = int(seconds * hurry * position / len(answered))
        yield Given(question.slot, answer(dice, who.ability, question), after)


def answer(dice: Random, ability: float, asked: Asked) -> str:
    """The right answer with the chance that ability and difficulty give, or a wrong one."""
    level = ability + _EASE[asked.difficulty] - _HARDER.get(asked.kind, 0.0)
    right = dice.random() < 1 / (1 + exp(-level))
    letters = ascii_uppercase[: asked.options]
    match asked.kind:
        case ItemKind.SINGLE:
            return asked.key if right else dice.choice(letters.replace(asked.key, ""))
        case ItemKind.TRUE_FALSE:
            return asked.key if right else {"T": "F", "F": "T"}[asked.key]
        case ItemKind.MULTIPLE | ItemKind.INDEFINITE:
            return asked.key if right else _near_miss(dice, asked.key, letters)
        case ItemKind.BLANKS:
            blanks = [line.split("/")[0] for line in asked.key.split("\n")]
            return "\n".join(blanks if right else [*blanks[:-1], "不清楚"])
        case _:
            return _short_answer(ability, asked.key)


def _near_miss(dice: Random, key: str, letters: str) -> str:
    """One letter too few or too many."""
    wrong = [letter for letter in letters if letter not in key]
    if wrong and (len(key) < 3 or dice.random() < 0.5):
        return "".join(sorted(key + dice.choice(wrong)))
    return key.replace(dice.choice(key), "")


def _short_answer(ability: float, key: str) -> str:
    """The beginning of the model answer, the longer the abler."""
    return key[: max(8, int(len(key) * _mastery(ability)))]


def mark_by_hand(given: str, key: str, marks: Decimal) -> Decimal:
    """What a marker gives for the beginning of the model answer, to the half mark."""
    share = Decimal(len(given)) / Decimal(max(len(key), 1))
    halves = (2 * marks * min(share, Decimal(1))).quantize(Decimal(1), ROUND_HALF_UP)
    return halves / 2


def _mastery(ability: float) -> float:
    return 1 / (1 + exp(-(ability + 0.8)))
