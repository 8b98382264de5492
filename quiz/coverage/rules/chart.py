"""Where the lines of a chart of rates over time run. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 16, 32
"""Room around the field, for the scale and the days."""
DAY_WIDTH = 80


@dataclass(frozen=True)
class Point:
    x: str
    y: str
    day: date
    rate: Fraction


@dataclass(frozen=True)
class Line:
    """A step line: a figure holds from its day until the next one is taken."""

    path: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Tick:
    """A labelled place on the scale of rates (a percentage) or of days."""

    at: str
    label: int | date


@dataclass(frozen=True)
class Chart:
    lines: tuple[Line, ...]
    rates: tuple[Tick, ...]
    days: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def draw_chart(days: Sequence[date], *series: Sequence[Fraction | None]) -> Chart | None:
    """Step lines over the days, rates from 0 to 100 %; None with fewer than two days.

    A rate that there is not (None) leaves a gap. As many days are labelled as have room, the last
    among them.
    """
    if len(days) < 2:
        return None
    return Chart(
        lines=tuple(_line(days, rates) for rates in series),
        rates=tuple(Tick(_y(Fraction(rate, 100)), rate) for rate in (0, 25, 50, 75, 100)),
        days=_labelled(days),
    )


def _labelled(days: Sequence[date]) -> tuple[Tick, ...]:
    ticks: list[Tick] = []
    for day in reversed(days):
        tick = Tick(_x(days, day), day)
        if not ticks or float(ticks[-1].at) - float(tick.at) >= DAY_WIDTH:
            ticks.append(tick)
    return tuple(reversed(ticks))


def _line(days: Sequence[date], rates: Sequence[Fraction | None]) -> Line:
    points: list[Point] = []
    path: list[str] = []
    drawing = False
    for day, rate in zip(days, rates, strict=True):
        if rate is None:
            drawing = False
            continue
        point = Point(_x(days, day), _y(rate), day, rate)
        path.append(f"H{point.x}V{point.y}" if drawing else f"M{point.x} {point.y}")
        points.append(point)
        drawing = True
    return Line("".join(path), tuple(points))


def _x(days: Sequence[date], day: date) -> str:
    share = Fraction((day - days[0]).days, (days[-1] - days[0]).days)
    return f"{float(LEFT + share * (WIDTH - LEFT - RIGHT)):.1f}"


def _y(rate: Fraction) -> str:
    return f"{float(HEIGHT - BOTTOM - rate * (HEIGHT - TOP - BOTTOM)):.1f}"
