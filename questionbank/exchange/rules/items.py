"""From a raw item to a sound question, or to the reason why it is none."""

import re
from dataclasses import dataclass, field

from audit.rules import Refusal
from questionbank.exchange.rules.answers import (
    infer_kind,
    key_pieces,
    plain,
    read_blanks,
    read_key,
    take_inline_key,
    truth_of_options,
)
from questionbank.exchange.rules.lines import Line, tidy
from questionbank.exchange.rules.marks import Field, read_cohorts
from questionbank.exchange.rules.raw import Piece, RawItem, run_on, tidied
from questionbank.laws.rules import Cited, read_citations
from questionbank.questions.rules import (
    CHOICE_KINDS,
    LETTERS,
    CasePlace,
    Content,
    Difficulty,
    ItemKind,
    validate,
)
from rosters.cohorts.rules import CohortKind


@dataclass(frozen=True)
class ParsedItem:
    """A sound question and where it was read.

    basis_rest  what of 依据 was not understood
    remarks     what a person should know of how it was read
    quotes      excerpts of the cited articles, in the order of `cited`; the last may be missing
    """

    line: Line
    number: int | None
    content: Content
    code: str | None = None
    topics: tuple[str, ...] = ()
    basis: str = ""
    cited: tuple[Cited, ...] = ()
    basis_rest: str = ""
    quotes: tuple[str, ...] = ()
    cohorts: tuple[CohortKind, ...] = ()
    case: CasePlace | None = None
    remarks: tuple[Refusal, ...] = field(default=(), compare=False)
    raw: RawItem | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class RejectedItem:
    line: Line
    number: int | None
    reason: Refusal
    stem: str = ""
    raw: RawItem | None = field(default=None, compare=False, repr=False)


@dataclass
class Judged:
    """What became of a raw item; `unread` are lines inside it that say nothing to us."""

    item: ParsedItem | RejectedItem
    unread: list[Line] = field(default_factory=list)


_LEVELS = (
    dict.fromkeys(("易", "较易", "容易", "简单", "低"), Difficulty.EASY)
    | dict.fromkeys(("中", "中等", "一般", "适中"), Difficulty.MEDIUM)
    | dict.fromkeys(("难", "较难", "困难", "高"), Difficulty.HARD)
)


def judge(raw: RawItem) -> Judged:
    """Reads stem, options, key and the rest, and holds the result against `validate`."""
    unread: list[Line] = []
    content = raw.refused or _content(raw, unread)
    code = _code(raw)
    topics = _topics(raw.fields.get(Field.TOPIC, []))
    if isinstance(content, Refusal):
        return Judged(_rejected(raw, content), unread)
    if reason := _overlong(code, topics, raw) or validate(content):
        return Judged(_rejected(raw, reason), unread)
    basis = tidy(raw.said(Field.BASIS).replace("\n", ""))
    cited, rest = read_citations(basis)
    case = CasePlace(raw.case.name, raw.case_place, raw.case.title) if raw.case else None
    parsed = ParsedItem(
        raw.line,
        raw.number,
        content,
        code,
        topics,
        basis,
        cited,
        rest,
        _quotes(raw, len(cited), unread),
        _cohorts(raw, unread),
        case,
        tuple(raw.remarks),
        raw,
    )
    return Judged(parsed, unread)


def _rejected(raw: RawItem, reason: Refusal) -> RejectedItem:
    stem = tidy(" ".join(piece.text for piece in raw.stem))
    return RejectedItem(raw.line, raw.number, reason, stem, raw)


def _code(raw: RawItem) -> str | None:
    return tidied(raw.fields.get(Field.CODE, [])) or raw.code or None


def _topics(pieces: list[Piece]) -> tuple[str, ...]:
    found: list[str] = []
    for piece in pieces:
        if piece.literal:
            found.append(piece.text)
        else:
            found += map(tidy, re.split(r"[、；;，,]", piece.text))
    return tuple(dict.fromkeys(filter(None, found)))


def _cohorts(raw: RawItem, unread: list[Line]) -> tuple[CohortKind, ...]:
    found: list[CohortKind] = []
    for piece in raw.fields.get(Field.COHORTS, []):
        named = read_cohorts(piece.text)
        if named is None:
            unread.append(piece.line)
        found += named or ()
    return tuple(dict.fromkeys(found))


