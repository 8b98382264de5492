"""Keys that are shown and not said: the right option in red, bold or underlined.

A mark counts only when it cannot be chance: the very same mark stands on whole options in every
item without a key, on fewer of them than not, and no other mark tells another story.
"""

from collections.abc import Sequence

from audit.rules import Refusal
from questionbank.exchange.rules.lines import Line, fold
from questionbank.exchange.rules.marks import Field
from questionbank.exchange.rules.raw import Piece, RawItem

_LEAST = 2
_BARE = " 　.、:：,，)）．。;；"


def take_shown_keys(questions: Sequence[RawItem]) -> None:
    """Gives items the key that their options show, with a remark that says so."""
    silent = [item for item in questions if item.options and not item.complete]
    if len(silent) < _LEAST:
        return
    shown = [_shown(item) for item in silent]
    styles = set.union(*(set(marks) for marks in shown))
    stories = {
        tuple(marks[style] for marks in shown)
        for style in styles
        if all(marks.get(style) for marks in shown) and _is_minority(silent, shown, style)
    }
    if len(stories) != 1:
        return
    for item, letters in zip(silent, stories.pop(), strict=True):
        item.fields[Field.KEY] = [Piece(item.line, letters, marked=True)]
        item.remarks.append(Refusal("exchange.key_shown", {"key": letters}))


def _is_minority(items: Sequence[RawItem], shown: Sequence[dict[str, str]], style: str) -> bool:
    marked = sum(len(marks[style]) for marks in shown)
    if any(
        len(marks[style]) == len(item.options) for item, marks in zip(items, shown, strict=True)
    ):
        return False
    return marked * 2 <= sum(len(item.options) for item in items)


def _shown(item: RawItem) -> dict[str, str]:
    """By mark the letters of the options that bear it from end to end."""
    found: dict[str, str] = {}
    searched: dict[int, int] = {}
    for letter, pieces in item.options:
        styles: set[str] | None = None
        for piece in pieces:
            start = searched.get(id(piece.line), 0)
            here, end = _styles(piece.line, letter if piece.marked else "", piece.text, start)
            searched[id(piece.line)] = end
            styles = here if styles is None else styles & here
        for style in styles or ():
            found[style] = found.get(style, "") + letter
    return found


def _styles(line: Line, letter: str, text: str, start: int) -> tuple[set[str], int]:
    """How the words of an option stand out on their line, and where they end there."""
    if not line.marks or not text:
        return set(), start
    folded = [fold(character) for character in line.text]
    kept = [place for place, character in enumerate(folded) if character]
    words = "".join(character for character in text if fold(character))
    plain = "".join(folded[place] for place in kept)
    bare = "".join(fold(character) for character in words)
    if letter:
        start = max(start, plain.find(letter, start) + 1)
    found = plain.find(bare, start)
    if found < 0 or not bare:
        return set(), start
    places = [kept[place] for place in range(found, found + len(bare)) if plain[place] not in _BARE]
    names = {name for _, _, name in line.marks}
    whole = {
        name for name in names if places and all(_covers(line, name, place) for place in places)
    }
    return whole, found + len(bare)


def _covers(line: Line, name: str, place: int) -> bool:
    return any(first <= place < last for first, last, style in line.marks if style == name)
