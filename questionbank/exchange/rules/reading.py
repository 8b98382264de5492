"""A whole file: what was understood, what was not, and that nothing was lost."""

import re
from dataclasses import dataclass, field

from audit.rules import Refusal
from questionbank.exchange.rules.colours import take_shown_keys
from questionbank.exchange.rules.items import ParsedItem, RejectedItem, judge
from questionbank.exchange.rules.keys import attach_keys, part_keys
from questionbank.exchange.rules.lines import PICTURE, Line
from questionbank.exchange.rules.raw import Blocks, RawItem
from questionbank.laws.rules import LawDeclaration
from questionbank.questions.rules import identity, key_meaning


@dataclass
class Reading:
    """A question file as read. `repeats` maps the place in `parsed` of a repeat to the first."""

    parsed: list[ParsedItem] = field(default_factory=list)
    rejected: list[RejectedItem] = field(default_factory=list)
    repeats: dict[int, int] = field(default_factory=dict)
    declarations: list[LawDeclaration] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    remarks: list[Refusal] = field(default_factory=list)

    @property
    def items(self) -> int:
        return len(self.parsed) + len(self.rejected)


def read_whole(blocks: Blocks, answers: Blocks | None = None) -> Reading | Refusal:
    """Judges all items; refuses a source that is no question bank at all.

    `answers`: a second document with the keys of questions that have none.
    """
    if not blocks.items:
        return Refusal("exchange.no_items", {"lines": len(blocks.unread) + len(blocks.headings)})
    questions, entries = part_keys(blocks.items)
    if not questions or (answers is None and _only_answers(questions)):
        return Refusal("exchange.only_answers", {"count": len(blocks.items)})
    unread = [*blocks.unread, *attach_keys(questions, entries)]
    if answers is not None:
        unread += attach_keys(questions, answers.items) + answers.unread
    take_shown_keys(questions)
    reading = Reading(
        declarations=[declared for _, declared in blocks.declarations],
        unread=unread,
        remarks=list(blocks.remarks),
    )
    seen: dict[str, int] = {}
    for raw in questions:
        if any(PICTURE in line.text for line in raw.lines):
            raw.remarks.append(Refusal("exchange.has_picture"))
        judged = judge(raw)
        reading.unread += judged.unread
        _file(reading, judged.item, seen)
    reading.unread.sort(key=lambda line: (line.sheet, line.number))
    return reading


def _file(reading: Reading, item: ParsedItem | RejectedItem, seen: dict[str, int]) -> None:
    """Puts an item where it belongs; one that contradicts an earlier item is rejected.

    `seen` maps identities to places in `reading.parsed`.
    """
    if isinstance(item, RejectedItem):
        reading.rejected.append(item)
        return
    content = item.content
    place = len(reading.parsed)
    first = seen.setdefault(identity(content), place)
    if first == place:
        reading.parsed.append(item)
        return
    earlier = reading.parsed[first]
    if key_meaning(earlier.content) == key_meaning(content):
        reading.repeats[place] = first
        reading.parsed.append(item)
    else:
        facts = {"line": earlier.line.number, "first": earlier.content.key, "second": content.key}
        reason = Refusal("exchange.contradicts", facts)
        reading.rejected.append(
            RejectedItem(item.line, item.number, reason, content.stem, item.raw)
        )


def _only_answers(items: list[RawItem]) -> bool:
    """Whether most numbered lines are bare answers: `1.B`, `1.正确答案：A`, `1、高质量 2、ABC`."""
    return sum(map(_is_bare, items)) * 2 > len(items)


def _is_bare(raw: RawItem) -> bool:
    stem = "".join(piece.text for piece in raw.stem)
    if raw.refused or raw.options or (stem and raw.complete):
        return False
    parts = re.split(r"(?:^|\s)\d{1,4}(?:\s*[-—~]\s*\d{1,4})?\s*[、.:：]?\s*", stem)
    return all(len(part) <= 12 and not re.search(r"[（(【_。？?]", part) for part in parts)