def _quotes(raw: RawItem, citations: int, unread: list[Line]) -> tuple[str, ...]:
    """One text for each mark; a quotation without a citation to stand by is not read."""
    quotes: list[list[Piece]] = []
    for piece in raw.fields.get(Field.QUOTE, []):
        if piece.marked:
            quotes.append([piece])
        else:
            quotes[-1].append(piece)
    unread += [piece.line for quote in quotes[citations:] for piece in quote]
    texts = [tidied(quote) for quote in quotes[:citations]]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _overlong(code: str | None, topics: tuple[str, ...], raw: RawItem) -> Refusal | None:
    case = (raw.case.name, raw.case.title) if raw.case else ("", "")
    limits = [(code or "", 40), (case[0], 40), (case[1], 120)]
    for text, limit in (*limits, *((topic, 60) for topic in topics)):
        if len(text) > limit:
            return Refusal("exchange.too_long", {"text": text[:20], "limit": limit})
    return None


def _content(raw: RawItem, unread: list[Line]) -> Content | Refusal:
    options = _options(raw)
    if isinstance(options, Refusal):
        return options
    stem, inline = _stem(raw, bool(options))
    pieces = key_pieces(raw, inline, unread)
    if isinstance(pieces, Refusal):
        return pieces
    said = plain(pieces)
    kind = raw.kind or infer_kind(run_on(stem), options, said)
    if kind is ItemKind.TRUE_FALSE and len(options) == 2:
        pieces = [Piece(raw.line, truth_of_options(said, options))]
        options = ()
    if kind is ItemKind.BLANKS or (raw.kind is None and not said and not options):
        text, key, kind = read_blanks(stem, pieces, kind)
    else:
        text, key = tidied(stem), read_key(kind, pieces)
    if isinstance(key, Refusal):
        return key
    if kind not in CHOICE_KINDS and options:
        return Refusal("exchange.options_unexpected", {"count": len(options)})
    return Content(
        kind,
        text,
        options,
        key,
        tidied(raw.fields.get(Field.RATIONALE, [])),
        _difficulty(raw, unread),
        tidied(raw.case.material) if raw.case else "",
        _weight(raw, unread),
        _unordered(raw, unread),
    )


def _stem(raw: RawItem, has_options: bool) -> tuple[list[Piece], str]:
    """The stem without a key that was written into it, and that key."""
    if not raw.stem or any(piece.literal for piece in raw.stem):
        return raw.stem, ""
    stem, inline = take_inline_key(run_on(raw.stem), has_options)
    return [Piece(raw.line, stem)], inline


def _options(raw: RawItem) -> tuple[str, ...] | Refusal:
    letters = "".join(letter for letter, _ in raw.options)
    if letters != LETTERS[: len(letters)]:
        return Refusal("exchange.options_out_of_order", {"letters": "、".join(letters)})
    return tuple(_option(pieces) for _, pieces in raw.options)


def _option(pieces: list[Piece]) -> str:
    text = tidied(pieces, option=True)
    literal = any(piece.literal for piece in pieces)
    return text if literal else tidy(re.sub(r"[；;]$", "", text))


def _difficulty(raw: RawItem, unread: list[Line]) -> Difficulty:
    """The level the item names, medium when it names none; other words are not read."""
    level = Difficulty.MEDIUM
    for piece in raw.fields.get(Field.DIFFICULTY, []):
        named = _LEVELS.get(piece.text.strip(" \n。"))
        if named is None:
            unread.append(piece.line)
        level = named or level
    return level


def _weight(raw: RawItem, unread: list[Line]) -> int:
    """The share of the marks of its case; outside a case the line says nothing."""
    weight = 1
    for piece in raw.fields.get(Field.WEIGHT, []):
        if raw.case is None or not re.fullmatch(r"[1-9]\d{0,2}", piece.text):
            unread.append(piece.line)
        else:
            weight = int(piece.text)
    return weight


def _unordered(raw: RawItem, unread: list[Line]) -> bool:
    pieces = raw.fields.get(Field.ORDER, [])
    unread += [p.line for p in pieces if p.text not in ("不限", "无关", "固定")]
    return any(piece.text in ("不限", "无关") for piece in pieces)
