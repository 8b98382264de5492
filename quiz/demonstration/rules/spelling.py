"""The ways in which offices type the same fact. Every spelling here can be read back. Pure."""

from datetime import date
from random import Random

from quiz.demonstration.rules.county import UnitPlan

_DIGITS = "〇一二三四五六七八九"


def spell_name(dice: Random, name: str) -> str:
    """Two-character names are often spread out to the width of three."""
    if len(name) == 2:
        return dice.choice((name, name, name, f"{name[0]}\u3000{name[1]}", f"{name[0]} {name[1]}"))
    return dice.choice((name,) * 8 + (f"{name} ", f"\u200b{name}"))


def spell_identity(dice: Random, number: str) -> str:
    """As text, with what spreadsheets and typists leave on it."""
    grouped = f"{number[:6]} {number[6:14]} {number[14:]}"
    wide = number.replace("X", "Ｘ")
    return dice.choice((number,) * 8 + (number.lower(), wide, f"'{number}", f" {number}", grouped))


def spell_unit(dice: Random, unit: UnitPlan) -> str:
    """The proper name, or one that everybody in the county understands."""
    return dice.choice((unit.name, unit.name, unit.name, *unit.aliases))


def spell_date(dice: Random, day: date) -> str | date:
    """To the day, or only to the month where the day is not what matters."""
    chinese_year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    chinese_month = ("", "十")[day.month >= 10] + _DIGITS[day.month % 10].replace("〇", "")
    return dice.choice(
        (
            day,
            day,
            f"{day:%Y-%m-%d}",
            f"{day:%Y.%m.%d}",
            f"{day.year}/{day.month}/{day.day}",
            f"{day.year}年{day.month}月{day.day}日",
            f"{day:%Y-%m-%d} 00:00:00",
            f"{day:%Y.%m}",
            f"{day:%Y%m}",
            f"{day.year}年{day.month}月",
            f"{chinese_year}年{chinese_month}月",
        )
    )


def spell_end(dice: Random, day: date | None) -> str | date:
    """An expiry; cards without one say so in a word. The day matters, so it is always there."""
    if day is None:
        return "长期"
    return dice.choice((day, f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日"))
