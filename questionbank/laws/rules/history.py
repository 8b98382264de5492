"""When a text was adopted or amended, and from when it is in force, as its own words tell. Pure.

An amended law goes on printing the day on which its first text came into force. So the day that a
text prints is believed only where it can be meant for this very version.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from audit.rules import Refusal
from questionbank.laws.rules.articles import ArticleText, squeeze

_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_EVENT = re.compile(rf"(?:根据)?{_DAY}(.*)", re.DOTALL)
_NEXT_EVENT = re.compile(rf"\s+(?=(?:根据|自)?{_DAY})")
_ACTS = ("通过", "批准", "公布", "发布", "印发", "修正", "修订", "制定")
_PRINTED = re.compile(rf"本[^。；，]{{1,12}}(?:，[^。；]{{1,20}})?，?自{_DAY}起(?:施行|实施|生效)")
_AT_ONCE = re.compile(r"本[^。；，]{1,12}自(?:公布|发布|印发)之日起(?:施行|实施|生效)")
LAST_ARTICLES = 5  # among which a statute says from when it is in force
_IN_NAME = re.compile(r"(\d{4})[-.年]?(\d{2})[-.月]?(\d{2})日?(起?施行)?")


@dataclass(frozen=True)
class Event:
    """A line of the history: adopted, amended, published on a day; or in force from it."""

    day: date
    text: str

    @property
    def effective_only(self) -> bool:
        return re.fullmatch("起?(?:施行|实施|生效)", squeeze(self.text)) is not None

    @property
    def is_act(self) -> bool:
        return not self.effective_only and any(word in self.text for word in _ACTS)

    @property
    def amends(self) -> bool:
        """Changed by a decision, which says apart from the text when the change takes effect."""
        return "修正" in self.text or "决定》" in self.text


@dataclass(frozen=True)
class Days:
    """adopted_on    of the newest act; None when nothing tells it
    effective_on  only where it is certain
    printed       the day in force that the text prints, perhaps that of its first version
    """

    adopted_on: date | None
    effective_on: date | None
    printed: date | None


def history_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """The dated lines of a statute's head, each with the lines that continue it."""
    found: list[str] = []
    for line in lines:
        for part in _NEXT_EVENT.sub("\n", _bare(line)).split("\n"):
            if _EVENT.match(part):
                found.append(part)
            elif found:
                found[-1] += part
    return tuple(found)


def _bare(line: str) -> str:
    return line.strip().lstrip("（(").rstrip("）)").strip()


def is_dated(line: str) -> bool:
    """Whether a line of the head begins its history."""
    return _EVENT.match(_bare(line)) is not None


def in_force_too_early(adopted_on: date, effective_on: date | None) -> Refusal | None:
    """No text is in force before it was adopted."""
    if effective_on is None or effective_on >= adopted_on:
        return None
    facts = {"day": effective_on.isoformat(), "adopted": adopted_on.isoformat()}
    return Refusal("laws.in_force_too_early", facts)


def read_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def days_of(history: Sequence[str], articles: Sequence[ArticleText], name: str) -> Days:
    """The days of a version from its history, its last articles and the name of its file."""
    events = [event for event in map(_event, history) if event]
    acts = [event for event in events if event.is_act]
    newest = max(acts, key=lambda event: event.day, default=None)
    named, named_effective = _days_in(name)
    printed = printed_day(articles)
    adopted_on = newest.day if newest else None
    if named and named != printed and (adopted_on is None or named > adopted_on):
        adopted_on, newest = named, None
    if adopted_on is None:
        return Days(None, named_effective, printed)
    told = [event.day for event in events if event.effective_only or "施行" in event.text]
    amended = newest is not None and newest.amends
    days = [] if amended else [day for day in (printed, *told) if day and day >= adopted_on]
    if newest and not amended and _at_once(articles):
        days.append(adopted_on)
    if named_effective and named_effective >= adopted_on:
        days.insert(0, named_effective)
    return Days(adopted_on, next(iter(days), None), printed)


def _event(line: str) -> Event | None:
    match = _EVENT.match(line)
    day = read_day(*match.groups()[:3]) if match else None
    return Event(day, match[4]) if match and day else None


def printed_day(articles: Sequence[ArticleText]) -> date | None:
    """The day from which the last articles say that the text is in force."""
    for article in reversed(articles[-LAST_ARTICLES:]):
        if match := _PRINTED.search(article.text):
            return read_day(*match.groups())
    return None


def _at_once(articles: Sequence[ArticleText]) -> bool:
    return any(_AT_ONCE.search(article.text) for article in articles[-LAST_ARTICLES:])


def _days_in(name: str) -> tuple[date | None, date | None]:
    """The day of the version and the day in force (…施行) that a file name gives."""
    adopted_on = effective_on = None
    for *parts, in_force in _IN_NAME.findall(name):
        day = read_day(*parts)
        if in_force:
            effective_on = effective_on or day
        else:
            adopted_on = adopted_on or day
    return adopted_on, effective_on
