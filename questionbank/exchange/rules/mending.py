"""Items as texts that a person mends: read one, read several, retype, merge. Pure."""

import re
from dataclasses import dataclass

from audit.rules import Refusal
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.items import ParsedItem, RejectedItem, judge
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.marks import TAG_NAMES
from questionbank.exchange.rules.tokens import Look, Token, tokenize
from questionbank.exchange.rules.writing import write_item, write_raw
from questionbank.questions.rules import ItemKind

_LEVEL = re.compile(r"(?m)^难度：中\n?\Z")


@dataclass(frozen=True)
class Mended:
    """What the text of an item says; `unread` are its lines that belong to no item."""

    items: list[ParsedItem | RejectedItem]
    unread: list[Line]

    @property
    def texts(self) -> list[str]:
        return [write_any(item) for item in self.items]


def write_any(item: ParsedItem | RejectedItem) -> str:
    """An item in the dialect, sound or not."""
    if isinstance(item, ParsedItem):
        return write_item(item)
    return write_raw(item.raw) if item.raw else item.stem


def read_mended(text: str) -> Mended:
    blocks = read_blocks([Line(n, line) for n, line in enumerate(text.split("\n"), 1)])
    judged = [judge(raw) for raw in blocks.items]
    unread = [*blocks.unread, *(line for line, _ in blocks.declarations)]
    unread += [line for each in judged for line in each.unread]
    return Mended([each.item for each in judged], unread)


def read_one(text: str) -> ParsedItem | RejectedItem:
    """The one item of a text; a text of none or of several is no question."""
    mended = read_mended(text)
    if len(mended.items) == 1 and not mended.unread:
        return mended.items[0]
    reason = Refusal("exchange.not_one_item", {"count": len(mended.items)})
    if len(mended.items) == 1:
        reason = Refusal("exchange.line_not_read", {"text": mended.unread[0].text.strip()[:40]})
    return RejectedItem(Line(1, text), None, reason, text.strip().split("\n")[0])


def retyped(text: str, kind: ItemKind) -> str:
    """The text with its item tagged as of this kind."""
    tag = f"【{TAG_NAMES[kind]}】"
    before, head, after = _parts(text)
    if head is None:
        return f"1. {tag}{text.strip()}"
    return "\n".join([*before, f"{_number(head[0]) or '1. '}{tag}{_words(head)}", *after])


def numbered(text: str) -> str:
    """Lines that belong to no item, begun as one."""
    return text if _parts(text)[1] else f"1. {text}"


def merged(above: str, below: str) -> str:
    """The text of two items as one: what begins the lower one goes on where the upper one ends.

    The level that a written item ends with would stand in between; the lower one's holds.
    """
    _, head, after = _parts(below)
    upper = _LEVEL.sub("", above).rstrip("\n")
    if head is None:
        return f"{upper}\n{below}"
    return "\n".join([upper, f"\\{_number(head[0])}{_words(head)}", *after])


def _parts(text: str) -> tuple[list[str], list[Token] | None, list[str]]:
    """The lines before the one that begins the item, its tokens, and the lines after it."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        tokens = tokenize(Line(place, line))
        if tokens and tokens[0].look is Look.NUMBER:
            return lines[:place], tokens, lines[place + 1 :]
    return lines, None, []


def _number(head: Token) -> str:
    if head.code:
        return f"【{head.code}】"
    return f"{head.number}. " if head.number is not None else ""


def _words(tokens: list[Token]) -> str:
    """All of a line behind its number and tag."""
    first = f"\\{tokens[0].text}" if tokens[0].literal else tokens[0].text
    return " ".join([first, *(token.raw for token in tokens[1:])])
