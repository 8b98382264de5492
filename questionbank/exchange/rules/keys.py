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
from questionbank.exchange.rules.raw import Piece, RawItem

_CARRIED = (Field.RATIONALE, Field.BASIS, Field.QUOTE)


def part_keys(items: Sequence[RawItem]) -> tuple[list[RawItem], list[RawItem]]:
    """The questions, and the entries of a key list behind them."""
    questions = [item for item in items if not item.as_key]
    entries = [item for item in items if item.as_key]
    end = len(questions)
    while end and is_bare_key(questions[end - 1]):
        end -= 1
    if any(not question.complete for question in questions[:end]):
        entries = questions[end:] + entries
        questions = questions[:end]
    return questions, entries


def is_bare_key(raw: RawItem) -> bool:
    """Whether a numbered line is a key and nothing else: `1.B`, `1.正确答案：A`."""
    if raw.options or raw.case:
        return False
    if not raw.stem:
        return Field.KEY in raw.fields
    words = " ".join(piece.text for piece in raw.stem)
    return Field.KEY not in raw.fields and bool(meaning(words))


def attach_keys(questions: Sequence[RawItem], entries: Sequence[RawItem]) -> list[Line]:
    """Gives each question its key; the lines of the keys that belong to no question."""
    pairs = _in_step(questions, entries) or _by_number(questions, entries)
    for question, entry in pairs:
        _give(question, entry)
    used = {id(line) for _, entry in pairs for line in entry.lines}
    left = [line for entry in entries for line in entry.lines if id(line) not in used]
    return list(dict.fromkeys(left))


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
