"""An item as its lines say it, nothing judged yet."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from audit.rules import Refusal, digest
from questionbank.exchange.rules.lines import Line, tidy
from questionbank.exchange.rules.marks import Field
from questionbank.laws.rules import LawDeclaration
from questionbank.questions.rules import ItemKind

INLINE_KEY = re.compile(
    r"[（(]\s*(?P<key>[A-J](?:[\s、,，]*[A-J])*|√|×|✓|✗|✔|✘|[TF]|对|错|正确|错误)\s*[）)]"
)
# What a question has and a list in an answer has not: a bracket to fill, or a blank.
STEM_LOOK = re.compile(r"[（(]\s*(?:[A-J](?:[、\s]*[A-J])*|[√×对错])?\s*[）)]|____|【\s*】")
_STATEMENT = re.compile(
    r"[①-⑳]|[（(]\d{1,2}[）)]|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.、](?!\d)"
)
_ENDS = frozenset("：:。？?；;！!")


@dataclass(frozen=True)
class Piece:
    """Words of an item. `marked`: they stand behind the mark of their field; `literal`: no mark
    in them is read, and they are a line of their own."""

    line: Line
    text: str
    marked: bool = False
    literal: bool = False


@dataclass
class RawCase:
    """What sub-questions have in common: `案例：AL-01 某局处罚案` and `材料：…`.

    again   it was opened a second time
    asking  its questions have begun: `问题：`
    """

    line: Line
    code: str = ""
    title: str = ""
    material: list[Piece] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    again: bool = False
    asking: bool = False

    @property
    def name(self) -> str:
        """The code, or one that the same material always gets."""
        return self.code or f"案例-{digest(tidied(self.material))[:8]}"

    def place(self, number: int | None) -> int:
        """The place of the next sub-question: its number where that is free, else the next."""
        free = number is not None and 0 < number < 100 and number not in self.taken
        place = number if free and number else max(self.taken, default=0) + 1
        self.taken.add(place)
        return place


@dataclass
class RawItem:
    """The lines of an item, parted.

    case_place  the place in `case`, from 1
    section     the place of the section it stands in, 0 before the first heading
    as_key      it stands in a list of keys
    lines       all lines it was read from
    refused     why a file of another system cannot give us this item
    remarks     what a person should know of how it was read
    """

    line: Line
    number: int | None
    code: str = ""
    kind: ItemKind | None = None
    stem: list[Piece] = field(default_factory=list)
    options: list[tuple[str, list[Piece]]] = field(default_factory=list)
    fields: dict[Field, list[Piece]] = field(default_factory=dict)
    case: RawCase | None = None
    case_place: int = 0
    section: int = 0
    as_key: bool = False
    lines: list[Line] = field(default_factory=list)
    refused: Refusal | None = None
    remarks: list[Refusal] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether a key was seen, so that the next number can only begin another item."""
        return Field.KEY in self.fields or has_inline_key(self.stem)

    def said(self, name: Field) -> str:
        return "\n".join(piece.text for piece in self.fields.get(name, []) if piece.text)


@dataclass
class Blocks:
    """A source taken apart: each non-blank line is in one of the first four.

    remarks  what a person should know of how the whole file was read
    """

    items: list[RawItem] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    declarations: list[tuple[Line, LawDeclaration]] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    remarks: list[Refusal] = field(default_factory=list)

    def add(self, other: "Blocks") -> None:
        self.items += other.items
        self.headings += other.headings
        self.declarations += other.declarations
        self.unread += other.unread
        self.remarks += other.remarks


def has_inline_key(pieces: Iterable[Piece]) -> bool:
    return any(not piece.literal and INLINE_KEY.search(piece.text) for piece in pieces)


def run_on(pieces: Iterable[Piece], *, option: bool = False) -> str:
    """Wrapped lines run on; statements and what follows a finished sentence keep their line.

    In an option every line runs on. A literal line, and words behind a second mark of the same
    field, are lines of their own.
    """
    parts: list[str] = []
    before: Piece | None = None
    for piece in pieces:
        if not piece.text and not piece.literal:
            continue
        if before is not None:
            parts.append(_between(before, piece, option))
        parts.append(piece.text)
        before = piece
    return "".join(parts)


def tidied(pieces: Sequence[Piece], *, option: bool = False) -> str:
    """The words of a part as they are kept; literal ones as they stand."""
    text = run_on(pieces, option=option)
    return text if any(piece.literal for piece in pieces) else tidy(text)


def _between(before: Piece, piece: Piece, option: bool) -> str:
    """What joins two lines: a break, a space between two Latin words, or nothing."""
    if piece.literal or before.literal or piece.marked:
        return "\n"
    if not option and (before.text[-1:] in _ENDS or _STATEMENT.match(piece.text)):
        return "\n"
    latin = before.text[-1:].isascii() and before.text[-1:].isalnum()
    return " " if latin and re.match(r"[A-Za-z0-9]", piece.text) else ""
