"""From a raw item to a sound question, or to the reason why it is none."""

import re
from dataclasses import dataclass, field

from audit.rules import Refusal
from questionbank.exchange.rules.blocks import INLINE_KEY, RawItem
from questionbank.exchange.rules.lines import Line, join, tidy
from questionbank.exchange.rules.tokens import Field
from questionbank.laws.rules import Cited, read_citations
from questionbank.questions.rules import (
    BLANK,
    CHOICE_KINDS,
    LETTERS,
    Content,
    Difficulty,
    ItemKind,
    count_blanks,
    read_letters,
    read_truth,
    validate,
)


@dataclass(frozen=True)
class ParsedItem:
    """A sound question and where it was read. `basis_rest`: what of 依据 was not understood."""

    line: Line
    number: int | None
    content: Content
    code: str | None = None
    topics: tuple[str, ...] = ()
    basis: str = ""
    cited: tuple[Cited, ...] = ()
    basis_rest: str = ""


@dataclass(frozen=True)
class RejectedItem:
    line: Line
    number: int | None
    reason: Refusal
    stem: str = ""


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
_STATEMENT = re.compile(r"[①-⑳]|[（(]\d{1,2}[）)]|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.、]")
_SENTENCE_END = re.compile(r"[：:。？?；;！!]$")
_GROUP = re.compile(r"(?P<mark>[【（(])(?P<text>[^【】（）()]+)[】）)]")


def judge(raw: RawItem) -> Judged:
    """Reads stem, options, key and the rest, and holds the result against `validate`."""
    unread: list[Line] = []
    content = _content(raw, unread)
    stem = tidy(" ".join(raw.stem))
    if isinstance(content, Refusal):
        return Judged(RejectedItem(raw.line, raw.number, content, stem), unread)
    code = tidy(raw.said(Field.CODE)) or raw.code or None
    topics = _topics(raw.said(Field.TOPIC))
    reason = _overlong(code, topics) or validate(content)
    if reason:
        return Judged(RejectedItem(raw.line, raw.number, reason, stem), unread)
    basis = tidy(raw.said(Field.BASIS).replace("\n", ""))
    cited, rest = read_citations(basis)
    parsed = ParsedItem(raw.line, raw.number, content, code, topics, basis, cited, rest)
    return Judged(parsed, unread)


def _topics(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in map(tidy, re.split(r"[、；;，,\n]", text)) if part))


def _overlong(code: str | None, topics: tuple[str, ...]) -> Refusal | None:
    for text, limit in ((code or "", 40), *((topic, 60) for topic in topics)):
        if len(text) > limit:
            return Refusal("exchange.too_long", {"text": text[:20], "limit": limit})
    return None


def _content(raw: RawItem, unread: list[Line]) -> Content | Refusal:
    options = _options(raw)
    if isinstance(options, Refusal):
        return options
    stem, inline = _take_inline_key(_stem(raw.stem), bool(options))
    key = _key_text(raw, inline, unread)
    if isinstance(key, Refusal):
        return key
    kind = raw.kind or _infer_kind(stem, options, key)
    if kind is ItemKind.TRUE_FALSE and len(options) == 2:
        key, options = _truth_of_options(key, options), ()
    if kind is ItemKind.BLANKS or (raw.kind is None and not key and not options):
        stem, key, kind = _read_blanks(stem, key, kind)
    else:
        key = _read_key(kind, key)
    if isinstance(key, Refusal):
        return key
    if kind not in CHOICE_KINDS and options:
        return Refusal("exchange.options_unexpected", {"count": len(options)})
    difficulty = _difficulty(raw, unread)
    rationale = tidy(_paragraphs(raw, Field.RATIONALE))
    return Content(kind, tidy(stem), options, key, rationale, difficulty)


def _stem(lines: list[str]) -> str:
    """Wrapped lines run on; statements and what follows a finished sentence keep their line."""
    stem = ""
    for line in lines:
        breaks = stem and (_STATEMENT.match(line) or _SENTENCE_END.search(stem))
        stem = f"{stem}\n{line}" if breaks else join(stem, line)
    return stem


def _options(raw: RawItem) -> tuple[str, ...] | Refusal:
    letters = "".join(letter for letter, _ in raw.options)
    if letters != LETTERS[: len(letters)]:
        return Refusal("exchange.options_out_of_order", {"letters": "、".join(letters)})
    return tuple(tidy(re.sub(r"[；;]$", "", text)) for _, text in raw.options)


def _take_inline_key(stem: str, has_options: bool) -> tuple[str, str]:
    """The stem with its key bracket emptied, and the key that stood in it."""
    found = [
        match
        for match in INLINE_KEY.finditer(stem)
        if not has_options or read_letters(match["key"])
    ]
    if not found:
        return stem, ""
    last = found[-1]
    bracket = "（　）" if has_options or read_letters(last["key"]) else ""
    return (stem[: last.start()] + bracket + stem[last.end() :]).strip(), last["key"]


