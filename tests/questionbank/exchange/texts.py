"""Ways to read a text in a test, and what came of it in short."""

from dataclasses import replace

from audit.rules import Refusal
from questionbank.exchange.documents import numbered
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.reading import Reading, read_whole
from questionbank.questions.rules import Content, ItemKind


def outcome(text: str) -> Reading | Refusal:
    return read_whole(read_blocks(numbered(text)))


def read(text: str) -> Reading:
    reading = outcome(text)
    assert isinstance(reading, Reading), reading
    return reading


def items(text: str) -> list[ParsedItem]:
    """The items of a text that must be read without remainder."""
    reading = read(text)
    assert (reading.rejected, reading.unread) == ([], [])
    return reading.parsed


def contents(text: str) -> list[Content]:
    return [replace(item.content, rationale="") for item in items(text)]


def single(stem: str, *options: str, key: str) -> Content:
    return Content(ItemKind.SINGLE, stem, options, key)


def multiple(stem: str, *options: str, key: str) -> Content:
    return Content(ItemKind.MULTIPLE, stem, options, key)


def truth(stem: str, key: str) -> Content:
    return Content(ItemKind.TRUE_FALSE, stem, (), key)


def blanks(stem: str, key: str) -> Content:
    return Content(ItemKind.BLANKS, stem, (), key)
