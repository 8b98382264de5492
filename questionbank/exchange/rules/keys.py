"""Keys that stand apart from their questions: a list at the end, or a document of their own.

A number alone does not name a question: numbering restarts with each type and each paper. So a
key goes to the question with its number in the section or of the type that its list names, the
first to the first of that number and so on; where the counts differ, to none.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence

from questionbank.exchange.rules.answers import meaning
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.marks import Field
from questionbank.exchange.rules.raw import STEM_LOOK, Piece, RawItem
from questionbank.exchange.rules.tokens import Token
from questionbank.questions.rules import ItemKind

_CARRIED = (Field.RATIONALE, Field.BASIS, Field.QUOTE)


def entries_of(token: Token, kind: ItemKind | None, section: int) -> list[RawItem]:
    """The entries of a line of keys, under the heading that it stands below or names itself."""
    grid = token.grid
    assert grid is not None
    entries = []
    for place, (number, key) in enumerate(grid.entries):
        entry = RawItem(token.line, number, kind=grid.kind or kind, as_key=True)
        entry.section = grid.section or section
        entry.fields[Field.KEY] = [Piece(token.line, key, marked=True)]
        entry.lines = [] if place else [token.line]
        entries.append(entry)
    return entries


def awaits_one_key(item: RawItem) -> bool:
    """Whether `1.A 2.B` cannot be the key of this item, so that it is those of several."""
    asked = bool(item.options) or item.kind is ItemKind.TRUE_FALSE
    return asked and not item.complete and item.case is None


def part_keys(items: Sequence[RawItem]) -> tuple[list[RawItem], list[RawItem]]:
    """The questions, and the entries of a key list behind them."""
    entries = [item for item in items if item.as_key and not _asks(item)]
    questions = [item for item in items if not item.as_key or _asks(item)]
    end = len(questions)
    while end and is_bare_key(questions[end - 1]):
        end -= 1
    if any(not question.complete for question in questions[:end]):
        entries = questions[end:] + entries
        questions = questions[:end]
    return questions, entries


def _asks(item: RawItem) -> bool:
    return any(STEM_LOOK.search(piece.text) for piece in item.stem)


def is_bare_key(raw: RawItem) -> bool:
    """Whether a numbered line is a key and nothing else: `1.B`, `1.正确答案：A`."""
    if raw.options or raw.case:
        return False
    if not raw.stem:
        return Field.KEY in raw.fields
    words = " ".join(piece.text for piece in raw.stem)
    return Field.KEY not in raw.fields and bool(meaning(words))


def holds_keys(items: Sequence[RawItem]) -> bool:
    """Whether a document holds keys and no questions of its own."""
    return bool(items) and not any(item.options for item in items)


def attach_keys(questions: Sequence[RawItem], entries: Sequence[RawItem]) -> list[Line]:
    """Gives each question its key; the lines of the keys that belong to no question."""
    pairs = _in_step(questions, entries) or _by_number(questions, entries)
    for question, entry in pairs:
        _give(question, entry)
    used = {id(entry) for _, entry in pairs}
    left = [entry for entry in entries if id(entry) not in used]
    return list(dict.fromkeys(line for entry in left for line in entry.lines or [entry.line]))


def _in_step(
    questions: Sequence[RawItem], entries: Sequence[RawItem]
) -> list[tuple[RawItem, RawItem]]:
    """Question by question where both sides are numbered alike from the first to the last."""
    for side in ([q for q in questions if not q.complete], questions):
        if [q.number for q in side] == [entry.number for entry in entries]:
            return list(zip(side, entries, strict=True))
    return []


def _by_number(
    questions: Sequence[RawItem], entries: Sequence[RawItem]
) -> list[tuple[RawItem, RawItem]]:
    places: dict[Hashable, list[RawItem]] = defaultdict(list)
    for question in questions:
        places[question.number].append(question)
        places["kind", question.kind, question.number].append(question)
        places["section", question.section, question.number].append(question)
    groups: dict[Hashable, list[RawItem]] = defaultdict(list)
    kinds = {question.kind for question in questions}
    for entry in entries:
        groups[_place(entry, entry.kind in kinds)].append(entry)
    pairs: list[tuple[RawItem, RawItem]] = []
    for place, group in groups.items():
        if len(places[place]) == len(group):
            pairs += zip(places[place], group, strict=True)
    return pairs


def _place(entry: RawItem, kind_is_told: bool) -> Hashable:
    if entry.kind is not None and kind_is_told:
        return "kind", entry.kind, entry.number
    if entry.section:
        return "section", entry.section, entry.number
    return entry.number


def _give(question: RawItem, entry: RawItem) -> None:
    said = entry.fields.get(Field.KEY) or entry.stem
    pieces = [
        Piece(piece.line, piece.text, marked=place == 0, literal=piece.literal)
        for place, piece in enumerate(said)
    ]
    question.fields.setdefault(Field.KEY, []).extend(pieces)
    for name in _CARRIED:
        if name in entry.fields:
            question.fields.setdefault(name, entry.fields[name])
    question.lines += entry.lines
