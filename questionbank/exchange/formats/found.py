"""What a reader of another system's file made of one item, and how it becomes a raw item.

Texts are literal: the marks of the text dialect mean nothing in them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from audit.rules import Refusal
from questionbank.exchange.formats import notes
from questionbank.exchange.formats.notes import Labels, read_note
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.marks import TAG_NAMES, Field
from questionbank.exchange.rules.raw import Blocks, Piece, RawCase, RawItem
from questionbank.laws.rules import read_declaration
from questionbank.questions.rules import BLANK, LETTERS, ItemKind, count_blanks

_KINDS = {name: kind for kind, name in TAG_NAMES.items()}
_FIELDS = {
    notes.BASIS: Field.BASIS,
    notes.LEVEL: Field.DIFFICULTY,
    notes.COHORT: Field.COHORTS,
    notes.ORDER: Field.ORDER,
    notes.WEIGHT: Field.WEIGHT,
}


@dataclass
class Found:
    """An item as a foreign file says it.

    kind     None: told by options and key
    key      letters, a word for true or false, one line a blank, or the model answer
    note     the feedback to everybody, read with `read_note`
    labels   what the file says by tags and identifiers; it goes before what the note says
    source   the lines it was read from, as people can read them
    remarks  what of the item could not be taken
    """

    line: Line
    number: int | None = None
    kind: ItemKind | None = None
    stem: str = ""
    options: list[str] = field(default_factory=list)
    key: str = ""
    note: str = ""
    labels: Labels = field(default_factory=dict)
    refused: Refusal | None = None
    source: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def refuse(self, what: str) -> "Found":
        """Marks it as of a kind that has no like here."""
        self.refused = Refusal("exchange.type_not_taken", {"type": what[:80]})
        return self

    def show_blank(self) -> None:
        """Gives the stem its blank; one that we wrote has it already."""
        if notes.KIND not in read_note(self.note).labels:
            self.stem = _with_blank(self.stem)


class Places:
    """Line numbers that only rise: items are told apart by them, even in a file of one line."""

    def __init__(self) -> None:
        self._last = 0

    def at(self, number: int | None) -> int:
        self._last = max(number or 0, self._last + 1)
        return self._last


def as_blocks(found: list[Found]) -> Blocks:
    blocks = Blocks()
    for item in found:
        blocks.items.append(_raw(item))
        blocks.unread += [Line(item.line.number, text, item.line.sheet) for text in item.remarks]
    return blocks


def add_text(blocks: Blocks, line: Line) -> None:
    """A text that is no question: laws that it declares, or nothing that is understood."""
    for text in filter(None, map(str.strip, line.text.split("\n"))):
        part = Line(line.number, text, line.sheet)
        declared = read_declaration(text) if text.startswith("法规：") else None
        if declared:
            blocks.declarations.append((part, declared))
        else:
            blocks.unread.append(part)


def letters(right: list[bool]) -> str:
    """The key of options of which these are right."""
    return "".join(letter for letter, good in zip(LETTERS, right, strict=False) if good)


def _with_blank(stem: str) -> str:
    """A stem to be filled in, with its blank in our form; at its end when it shows none."""
    stem = re.sub(r"_{2,}", BLANK, stem)
    if not count_blanks(stem):
        stem = re.sub(r"[（(]\s*[）)]", BLANK, stem, count=1)
    return stem if count_blanks(stem) else f"{stem} {BLANK}".strip()


def _raw(found: Found) -> RawItem:
    note = read_note(found.note)
    labels = note.labels | found.labels
    material, stem = notes.split_material(found.stem)
    line = found.line
    raw = RawItem(line, found.number)
    raw.kind = _KINDS.get(labels.get(notes.KIND, [""])[0], found.kind)
    raw.refused = found.refused
    raw.stem = list(_literal(line, stem)) if stem else []
    raw.options = [
        (letter, list(_literal(line, text)))
        for letter, text in zip(LETTERS, found.options, strict=False)
    ]
    if len(found.options) > len(LETTERS):
        raw.refused = Refusal("questions.many_options", {"count": len(found.options)})
    key = found.key or "\n".join(labels.get(notes.MODEL, []))
    raw.fields[Field.KEY] = list(_literal(line, key)) if key else []
    raw.fields[Field.RATIONALE] = list(_literal(line, note.text)) if note.text else []
    for name, place in _FIELDS.items():
        raw.fields[place] = [Piece(line, text, marked=True) for text in labels.get(name, [])]
    for name, place in ((notes.TOPIC, Field.TOPIC), (notes.CODE, Field.CODE)):
        raw.fields[place] = [Piece(line, text, True, True) for text in labels.get(name, [])]
    raw.fields[Field.QUOTE] = [
        piece for text in labels.get(notes.QUOTE, []) for piece in _literal(line, text)
    ]
    _place_in_case(raw, labels, material)
    raw.lines = [Line(line.number, text, line.sheet) for text in found.source] or [line]
    return raw


def _place_in_case(raw: RawItem, labels: Labels, material: str) -> None:
    """Puts it in its case; material without a case goes before the stem."""
    code, place = labels.get(notes.CASE, [""])[0], labels.get(notes.CASE_PLACE, [""])[0]
    if not code or not re.fullmatch(r"[1-9]\d?", place):
        raw.stem = [*(_literal(raw.line, material) if material else ()), *raw.stem]
        raw.fields.pop(Field.WEIGHT)
        return
    title = labels.get(notes.CASE_TITLE, [""])[0]
    raw.case = RawCase(raw.line, code, title, list(_literal(raw.line, material)))
    raw.case_place = int(place)


def _literal(line: Line, text: str) -> Iterator[Piece]:
    """A text line by line; the first one opens its field."""
    for place, part in enumerate(text.split("\n")):
        yield Piece(line, part, marked=place == 0, literal=True)