def _key_text(raw: RawItem, inline: str, unread: list[Line]) -> str | Refusal:
    """What the item says its key is: said twice alike is fine, two different keys are not.

    A line behind the letters or truth of a key is no part of it.
    """
    said = [(line, text) for line, text in raw.fields.get(Field.KEY, []) if text]
    keys = [inline] if inline else []
    keys += [text for _, text in said if _meaning(text)]
    if said and not _meaning(said[0][1]):
        return "\n".join(text for _, text in said)
    unread += [line for line, text in said if not _meaning(text)]
    if len({_meaning(key) for key in keys}) > 1:
        return Refusal("exchange.two_keys", {"first": keys[0], "second": keys[-1]})
    return keys[0] if keys else ""


def _meaning(key: str) -> str:
    return read_letters(key) or read_truth(key)


def _infer_kind(stem: str, options: tuple[str, ...], key: str) -> ItemKind:
    if len(options) == 2 and {read_truth(option) for option in options} == {"T", "F"}:
        return ItemKind.TRUE_FALSE
    letters = read_letters(key)
    if options or (letters and not read_truth(key)):
        return ItemKind.MULTIPLE if len(letters) > 1 else ItemKind.SINGLE
    if read_truth(key):
        return ItemKind.TRUE_FALSE
    return ItemKind.BLANKS if re.search(r"__+", stem) else ItemKind.SHORT


def _truth_of_options(key: str, options: tuple[str, ...]) -> str:
    """The truth that a letter stands for when 正确 and 错误 are written as options."""
    letter = read_letters(key)
    return options["AB".index(letter)] if letter in ("A", "B") else key


def _read_key(kind: ItemKind, text: str) -> str | Refusal:
    if not text.strip():
        return Refusal("questions.no_key")
    if kind is ItemKind.SHORT:
        return tidy(text)
    if kind is ItemKind.TRUE_FALSE:
        truth = read_truth(text) or {"A": "T", "B": "F"}.get(read_letters(text), "")
        return truth or Refusal("questions.key_not_true_false", {"key": text[:40]})
    letters = read_letters(text)
    return letters or Refusal("questions.key_not_understood", {"key": text[:40]})


def _read_blanks(stem: str, key: str, kind: ItemKind) -> tuple[str, str | Refusal, ItemKind]:
    """A fill-in stem with its blanks in one form, and its key with one line per blank.

    Without a key the answers stand in the stem: `期限是（六十日）。` or `…是【司法局】。`
    """
    stem = re.sub(r"_+", BLANK, stem)
    if not key:
        return _blanks_from_brackets(stem, kind)
    if not count_blanks(stem):
        stem = re.sub(r"[（(]\s*[）)]", BLANK, stem)
    blanks = count_blanks(stem)
    for separator in (r"[；;\n]", r"[、\n]", r"[，,\n]", r"\s{2,}|\n", r"\s+"):
        parts = [tidy(part) for part in re.split(separator, key.rstrip("。；; ")) if part.strip()]
        if len(parts) == blanks:
            return stem, "\n".join(parts), ItemKind.BLANKS
    one = tidy(key.replace("\n", ""))
    if blanks == 1:
        return stem, one.rstrip("。"), ItemKind.BLANKS
    answers = len(re.split(r"[；;\n]", key.strip("；;\n ")))
    return stem, Refusal("questions.blanks_differ", {"blanks": blanks, "answers": answers}), kind


def _blanks_from_brackets(stem: str, kind: ItemKind) -> tuple[str, str | Refusal, ItemKind]:
    groups = list(_GROUP.finditer(stem))
    marks = "【" if any(group["mark"] == "【" for group in groups) else "（("
    groups = [group for group in groups if group["mark"] in marks]
    if kind is not ItemKind.BLANKS:  # no heading says so: only a bracket that ends the sentence
        groups = [
            g for g in groups if re.match(r"[。.？?]?$", stem[g.end() :]) or g["mark"] == "【"
        ]
    if not groups:
        return stem, Refusal("questions.no_key"), kind
    answers = [tidy(group["text"]) for group in groups]
    for group in reversed(groups):
        stem = stem[: group.start()] + BLANK + stem[group.end() :]
    return stem, "\n".join(answers), ItemKind.BLANKS


def _paragraphs(raw: RawItem, name: Field) -> str:
    return _stem([text for _, text in raw.fields.get(name, []) if text])


def _difficulty(raw: RawItem, unread: list[Line]) -> Difficulty:
    """The level the item names, medium when it names none; other words are not read."""
    level = Difficulty.MEDIUM
    for line, text in raw.fields.get(Field.DIFFICULTY, []):
        named = _LEVELS.get(text.strip(" \n。"))
        if named is None:
            unread.append(line)
        level = named or level
    return level
