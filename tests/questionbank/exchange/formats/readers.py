"""Ways to read a file in a test, and items as they are compared."""

from dataclasses import replace

from audit.rules import Refusal
from questionbank.exchange.documents import read_document
from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.reading import Reading, read_whole


def outcome(content: bytes | str, filename: str = "bank") -> Reading | Refusal:
    blocks = read_document(content.encode() if isinstance(content, str) else content, filename)
    return blocks if isinstance(blocks, Refusal) else read_whole(blocks)


def read(content: bytes | str, filename: str = "bank") -> Reading:
    reading = outcome(content, filename)
    assert isinstance(reading, Reading), reading
    return reading


def items(content: bytes | str, filename: str = "bank") -> list[ParsedItem]:
    """The items of a file that must be read without remainder."""
    reading = read(content, filename)
    assert (reading.rejected, reading.unread) == ([], [])
    return [placeless(item) for item in reading.parsed]


def placeless(item: ParsedItem) -> ParsedItem:
    return replace(item, line=Line(0, ""), number=None, raw=None)


def reasons(reading: Reading) -> list[tuple[str, dict[str, object]]]:
    return [(item.reason.code, dict(item.reason.facts)) for item in reading.rejected]
