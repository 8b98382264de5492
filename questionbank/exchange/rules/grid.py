"""Lines of a key list: `1-5 ABCDA 6-10 BBCAD`, `一、1.A 2.C`, `判断题：1-3 √×√`."""

import re
from dataclasses import dataclass, field

from questionbank.exchange.rules.marks import CJK_DIGITS, KIND_WORDS, KINDS
from questionbank.laws.rules import read_number
from questionbank.questions.rules import ItemKind

_SECTION = re.compile(
    rf"(?:第?(?P<place>[{CJK_DIGITS}]{{1,3}})(?:部分|大题)?[、.:：\s]\s*"
    rf"|[（(](?P<bracketed>[{CJK_DIGITS}]{{1,3}})[）)]\s*)?(?:(?P<kind>{KINDS})题?\s*[:：]?\s*)?"
)
_MARK = "[A-J√×✓✗✔✘对错T]"
_RANGE = re.compile(
    rf"(?P<first>\d{{1,4}})\s*[-—–~～至到]+\s*(?P<last>\d{{1,4}})题?\s*[.、:：)）]?\s*"
    rf"(?P<keys>{_MARK}(?:[\s、,，/]*{_MARK})*)(?=[\s;；。\d]|$)"
)
_ONE = re.compile(
    rf"(?P<number>\d{{1,4}})\s*[.、:：)）\s]\s*(?P<key>正确|错误|{_MARK}(?:[、,，]?{_MARK})*)"
    r"(?=[\s;；。，,\d]|$)"
)
_BETWEEN = re.compile(r"[\s;；,，、。]*")
_MOST = 500


@dataclass
class Grid:
    """`section`: the place of the section that the line names, 0 for none. Without entries: a
    range that does not fit the keys behind it."""

    section: int = 0
    kind: ItemKind | None = None
    entries: list[tuple[int, str]] = field(default_factory=list)


def read_grid(text: str) -> Grid | None:
    """The numbered keys of a line that holds nothing else; None for any other line."""
    head = _SECTION.match(text)
    assert head is not None
    place = head["place"] or head["bracketed"]
    grid = Grid(read_number(place or "") or 0, KIND_WORDS.get(head["kind"] or ""))
    position, ranges, sound = head.end(), 0, True
    while position < len(text):
        if match := _RANGE.match(text, position):
            keys = _parted(match)
            sound, ranges = sound and bool(keys), ranges + 1
            grid.entries += keys
        elif match := _ONE.match(text, position):
            grid.entries.append((int(match["number"]), match["key"]))
        else:
            return None
        between = _BETWEEN.match(text, match.end())
        position = between.end() if between else match.end()
    if not sound:
        grid.entries.clear()
    named = bool(place or head["kind"])
    return grid if ranges or len(grid.entries) > 1 or (grid.entries and named) else None


def _parted(match: re.Match[str]) -> list[tuple[int, str]]:
    """A key for each number of a range: groups of letters, or one letter each."""
    first, last = int(match["first"]), int(match["last"])
    groups = [part for part in re.split(r"[\s、,，/]+", match["keys"]) if part]
    single = "".join(groups)
    count = last - first + 1
    if not 1 < count <= _MOST:
        return []
    keys = groups if len(groups) == count else list(single) if len(single) == count else []
    return list(zip(range(first, last + 1), keys, strict=False))
