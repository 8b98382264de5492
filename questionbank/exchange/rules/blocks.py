"""Which line belongs to which item."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from questionbank.exchange.rules.lines import Line, join
from questionbank.exchange.rules.tokens import Field, Look, Token, tokenize
from questionbank.laws.rules import LawDeclaration, read_declaration
from questionbank.questions.rules import LETTERS, ItemKind

INLINE_KEY = re.compile(
    r"[（(]\s*(?P<key>[A-J](?:[\s、,，]*[A-J])*|√|×|✓|✗|✔|✘|[TF]|对|错|正确|错误)\s*[）)]"
)
_PROSE = frozenset({Field.RATIONALE, Field.KEY})


@dataclass
class RawItem:
    """An item as its lines say it, nothing judged yet."""

    line: Line
    number: int | None
    code: str = ""
    kind: ItemKind | None = None
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    fields: dict[Field, list[tuple[Line, str]]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether a key was seen, so that the next number can only begin another item."""
        return Field.KEY in self.fields or any(map(INLINE_KEY.search, self.stem))

    def said(self, name: Field) -> str:
        return "\n".join(text for _, text in self.fields.get(name, []) if text)


@dataclass
class Blocks:
    """A source taken apart: each non-blank line is in exactly one of these."""

    items: list[RawItem] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    declarations: list[tuple[Line, LawDeclaration]] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)

    def add(self, other: "Blocks") -> None:
        self.items += other.items
        self.headings += other.headings
        self.declarations += other.declarations
        self.unread += other.unread


def read_blocks(lines: Iterable[Line]) -> Blocks:
    rows = [tokens for line in lines if (tokens := tokenize(line))]
    builder = _Builder()
    for tokens, evidence in zip(rows, _evidence(rows), strict=True):
        builder.read(tokens, evidence)
    return builder.blocks


def _evidence(rows: Sequence[Sequence[Token]]) -> list[bool]:
    """For each line: whether an option or a key comes before the next numbered line.

    That is what tells a numbered item from a numbered list inside one.
    """
    found, answers = False, []
    for tokens in reversed(rows):
        here = any(
            token.look is Look.OPTION or token.field is Field.KEY or INLINE_KEY.search(token.raw)
            for token in tokens
        )
        found = found or here
        answers.append(found)
        if tokens[0].look in (Look.NUMBER, Look.HEADING):
            found = False
    return answers[::-1]


class _Builder:
    """Reads lines in order; `_place` is the part of the open item that text goes to."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self._kind: ItemKind | None = None
        self._item: RawItem | None = None
        self._place: Field | None = None
        self._listed = 0
        self._quoted = False

    def read(self, tokens: Sequence[Token], evidence: bool) -> None:
        first = tokens[0]
        if first.look is Look.LAW:
            self._declare(first)
        elif first.look is Look.HEADING or (first.look is Look.TITLE and self._takes_title()):
            self.blocks.headings.append(first.line)
            self._kind, self._item = first.kind, None
        elif first.look is Look.NUMBER and self._begins_item(first, evidence):
            self._open(first)
            self._add(tokens[1:])
        elif self._item is None:
            self.blocks.unread.append(first.line)
        else:
            self._add(tokens)

    def _declare(self, token: Token) -> None:
        declared = read_declaration(token.text)
        if declared is None:
            self.blocks.unread.append(token.line)
        else:
            self.blocks.declarations.append((token.line, declared))
        self._item = None

    def _takes_title(self) -> bool:
        """A title between items; inside a stem or a long answer the same look is a list entry."""
        if self._item is None:
            return True
        return self._item.complete and not self._in_prose()

    def _in_prose(self) -> bool:
        if self._item is None or self._place not in _PROSE:
            return False
        long_answer = self._item.kind is ItemKind.SHORT or not self._item.options
        return self._place is Field.RATIONALE or long_answer

    def _begins_item(self, token: Token, evidence: bool) -> bool:
        """Whether a numbered line is an item, or an entry of a list in the open item."""
        item, number = self._item, token.number
        if item is None or number is None:
            return True
        expected = item.number is not None and number == item.number + 1
        entry = number == self._listed + 1
        listing = entry and self._listed > 0
        if item.complete and self._in_prose():
            begins = evidence or (expected and not listing)
        elif item.complete or (item.options and self._place is None):
            begins = True
        elif self._place is None and number == 1:
            begins = evidence
        else:
            begins = (evidence or expected) and not listing
        if token.weak and not evidence:
            begins = begins and expected
        if not begins and entry:
            self._listed = number
        return begins

    def _open(self, token: Token) -> None:
        self._item = RawItem(token.line, token.number, token.code, token.kind or self._kind)
        self._quoted = token.raw.startswith('"')
        self._item.stem = [self._unquoted(token.text)] if token.text else []
        self.blocks.items.append(self._item)
        self._place, self._listed = None, 0

    def _add(self, tokens: Iterable[Token]) -> None:
        assert self._item is not None
        for token in tokens:
            if token.look is Look.FIELD and token.field:
                self._mark(self._item, token.field, token)
            elif token.look is Look.OPTION and self._takes_option(token):
                self._item.options.append((token.letter, token.text))
            else:
                self._add_text(token)

    def _mark(self, item: RawItem, name: Field, token: Token) -> None:
        """Opens a field; a second mark of the same field begins a paragraph of its own."""
        self._place = name
        self._listed = 1 if re.match(r"1\s*[.、]", token.text) else 0
        text = f"\n{token.text}" if name in item.fields else token.text
        item.fields.setdefault(name, []).append((token.line, text))

    def _takes_option(self, token: Token) -> bool:
        """After the key a letter is text; one without a separator must be the letter due next."""
        assert self._item is not None
        due = LETTERS[len(self._item.options) : len(self._item.options) + 1]
        return self._place is None and (not token.weak or token.letter == due)

    def _add_text(self, token: Token) -> None:
        item = self._item
        assert item is not None
        text = self._unquoted(token.raw.strip())
        if self._place is not None:
            item.fields[self._place].append((token.line, text))
        elif item.options:
            letter, option = item.options[-1]
            item.options[-1] = (letter, join(option, text))
        else:
            item.stem.append(text)

    def _unquoted(self, text: str) -> str:
        """A worksheet cell saved as text keeps quotes around several lines; drops the last one."""
        if self._quoted and text.endswith('"'):
            self._quoted = False
            return text[:-1]
        return text
