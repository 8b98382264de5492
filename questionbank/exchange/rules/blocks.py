"""Which line belongs to which item."""

import re
from collections.abc import Iterable, Sequence

from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.marks import Field
from questionbank.exchange.rules.raw import INLINE_KEY, Blocks, Piece, RawCase, RawItem
from questionbank.exchange.rules.tokens import Look, Token, tokenize
from questionbank.laws.rules import read_declaration
from questionbank.questions.rules import LETTERS, ItemKind

_PROSE = frozenset({Field.RATIONALE, Field.KEY})


def read_blocks(lines: Iterable[Line]) -> Blocks:
    rows = [tokens for line in lines if (tokens := tokenize(line))]
    builder = _Builder()
    for tokens, evidence in zip(rows, _evidence(rows), strict=True):
        builder.read(tokens, evidence)
    return builder.finish()


def _evidence(rows: Sequence[Sequence[Token]]) -> list[bool]:
    """For each line: whether an option or a key comes before the next numbered line.

    That is what tells a numbered item from a numbered list inside one.
    """
    found, answers = False, []
    for tokens in reversed(rows):
        here = any(
            token.look is Look.OPTION or token.field is Field.KEY or _holds_key(token)
            for token in tokens
        )
        found = found or here
        answers.append(found)
        if tokens[0].look in (Look.NUMBER, Look.HEADING, Look.CASE):
            found = False
    return answers[::-1]


def _holds_key(token: Token) -> bool:
    return not token.literal and bool(INLINE_KEY.search(token.raw))


class _Builder:
    """Reads lines in order; `_place` is the part of the open item that text goes to."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self._kind: ItemKind | None = None
        self._item: RawItem | None = None
        self._place: Field | None = None
        self._listed = 0
        self._quoted = False
        self._case: RawCase | None = None
        self._cases: dict[str, RawCase] = {}

    def read(self, tokens: Sequence[Token], evidence: bool) -> None:
        first = tokens[0]
        if first.look is Look.LAW:
            self._declare(first)
        elif first.look is Look.CASE:
            self._open_case(first)
        elif first.look is Look.HEADING or (first.look is Look.TITLE and self._takes_title()):
            self.blocks.headings.append(first.line)
            self._kind, self._item, self._case = first.kind, None, None
        elif first.look is Look.NUMBER and self._begins_item(first, evidence):
            self._open(first)
            self._add(tokens[1:])
        elif self._item is not None:
            self._add(tokens)
        elif self._case is not None:
            self._add_material(tokens)
        else:
            self.blocks.unread.append(first.line)

    def finish(self) -> Blocks:
        """All that was read; the lines of a case without sub-questions belong to nothing."""
        asked = {id(item.case) for item in self.blocks.items}
        for case in self._cases.values():
            if id(case) not in asked:
                self.blocks.unread += case.lines
        return self.blocks

    def _declare(self, token: Token) -> None:
        declared = read_declaration(token.text)
        if declared is None:
            self.blocks.unread.append(token.line)
        else:
            self.blocks.declarations.append((token.line, declared))
        self._item = self._case = None

    def _open_case(self, token: Token) -> None:
        """Opens a case, or goes on with the one of that code."""
        code, title = token.code, token.text
        if token.literal:
            code, _, title = title.partition(" ")
        if not code:
            self.blocks.unread.append(token.line)
            self._item = self._case = None
            return
        case = self._cases.setdefault(code, RawCase(token.line, code, title))
        case.again = bool(case.lines)
        case.lines.append(token.line)
        self._item, self._case = None, case

    def _add_material(self, tokens: Sequence[Token]) -> None:
        first, case = tokens[0], self._case
        assert case is not None
        marked = first.look is Look.MATERIAL
        text = first.text if marked or first.literal else first.line.text.strip()
        if marked and case.again:  # it may stand again above each of its sub-questions
            case.material.clear()
            case.again = False
        case.lines.append(first.line)
        case.material.append(Piece(first.line, text, literal=first.literal))

    def _takes_title(self) -> bool:
        """A title between items; inside a stem or a long answer the same look is a list entry."""
        if self._item is None:
            return self._case is None
        return self._item.complete and not self._in_prose()

    def _in_prose(self) -> bool:
        if self._item is None or self._place not in _PROSE:
            return False
        long_answer = self._item.kind is ItemKind.SHORT or not self._item.options
        return self._place is Field.RATIONALE or long_answer

    def _begins_item(self, token: Token, evidence: bool) -> bool:
        """Whether a numbered line is an item, or an entry of a list in the open item."""
        item, number = self._item, token.number
        if item is None and self._case is not None:
            return evidence or token.kind is not None
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
        kind = token.kind or self._kind
        item = RawItem(token.line, token.number, token.code)
        item.kind = None if kind is ItemKind.CASE else kind
        item.lines.append(token.line)
        if self._case is not None:
            item.case, item.case_place = self._case, self._case.place(token.number)
        self._item, self._place, self._listed = item, None, 0
        self._quoted = token.raw.startswith('"')
        if token.text or token.literal:
            text = token.text if token.literal else self._unquoted(token.text)
            item.stem.append(Piece(token.line, text, marked=True, literal=token.literal))
        self.blocks.items.append(item)

    def _add(self, tokens: Iterable[Token]) -> None:
        item = self._item
        assert item is not None
        for token in tokens:
            if item.lines[-1] is not token.line:
                item.lines.append(token.line)
            if token.look is Look.FIELD and token.field:
                self._mark(item, token.field, token)
            elif token.look is Look.OPTION and self._takes_option(token):
                piece = Piece(token.line, token.text, marked=True, literal=token.literal)
                item.options.append((token.letter, [piece]))
            else:
                self._add_text(token)

    def _mark(self, item: RawItem, name: Field, token: Token) -> None:
        """Opens a field; a second mark of the same field begins a paragraph of its own."""
        self._place = name
        self._listed = 1 if re.match(r"1\s*[.、]", token.text) else 0
        piece = Piece(token.line, token.text, marked=True, literal=token.literal)
        item.fields.setdefault(name, []).append(piece)

    def _takes_option(self, token: Token) -> bool:
        """After the key a letter is text; one without a separator must be the letter due next."""
        assert self._item is not None
        due = LETTERS[len(self._item.options) : len(self._item.options) + 1]
        return self._place is None and (not token.weak or token.letter == due)

    def _add_text(self, token: Token) -> None:
        item = self._item
        assert item is not None
        text = token.text if token.literal else self._unquoted(token.raw.strip())
        piece = Piece(token.line, text, literal=token.literal)
        if self._place is not None:
            item.fields[self._place].append(piece)
        elif item.options:
            item.options[-1][1].append(piece)
        else:
            item.stem.append(piece)

    def _unquoted(self, text: str) -> str:
        """A worksheet cell saved as text keeps quotes around several lines; drops the last one."""
        if self._quoted and text.endswith('"'):
            self._quoted = False
            return text[:-1]
        return text
