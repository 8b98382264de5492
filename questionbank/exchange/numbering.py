"""The automatic numbers of a Word document, counted again: Word keeps them out of the text."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from questionbank.laws.rules import write_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MOST = 9_999


@dataclass
class _Level:
    form: str
    text: str
    start: int


@dataclass
class _List:
    """The levels of a list, and how far each has counted; lists made from it share both."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    def __init__(self, document: Any) -> None:
        self._lists: dict[str, _List] = {}
        self._restarts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styled = _numbered_styles(document)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return  # the reader has no numbering for a document that lacks the part, and says so
        shared = {
            abstract.get(f"{_W}abstractNumId"): _List(_levels(abstract))
            for abstract in root.iterchildren(f"{_W}abstractNum")
        }
        for number in root.iterchildren(f"{_W}num"):
            name = number.get(f"{_W}numId")
            found = shared.get(value(number.find(f"{_W}abstractNumId")))
            if found:
                self._lists[name] = found
            for override in number.iterchildren(f"{_W}lvlOverride"):
                start = value(override.find(f"{_W}startOverride"))
                if start.isdecimal():
                    self._restarts[name][_level(override.get(f"{_W}ilvl"))] = int(start)

    def mark(self, properties: Any) -> str:
        """The number in front of a paragraph, "" for one that has none."""
        if properties is None:
            return ""
        listed = properties.find(f"{_W}numPr")
        if listed is None:
            listed = self._styled.get(value(properties.find(f"{_W}pStyle")))
        if listed is None:
            return ""
        name = value(listed.find(f"{_W}numId"))
        found = self._lists.get(name)
        level = _level(value(listed.find(f"{_W}ilvl")))
        if found is None or level not in found.levels:
            return ""
        return self._count(name, found, level)

    def _count(self, name: str, found: _List, level: int) -> str:
        for deeper in [other for other in found.counts if other > level]:
            del found.counts[deeper]
        restart = self._restarts[name].pop(level, None)
        start = found.levels[level].start if restart is None else restart
        counted = found.counts.get(level, start - 1)
        found.counts[level] = start if restart is not None else counted + 1
        return _written(found, level)


def _written(found: _List, level: int) -> str:
    """The number as its level wants it: `%1、` or `（%2）`, or bare as `1. `."""
    shape = found.levels[level]
    if shape.form in ("bullet", "none"):
        return ""

    def one(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        other = found.levels.get(place)
        return _numeral(other.form, found.counts.get(place, other.start)) if other else ""

    text = re.sub(r"%([1-9])", one, shape.text) if "%" in shape.text else "%1"
    if text == "%1":
        text = _numeral(shape.form, found.counts[level])
    if not text:
        return ""
    return f"{text}. " if text[-1].isalnum() and text.isascii() else f"{text} "


def _numeral(form: str, count: int) -> str:
    if not 0 < count <= _MOST:
        return ""
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(64 + count) if count <= 26 else ""
        return letter.lower() if form == "lowerLetter" else letter
    if form.startswith(("chineseCounting", "taiwaneseCounting", "japaneseCounting", "ideograph")):
        return write_number(count)
    if form.startswith("decimalEnclosed"):
        return _CIRCLED[count - 1] if count <= len(_CIRCLED) else ""
    return str(count) if form.startswith("decimal") else ""


def _levels(abstract: Any) -> dict[int, _Level]:
    found = {}
    for level in abstract.iterchildren(f"{_W}lvl"):
        start = value(level.find(f"{_W}start"))
        found[_level(level.get(f"{_W}ilvl"))] = _Level(
            value(level.find(f"{_W}numFmt")),
            value(level.find(f"{_W}lvlText")),
            int(start) if re.fullmatch(r"\d{1,4}", start) else 1,
        )
    return found


def _numbered_styles(document: Any) -> dict[str, Any]:
    """The list that a paragraph style stands for, by the id of the style."""
    try:
        styles = document.part._styles_part.element
    except (KeyError, AttributeError):
        return {}
    path = f"{_W}pPr/{_W}numPr"
    return {
        style.get(f"{_W}styleId", ""): style.find(path)
        for style in styles.iterchildren(f"{_W}style")
        if style.find(path) is not None
    }


def _level(text: str | None) -> int:
    return int(text) if text and re.fullmatch("[0-9]", text) else 0


def value(element: Any) -> str:
    return "" if element is None else element.get(f"{_W}val", "")
