"""Items of QTI 2.1, 2.2 and 3.0. https://www.imsglobal.org/spec/qti/v3p0/impl

Version 3.0 only spells the names otherwise (`qti-choice-interaction` for `choiceInteraction`).
"""

import re
from typing import Any

from questionbank.exchange.formats import notes
from questionbank.exchange.formats.found import Found, as_blocks, letters
from questionbank.exchange.formats.markup import local_name
from questionbank.exchange.rules.lines import Line, tidy
from questionbank.exchange.rules.raw import Blocks
from questionbank.questions.rules import BLANK, ItemKind

TOOL = "Yingzhi"
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "pre", "blockquote", "tr", "table", "prompt", "contentBody"}
    | {"simpleChoice", *(f"h{n}" for n in range(1, 7))}
)
_PICTURES = frozenset({"img", "object", "video", "audio", "math", "picture"})
_LEFT_OUT = frozenset({"feedbackInline", "feedbackBlock", "rubricBlock", "stylesheet", "style"})


def read_single_item(root: Any) -> Blocks:
    """A file that is one item."""
    return as_blocks([read_item(root, Line(root.sourceline or 1, root.get("title") or ""), 1)])


def read_item(root: Any, line: Line, number: int) -> Found:
    _spell_as_version_2(root)
    item = Found(line, number)
    body = root.find("itemBody")
    item.source = [line.text, *(text.strip() for text in root.itertext() if text.strip())][:80]
    interactions = [e for e in root.iter("*") if e.tag.endswith("Interaction")]
    if (
        body is None
        or root.get("adaptive") == "true"
        or root.find("templateDeclaration") is not None
    ):
        return item.refuse("adaptive" if body is not None else "itemBody")
    _read_notes(item, root, body)
    item.remarks += [e.get("src") or e.get("data") or e.tag for e in body.iter(*_PICTURES)]
    names = {interaction.tag for interaction in interactions}
    if names == {"choiceInteraction"} and len(interactions) == 1:
        _read_choice(item, root, interactions[0])
    elif names == {"textEntryInteraction"}:
        _read_blanks(item, root, interactions)
    elif names == {"extendedTextInteraction"} and len(interactions) == 1:
        item.kind = ItemKind.SHORT
        item.key = "\n".join(_right(root, interactions[0])) or _rubric(body, "scorer")
    else:
        item.refuse(", ".join(sorted(names)) or "itemBody")
    item.stem = _stem(body, ours=root.get("toolName") == TOOL)
    return item


def _spell_as_version_2(root: Any) -> None:
    for element in root.iter("*"):
        name = local_name(element)
        element.tag = _camel(name.removeprefix("qti-")) if name.startswith("qti-") else name
        for key, value in list(element.attrib.items()):
            if "-" in key and not key.startswith(("{", "data-", "aria-")):
                del element.attrib[key]
                element.set(_camel(key), value)


def _camel(name: str) -> str:
    return re.sub(r"-(\w)", lambda match: match[1].upper(), name)


def _read_notes(item: Found, root: Any, body: Any) -> None:
    """Our own note; of others the only feedback is the rationale, several are remarks."""
    ours = root.get("toolName") == TOOL
    item.note = _rubric(body, "author", verbatim=ours) if ours else ""
    feedback = [words(element) for element in root.iter("modalFeedback", "feedbackBlock")]
    feedback = list(dict.fromkeys(filter(None, feedback)))
    if len(feedback) == 1 and not item.note:
        item.note = feedback[0]
    else:
        item.remarks += feedback


def _rubric(body: Any, view: str, *, verbatim: bool = False) -> str:
    found = [e for e in body.iter("rubricBlock") if view in (e.get("view") or "").split()]
    return "\n".join(paragraphs(e) if verbatim else words(e) for e in found)


def _declaration(root: Any, interaction: Any) -> Any | None:
    name = interaction.get("responseIdentifier")
    return next((e for e in root.iter("responseDeclaration") if e.get("identifier") == name), None)


def _right(root: Any, interaction: Any) -> list[str]:
    """The right values: those that the mapping gives most for, else the correct response."""
    declared = _declaration(root, interaction)
    if declared is None:
        return []
    said = [_value(root, e.text) for e in declared.iterfind("correctResponse/value")]
    worth = [(e.get("mapKey"), _number(e.get("mappedValue"))) for e in declared.iter("mapEntry")]
    best = max((value for _, value in worth), default=0.0)
    mapped = [_value(root, key) for key, value in worth if value == best > 0]
    several = interaction.tag == "choiceInteraction"
    return said if said and (several or not mapped) else mapped


def _value(root: Any, text: str | None) -> str:
    return text or "" if root.get("toolName") == TOOL else (text or "").strip()


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _read_choice(item: Found, root: Any, interaction: Any) -> None:
    choices = list(interaction.iter("simpleChoice"))
    ours = root.get("toolName") == TOOL
    item.options = [paragraphs(c) if ours else words(c) for c in choices]
    right = set(_right(root, interaction))
    item.key = letters([choice.get("identifier") in right for choice in choices])
    declared = _declaration(root, interaction)
    several = declared is not None and declared.get("cardinality") == "multiple"
    item.kind = ItemKind.MULTIPLE if several else None
    if several and len(item.key) == 1:
        item.kind = ItemKind.INDEFINITE


def _read_blanks(item: Found, root: Any, interactions: list[Any]) -> None:
    item.kind = ItemKind.BLANKS
    item.key = "\n".join("/".join(_right(root, gap)).replace("\n", " ") for gap in interactions)
    for gap in interactions:
        gap.text = BLANK


def _stem(body: Any, *, ours: bool) -> str:
    """What is asked, below the material of its case."""
    material = next((e for e in body.iter("div") if e.get("class") == "material"), None)
    stem = next((e for e in body.iter("div") if e.get("class") == "stem"), None)
    if ours and stem is not None:
        told = "" if material is None else paragraphs(material)
        return notes.with_material(told, paragraphs(stem))
    return words(body, leave=_LEFT_OUT | {"simpleChoice"})


def paragraphs(element: Any) -> str:
    """Its paragraphs, each a line, exactly as they stand."""
    return "\n".join("".join(p.itertext()) for p in element.iter("p"))


def words(element: Any, leave: frozenset[str] = _LEFT_OUT) -> str:
    """What is read on the page: blocks are lines, white space is one space."""
    parts: list[str] = []
    _gather(element, leave, parts)
    text = re.sub(r"[ \t\r\n\u00a0]+", " ", "".join(parts))
    lines = (line.strip() for line in text.split("\v"))
    return tidy("\n".join(line for line in lines if line))


def _gather(element: Any, leave: frozenset[str], parts: list[str]) -> None:
    block = element.tag in _BLOCKS or element.tag == "br"
    parts += ["\v"] * block + [element.text or ""]
    for child in element.iterchildren("*"):
        if child.tag not in leave:
            _gather(child, leave, parts)
        parts.append(child.tail or "")
    parts += ["\v"] * block
