"""Which line belongs to which item."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from questionbank.exchange.rules.cases import (
    lists_in_brackets,
    numbered_parts,
    opened_case,
    part_question,
    share_answers,
)
from questionbank.exchange.rules.keys import awaits_one_key, entries_of
from questionbank.exchange.rules.lines import Line, fold
from questionbank.exchange.rules.marks import Field
from questionbank.exchange.rules.raw import Blocks, Piece, RawCase, RawItem
from questionbank.exchange.rules.rows import evidence_of, read_rows_of
from questionbank.exchange.rules.tokens import Look, Token, tokenize, tokenize_within
from questionbank.laws.rules import read_declaration
from questionbank.questions.rules import LETTERS, ItemKind

_PROSE = frozenset({Field.RATIONALE, Field.KEY})
_PARAGRAPHS = _PROSE | {Field.BASIS, Field.QUOTE}  # others are said on one line


def read_blocks(lines: Iterable[Line]) -> Blocks:
    rows = read_rows_of(lines)
    builder = _Builder()
    following = [row[0] for row in rows[1:]]
    for place, (tokens, evidence) in enumerate(zip(rows, evidence_of(rows), strict=True)):
        builder.next = following[place] if place < len(following) else None
        builder.read(tokens, evidence)
    return builder.finish()


class _Builder:
    """Reads rows in order; `_place` is the part of the open item that text goes to."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.next: Token | None = None
        self._kind: ItemKind | None = None
        self._section = 0
        self._in_keys = False
        self._item: RawItem | None = None
        self._place: Field | None = None
        self._listed = 0
        self._quoted = False
        self._case: RawCase | None = None
        self._cases: dict[str, RawCase] = {}
        self._told = 0

    def read(self, tokens: Sequence[Token], evidence: bool) -> None:
        first = tokens[0]
        if first.look is Look.LAW:
            self._declare(first)
        elif first.look is Look.PAGE:
            self.blocks.unread.append(first.line)
        elif first.look is Look.GRID:
            self._add_grid(first)
        elif first.look is Look.KEYS:
            self._take_keys(first, evidence)
        elif first.look is Look.CASE and (first.code or first.literal):
            self._open_case(first)
        elif first.look is Look.HEADING or (first.look is Look.TITLE and self._takes_title()):
            self._head(first)
        elif self._tells_case(first):
            self._tell_case(first)
        elif first.look is Look.NUMBER and self._begins_item(first, evidence):
            self._open(first)
            self._add(tokens[1:])
        elif self._item is not None and first.grid and awaits_one_key(self._item):
            self._add_grid(first)
        elif self._item is not None:
            self._add(tokens)
        elif self._case is not None:
            self._add_material(first)
        else:
            self.blocks.unread.append(first.line)

    def finish(self) -> Blocks:
        """All that was read; the lines of a case without sub-questions belong to nothing."""
        asked: dict[int, list[RawItem]] = {}
        for item in self.blocks.items:
            asked.setdefault(id(item.case), []).append(item)
        for case in self._cases.values():
            if id(case) in asked:
                share_answers(asked[id(case)])
            else:
                self.blocks.unread += case.lines
        return self.blocks

    def _head(self, token: Token) -> None:
        self.blocks.headings.append(token.line)
        self._kind, self._item, self._case = token.kind, None, None
        self._told = 0
        if token.look is Look.HEADING and not token.weak:
            self._section = token.number or self._section + 1

    def _take_keys(self, token: Token, evidence: bool) -> None:
        if self._opens_keys(token):
            self.blocks.headings.append(token.line)
            self._in_keys, self._item, self._case = True, None, None
        else:
            within = tokenize_within(token.line)
            self.read([replace(part, line=token.line) for part in within], evidence)

    def _opens_keys(self, token: Token) -> bool:
        """Whether keys of earlier questions follow, and not the answer of the open one."""
        if self.next is None or all(item.complete for item in self.blocks.items):
            return False
        if self.next.look in (Look.GRID, Look.HEADING):
            return True
        answered = self._item is None or self._item.complete or bool(self._item.options)
        return self.next.look is Look.NUMBER and (answered or not token.weak)

    def _add_grid(self, token: Token) -> None:
        """Keys in a row, each of which belongs to a question that stands elsewhere."""
        self._item = self._case = None
        entries = entries_of(token, self._kind, self._section)
        self.blocks.items += entries
        if not entries:
            self.blocks.unread.append(token.line)

    def _tells_case(self, token: Token) -> bool:
        """Whether a line opens a case without a code, under a heading for cases."""
        if self._kind is not ItemKind.CASE or token.look is Look.NUMBER:
            return False
        if self._case is not None and (self._case.code or self._item is None):
            return False
        if self._item is not None and (
            not self._item.complete or self._item.case is None or lists_in_brackets(self._item)
        ):
            return False
        return opened_case(fold(token.line.text), self._told) is not None

    def _tell_case(self, token: Token) -> None:
        told = opened_case(fold(token.line.text), self._told) or ""
        self._told += 1
        self._item, self._case = None, RawCase(token.line, lines=[token.line])
        self._cases[f"#{len(self._cases)}"] = self._case
        self._tell(token, told)

    def _tell(self, token: Token, text: str) -> None:
        """Adds to the material, up to the questions if they begin on this line."""
        assert self._case is not None
        asked = part_question(text)
        told, questions = asked or (text, "")
        if told:
            self._case.material.append(Piece(token.line, told))
        if asked is None:
            return
        self._case.asking = True
        for number, words in numbered_parts(questions) or ([(1, questions)] if questions else []):
            tokens = tokenize(replace(token.line, text=f"{number}. {words}"))
            tokens = [replace(part, line=token.line) for part in tokens]
            self._open(tokens[0])
            self._add(tokens[1:])

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
        case = self._cases.setdefault(code, RawCase(token.line, code, title))
        case.again = bool(case.lines)
        case.lines.append(token.line)
        self._item, self._case = None, case

    def _add_material(self, token: Token) -> None:
        case = self._case
        assert case is not None
        case.lines.append(token.line)
        if token.look is Look.MATERIAL and case.again:  # above each of its sub-questions
            case.material.clear()
            case.again = False
        if token.literal:
            case.material.append(Piece(token.line, token.text, literal=True))
        elif token.look is Look.MATERIAL:
            case.material.append(Piece(token.line, token.text))
        elif case.code:
            case.material.append(Piece(token.line, token.line.text.strip()))
        else:
            self._tell(token, token.line.text.strip())

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
            return evidence or token.kind is not None or self._case.asking
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
        if token.weak and not (evidence and (item.complete or item.options)):
            begins = begins and expected
        if not begins and entry:
            self._listed = number
        return begins

    def _open(self, token: Token) -> None:
        kind = token.kind or self._kind
        item = RawItem(token.line, token.number, token.code, as_key=self._in_keys)
        item.section = self._section
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
                self._in_keys = item.as_key = False
            else:
                self._add_text(token)

    def _mark(self, item: RawItem, name: Field, token: Token) -> None:
        """Opens a field; a second mark of the same field begins a paragraph of its own.

        A key that a sentence of the explanation ends with does not end the explanation.
        """
        if not (token.weak and self._place is Field.RATIONALE):
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
        if self._place is not None and self._place not in _PARAGRAPHS and not piece.literal:
            self.blocks.unread.append(token.line)
        elif self._place is not None:
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
