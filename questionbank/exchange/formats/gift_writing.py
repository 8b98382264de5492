"""Items as GIFT, in UTF-8."""

import re
from collections.abc import Iterable, Sequence

from questionbank.exchange.formats import notes
from questionbank.exchange.formats.notes import labels_of, with_material, write_note
from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.writing import write_declaration
from questionbank.laws.rules import LawDeclaration
from questionbank.questions.rules import CHOICE_KINDS, LETTERS, SEVERAL_KINDS, Content, ItemKind


def write_gift(items: Sequence[ParsedItem], declarations: Iterable[LawDeclaration] = ()) -> str:
    heads = [f"::法规:: {_escaped(write_declaration(law))}" for law in declarations]
    written = [_item(item, number) for number, item in enumerate(items, 1)]
    return "\n\n".join([*heads, *written]) + "\n"


def _item(item: ParsedItem, number: int) -> str:
    content = item.content
    tags = [f"[id:{_in_comment(item.code)}]"] if item.code else []
    tags += [f"[tag:{_in_comment(topic)}]" for topic in item.topics]
    labels = [pair for pair in labels_of(item) if pair[0] not in (notes.CODE, notes.TOPIC)]
    if content.kind is ItemKind.SHORT:
        labels.append((notes.MODEL, content.key))
    note = _escaped(write_note(content.rationale, labels))
    stem = _escaped(with_material(content.material, content.stem))
    head = f"// {' '.join(tags)}\n" if tags else ""
    title = _escaped(item.code or str(number))
    return f"{head}::{title}::[plain]{stem} {{{_answers(content)}####{note}\n}}"


def _answers(content: Content) -> str:
    if content.kind in CHOICE_KINDS:
        rows = zip(LETTERS, content.options, strict=False)
        weights = _weights(content)
        return "".join(f"\n{weights[letter in content.key]}{_part(text)}" for letter, text in rows)
    if content.kind is ItemKind.TRUE_FALSE:
        return content.key
    if content.kind is ItemKind.BLANKS:
        return "".join(f"\n={_part(text)}" for text in accepted_forms(content.key)) + "\n"
    return ""


def _weights(content: Content) -> tuple[str, str]:
    """What stands before a wrong and before a right option."""
    if content.kind in SEVERAL_KINDS:
        return "~%-100%", f"~%{100 / len(content.key):.5f}".rstrip("0").rstrip(".") + "%"
    return "~", "="


def accepted_forms(key: str) -> list[str]:
    """The answers of one blank each for itself; those of several blanks as one."""
    lines = key.split("\n")
    if len(lines) > 1:
        return [key if re.search("[；;]", key) else "；".join(lines)]
    parts = key.split("/")
    return parts if all(part and part == part.strip() for part in parts) else [key]


def _part(text: str) -> str:
    """An option or answer; one that begins like a format or a weight says that it is plain."""
    return ("[plain]" if text.startswith(("[", "%")) else "") + _escaped(text)


def _escaped(text: str) -> str:
    return re.sub(r"([~=#{}:\\])", r"\\\1", text).replace("\n", r"\n")


def _in_comment(text: str) -> str:
    return re.sub(r"([\]\\])", r"\\\1", text)
