"""Cases as banks print them: `（一）某县… 问题：1. … 2. …`, their answers perhaps in one list."""

import re
from collections.abc import Sequence

from questionbank.exchange.rules.marks import CJK_DIGITS, Field
from questionbank.exchange.rules.raw import Piece, RawItem
from questionbank.laws.rules import read_number

_OPENER = re.compile(
    rf"[（(](?P<place>[{CJK_DIGITS}]{{1,3}})[）)]\s*(?P<told>.*)"
    rf"|[【\[]?(?:案例|材料)\s*(?P<named>[{CJK_DIGITS}\d]{{0,3}})\s*(?:[】\]]\s*[:：、]?|[:：、])\s*(?P<text>.*)",
    re.DOTALL,
)
_ASK = re.compile(r"(?:^|(?<=[\s。？?]))(?:问题|请问|请回答(?:下列|以下)问题|问)\s*[:：]\s*")


def opened_case(text: str, opened: int) -> str | None:
    """What is told of the case that a line opens, when `opened` are open already; or None."""
    match = _OPENER.fullmatch(text)
    if match is None:
        return None
    numeral = match["place"] or match["named"]
    if numeral and read_number(numeral) != opened + 1:
        return None
    return match["told"] if match["place"] else match["text"]


def part_question(text: str) -> tuple[str, str] | None:
    """What is told before `问题：` and what is asked behind it; None where nothing is asked."""
    match = _ASK.search(text)
    return (text[: match.start()].strip(), text[match.end() :].strip()) if match else None


def numbered_parts(text: str) -> list[tuple[int, str]]:
    """`1. 甲 2. 乙` parted at 1, 2, 3 …; empty unless it begins with 1."""
    parts: list[tuple[int, str]] = []
    position, number = 0, 1
    while True:
        mark = re.compile(rf"(?:^|(?<=[\s。？?；;！!]))[（(]?{number}\s*[.、．）)]\s*")
        match = mark.search(text, position)
        if match is None or (number == 1 and match.start()):
            break
        if parts:
            parts[-1] = (parts[-1][0], text[position : match.start()].strip())
        parts.append((number, text[match.end() :].strip()))
        position, number = match.end(), number + 1
    return parts


def lists_in_brackets(item: RawItem) -> bool:
    """Whether an item has a list of its own that looks like the openings of cases."""
    pieces = [*item.stem, *(piece for part in item.fields.values() for piece in part)]
    return any(piece.text.lstrip().startswith(("（一", "(一")) for piece in pieces)


def share_answers(items: Sequence[RawItem]) -> None:
    """Gives the sub-questions of a case their parts of an answer list behind the last of them."""
    last = items[-1]
    if len(items) < 2 or any(item.complete for item in items[:-1]):
        return
    said = last.fields.get(Field.KEY, [])
    parts = numbered_parts("\n".join(piece.text for piece in said))
    if len(parts) != len(items):
        return
    for item, (_, text) in zip(items, parts, strict=True):
        item.fields[Field.KEY] = [
            Piece(said[0].line, line, marked=place == 0)
            for place, line in enumerate(text.split("\n"))
        ]
