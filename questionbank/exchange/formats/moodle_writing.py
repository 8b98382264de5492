"""Items as Moodle XML."""

from collections.abc import Iterable, Sequence
from typing import Any

from questionbank.exchange.formats import notes
from questionbank.exchange.formats.cloze import write_cloze
from questionbank.exchange.formats.gift_writing import accepted_forms
from questionbank.exchange.formats.notes import labels_of, read_note, with_material, write_note
from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.writing import write_declaration
from questionbank.laws.rules import LawDeclaration
from questionbank.questions.rules import CHOICE_KINDS, LETTERS, SEVERAL_KINDS, Content, ItemKind
from rosters.typesetting.glyphs import printable

_MOST_IN_NAME = 60


def write_moodle(items: Sequence[ParsedItem], declarations: Iterable[LawDeclaration] = ()) -> bytes:
    from lxml import etree

    quiz = etree.Element("quiz")
    laws = "\n".join(map(write_declaration, declarations))
    if laws:
        _question(quiz, "description", "法规", laws)
    for number, item in enumerate(items, 1):
        _write(quiz, item, number)
    return bytes(etree.tostring(quiz, pretty_print=True, xml_declaration=True, encoding="UTF-8"))


def _write(quiz: Any, item: ParsedItem, number: int) -> None:
    content = item.content
    several_gaps = content.kind is ItemKind.BLANKS and "\n" in content.key
    stem = write_cloze(content.stem, content.key) if several_gaps else content.stem
    name = item.code or f"{number}. {content.stem}".replace("\n", " ")[:_MOST_IN_NAME]
    question = _question(
        quiz, _type_of(content, several_gaps), name, with_material(content.material, stem)
    )
    labels = [pair for pair in labels_of(item) if pair[0] not in (notes.CODE, notes.TOPIC)]
    _child(question, "generalfeedback", write_note(content.rationale, labels), True)
    _bare(question, "defaultgrade", str(content.weight))
    _bare(question, "idnumber", item.code or "")
    if not several_gaps:
        _answers(question, content)
    tags = _bare(question, "tags", "")
    for topic in item.topics:
        labelled = read_note(topic).labels
        _child(tags, "tag", f"{notes.TOPIC}：{topic}" if labelled else topic, False)


def _type_of(content: Content, several_gaps: bool) -> str:
    if content.kind in CHOICE_KINDS:
        return "multichoice"
    if content.kind is ItemKind.TRUE_FALSE:
        return "truefalse"
    if content.kind is ItemKind.SHORT:
        return "essay"
    return "cloze" if several_gaps else "shortanswer"


def _answers(question: Any, content: Content) -> None:
    if content.kind in CHOICE_KINDS:
        several = content.kind in SEVERAL_KINDS
        _bare(question, "single", "false" if several else "true")
        _bare(question, "shuffleanswers", "false")
        _bare(question, "answernumbering", "ABCD")
        right = f"{100 / len(content.key):.5f}".rstrip("0").rstrip(".")
        for letter, option in zip(LETTERS, content.options, strict=False):
            _answer(question, option, right if letter in content.key else "-100" * several or "0")
    elif content.kind is ItemKind.TRUE_FALSE:
        for word, letter in (("true", "T"), ("false", "F")):
            _answer(question, word, "100" if letter == content.key else "0")
    elif content.kind is ItemKind.BLANKS:
        _bare(question, "usecase", "0")
        for text in accepted_forms(content.key):
            _answer(question, text.replace("*", "\\*"), "100")
    else:
        _bare(question, "responseformat", "plain")
        _child(question, "graderinfo", content.key, True)


def _question(quiz: Any, kind: str, name: str, text: str) -> Any:
    from lxml import etree

    question = etree.SubElement(quiz, "question", type=kind)
    _child(question, "name", name, False)
    _child(question, "questiontext", text, True)
    return question


def _answer(question: Any, text: str, fraction: str) -> None:
    _child(question, "answer", text, True).set("fraction", fraction)


def _child(parent: Any, name: str, text: str, formatted: bool) -> Any:
    """An element with its words in a `text` of its own, as Moodle has most of them."""
    child = _bare(parent, name, "")
    if formatted:
        child.set("format", "plain_text")
    _bare(child, "text", text)
    return child


def _bare(parent: Any, name: str, text: str) -> Any:
    from lxml import etree

    child = etree.SubElement(parent, name)
    child.text = printable(text) or None
    return child
