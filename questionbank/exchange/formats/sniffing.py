"""Which format of another system a file is, and its items."""

import re
from collections.abc import Callable
from typing import Any

from audit.rules import Refusal
from questionbank.exchange.formats.aiken import is_aiken, read_aiken
from questionbank.exchange.formats.gift import is_gift, read_gift
from questionbank.exchange.formats.markup import local_name, parse_xml
from questionbank.exchange.formats.moodle import read_moodle
from questionbank.exchange.formats.qti import read_single_item
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.raw import Blocks

_ROOTS: dict[str, Callable[[Any], Blocks]] = {
    "quiz": read_moodle,
    "assessmentItem": read_single_item,
    "qti-assessment-item": read_single_item,
}
_OURS = re.compile(rb"<(?:\w+:)?(?:quiz|(?:qti-)?assessment-?item)\b", re.IGNORECASE)
_HEAD = 4096
_KNOWN_ELSE = {
    "questestinterop": "QTI 1.2",
    "assessmentTest": "QTI assessmentTest",
    "qti-assessment-test": "QTI assessmentTest",
    "manifest": "imsmanifest.xml",
}


def read_text_format(text: str, lines: list[Line]) -> Blocks | None:
    """The items of a GIFT or Aiken text; None for any other text."""
    if is_aiken(text):
        return read_aiken(lines)
    return read_gift(lines) if is_gift(text) else None


def read_xml(content: bytes, filename: str) -> Blocks | Refusal:
    root = parse_xml(content)
    if root is None and _OURS.search(content[:_HEAD].replace(b"\0", b"")):
        return Refusal("exchange.xml_unsafe", {"file": filename})
    if root is None:
        return Refusal("exchange.wrong_type", {"file": filename, "type": "XML"})
    name = local_name(root)
    if name in _ROOTS:
        return _ROOTS[name](root)
    kind = _KNOWN_ELSE.get(name, f"XML, {name[:40]}")
    return Refusal("exchange.wrong_type", {"file": filename, "type": kind})
