"""What an item says its key is, read for its kind."""

import re

from audit.rules import Refusal
from questionbank.exchange.rules.lines import Line, tidy
from questionbank.exchange.rules.marks import CONCLUDED, Field
from questionbank.exchange.rules.raw import INLINE_KEY, Piece, RawItem, tidied
from questionbank.questions.rules import (
    BLANK,
    ItemKind,
    count_blanks,
    read_letters,
    read_truth,
)

_GROUP = re.compile(r"(?P<mark>[【（(])(?P<text>[^【】（）()]+)[】）)]")
_CONCLUDED = re.compile(CONCLUDED)
_KEY_AROUND = re.compile(
    r"\s*(?P<open>[（(\[【])?(?P<key>[^（）()\[\]【】]+)(?(open)[）)\]】])[。.]?"
    r"(?:\s*[（(]\s*\d+(?:\.\d)?\s*分\s*[）)])?[。.]?\s*"
)
_LONGEST_KEY = 60
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_SEPARATORS = (r"[；;\n]", r"[、\n]", r"[，,\n]", r"\s{2,}|\n", r"\s+")


def take_inline_key(stem: str, has_options: bool) -> tuple[str, str]:
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


def key_pieces(raw: RawItem, inline: str, unread: list[Line]) -> list[Piece] | Refusal:
    """What the item says its key is: said twice alike is fine, two different keys are not.

    A line behind the letters or truth of a key is no part of it.
    """
    said = [piece for piece in raw.fields.get(Field.KEY, []) if piece.text or piece.literal]
    wordy = raw.kind in (ItemKind.SHORT, ItemKind.BLANKS)
    if said and (wordy or said[0].literal or not meaning(said[0].text)):
        return said
    keys = [Piece(raw.line, inline)] if inline else []
    keys += [piece for piece in said if meaning(piece.text)]
    keys += _concluded(raw)
    unread += [piece.line for piece in said if not meaning(piece.text)]
    if len({meaning(key.text) for key in keys}) > 1:
        facts = {"first": keys[0].text, "second": keys[-1].text}
        return Refusal("exchange.two_keys", facts)
    return keys[:1]


def _concluded(raw: RawItem) -> list[Piece]:
    """The key that the explanation of a choice item ends with, where it says one."""
    if not raw.options:
        return []
    found = [
        Piece(piece.line, match["letters"])
        for piece in raw.fields.get(Field.RATIONALE, [])
        if not piece.literal
        for match in _CONCLUDED.finditer(piece.text)
    ]
    return found[-1:]


def meaning(key: str) -> str:
    return letters_of(key) or truth_of(key)


def letters_of(key: str) -> str:
    return read_letters(_bare(key))


def truth_of(key: str) -> str:
    return read_truth(_bare(key))


def _bare(key: str) -> str:
    """A key without brackets around it and marks behind it: `【A】`, `A（2分）`."""
    match = _KEY_AROUND.fullmatch(key) if len(key) <= _LONGEST_KEY else None
    return match["key"] if match else key


def infer_kind(stem: str, options: tuple[str, ...], key: str) -> ItemKind:
    if len(options) == 2 and {read_truth(option) for option in options} == {"T", "F"}:
        return ItemKind.TRUE_FALSE
    letters = letters_of(key)
    if options or (letters and not truth_of(key)):
        return ItemKind.MULTIPLE if len(letters) > 1 else ItemKind.SINGLE
    if truth_of(key):
        return ItemKind.TRUE_FALSE
    return ItemKind.BLANKS if re.search(r"__+", stem) else ItemKind.SHORT


def truth_of_options(key: str, options: tuple[str, ...]) -> str:
    """The truth that a letter stands for when 正确 and 错误 are written as options."""
    letter = letters_of(key)
    return options["AB".index(letter)] if letter in ("A", "B") else key


def read_key(kind: ItemKind, pieces: list[Piece]) -> str | Refusal:
    text = plain(pieces)
    if not text.strip():
        return Refusal("questions.no_key")
    if kind is ItemKind.SHORT:
        return text if any(piece.literal for piece in pieces) else tidy(text)
    if kind is ItemKind.TRUE_FALSE:
        truth = truth_of(text) or {"A": "T", "B": "F"}.get(letters_of(text), "")
        return truth or Refusal("questions.key_not_true_false", {"key": text[:40]})
    letters = letters_of(text)
    return letters or Refusal("questions.key_not_understood", {"key": text[:40]})


def plain(pieces: list[Piece]) -> str:
    return "\n".join(piece.text for piece in pieces)


def read_blanks(
    stem: list[Piece], pieces: list[Piece], kind: ItemKind
) -> tuple[str, str | Refusal, ItemKind]:
    """A fill-in stem with its blanks in one form, and its key with one line per blank.

    Without a key the answers stand in the stem: `期限是（六十日）。` or `…是【司法局】。`
    """
    text, key = tidied(stem), plain(pieces)
    literal = any(piece.literal for piece in stem)
    text = text if literal else re.sub(r"_+", BLANK, text)
    if not key:
        return _blanks_from_brackets(text, kind)
    if not count_blanks(text) and not literal:
        text = re.sub(r"[（(]\s*[）)]", BLANK, text)
    if any(piece.literal for piece in pieces):
        return text, key, ItemKind.BLANKS
    answers = _answers(key, count_blanks(text))
    return text, answers, kind if isinstance(answers, Refusal) else ItemKind.BLANKS


def unnumbered(key: str, blanks: int) -> list[str]:
    """The answers of a key that numbers them, `1.甲 2.乙` or `①甲②乙`; empty for any other."""
    if not 1 < blanks <= len(_CIRCLED):
        return []
    answers: list[str] = []
    start = 0
    for number, circled in enumerate(_CIRCLED[:blanks], 1):
        mark = re.compile(rf"(?:[（(]{number}[）)]|{number}[.、．）)](?!\d)|{circled})")
        match = mark.search(key, start)
        if match is None or (number == 1 and match.start()):
            return []
        answers.append(key[start : match.start()])
        start = match.end()
    return [tidy(answer.strip("；;，,、 \n")) for answer in [*answers[1:], key[start:]]]


def _answers(key: str, blanks: int) -> str | Refusal:
    if numbered := unnumbered(key.rstrip("。；; "), blanks):
        return "\n".join(numbered)
    for separator in _SEPARATORS:
        parts = [tidy(part) for part in re.split(separator, key.rstrip("。；; ")) if part.strip()]
        if len(parts) == blanks:
            return "\n".join(parts)
    if blanks == 1:
        return tidy(key.replace("\n", "")).rstrip("。")
    answers = len(re.split(r"[；;\n]", key.strip("；;\n ")))
    return Refusal("questions.blanks_differ", {"blanks": blanks, "answers": answers})


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
