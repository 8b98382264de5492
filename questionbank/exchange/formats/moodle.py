"""Moodle's XML: a `quiz` of `question` elements. https://docs.moodle.org/en/Moodle_XML_format"""

import html
import re
from collections.abc import Callable
from typing import Any

from questionbank.exchange.formats import notes
from questionbank.exchange.formats.cloze import read_cloze
from questionbank.exchange.formats.found import Found, Places, add_text, as_blocks, letters
from questionbank.exchange.formats.gift import topic_of_category
from questionbank.exchange.formats.markup import html_text, local_name, pictures_in
from questionbank.exchange.formats.notes import read_note
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.raw import Blocks
from questionbank.questions.rules import ItemKind

_MOST_SHOWN = 80
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w+;")


def read_moodle(quiz: Any) -> Blocks:
    """Every question of the file is an item; descriptions and other elements are none."""
    found: list[Found] = []
    others: list[Line] = []
    topics: list[str] = []
    places = Places()
    for element in quiz.iterchildren("*"):
        kind, number = element.get("type", ""), places.at(element.sourceline)
        if local_name(element) != "question":
            others.append(Line(number, local_name(element)))
        elif kind == "category":
            topics = topic_of_category(_text(element, "category"))
        elif kind == "description":
            others.append(Line(number, _text(element, "questiontext")))
        else:
            item = _item(element, kind, Line(number, _text(element, "name")), len(found) + 1)
            if topics:
                item.labels.setdefault(notes.TOPIC, topics)
            found.append(item)
    blocks = as_blocks(found)
    for line in others:
        add_text(blocks, line)
    return blocks


def _item(element: Any, kind: str, line: Line, number: int) -> Found:
    item = Found(line, number, source=_source(element))
    item.stem = _text(element, "questiontext") or line.text
    item.note = _text(element, "generalfeedback")
    _read_labels(item, element)
    _read_pictures(item, element)
    reader = _READERS.get(kind)
    return reader(item, element) or item if reader else item.refuse(kind or "?")


def _source(element: Any) -> list[str]:
    """The words of the element, without the bytes of its pictures."""
    words = (part.text or "" for part in element.iter("*") if local_name(part) != "file")
    lines = (line.strip() for text in words for line in text.split("\n"))
    return [line for line in lines if line][:_MOST_SHOWN]


def _text(element: Any, name: str) -> str:
    """The text of a child as people read it."""
    child = element.find(name)
    return "" if child is None else _said(child)


def _said(element: Any) -> str:
    inner = element.find("text")
    text = "".join((element if inner is None else inner).itertext()).strip()
    form = element.get("format") or "moodle_auto_format"
    if form == "html" or (form == "moodle_auto_format" and _MARKUP.search(text)):
        return html_text(text)
    return text


def _read_labels(item: Found, element: Any) -> None:
    """The identifier, and tags: `难度：易` is what it says, any other tag is a topic."""
    if code := (element.findtext("idnumber") or "").strip():
        item.labels[notes.CODE] = [code]
    for tag in element.findall("tags/tag/text"):
        text = (tag.text or "").strip()
        labelled = read_note(text).labels or {notes.TOPIC: [text]}
        for name, values in labelled.items():
            item.labels.setdefault(name, []).extend(filter(None, values))


def _read_pictures(item: Found, element: Any) -> None:
    item.remarks += [file.get("name") or "?" for file in element.iter("file", "image")]
    if not item.remarks:
        for text in element.iter("text"):
            item.remarks += pictures_in(text.text or "")


def _worth(answer: Any) -> float:
    try:
        return float(answer.get("fraction") or 0)
    except ValueError:
        return 0.0


def _choice(item: Found, element: Any) -> None:
    several = (element.findtext("single") or "true").strip().lower() in ("false", "0")
    answers = element.findall("answer")
    item.options = [_said(answer) for answer in answers]
    item.key = letters([_worth(a) > 0 if several else _worth(a) >= 100 for a in answers])
    item.kind = ItemKind.MULTIPLE if several else None
    if several and len(item.key) == 1:
        item.kind = ItemKind.INDEFINITE


def _truth(item: Found, element: Any) -> None:
    item.kind = ItemKind.TRUE_FALSE
    right = [_said(answer) for answer in element.findall("answer") if _worth(answer) > 0]
    item.key = right[0] if len(right) == 1 else ""


def _words(item: Found, element: Any) -> Found | None:
    item.kind, accepted = ItemKind.BLANKS, []
    for answer in element.findall("answer"):
        text = _said(answer)
        if _worth(answer) < 100:
            item.remarks += [f"{answer.get('fraction')} %: {text}"] if text != "*" else []
        elif re.search(r"(?<!\\)\*", text):
            return item.refuse("shortanswer *")
        else:
            accepted.append(text.replace("\\*", "*"))
    item.show_blank()
    item.key = "/".join(accepted)
    return None


def _number(item: Found, element: Any) -> Found | None:
    full = [answer for answer in element.findall("answer") if _worth(answer) >= 100]
    tolerances = [(answer.findtext("tolerance") or "0").strip() for answer in full]
    if any(re.search("[1-9]", tolerance) for tolerance in tolerances):
        return item.refuse("numerical ±")
    item.kind = ItemKind.BLANKS
    item.show_blank()
    item.key = "/".join(_said(answer).removesuffix(".0") for answer in full)
    return None


def _essay(item: Found, element: Any) -> None:
    item.kind, item.key = ItemKind.SHORT, _text(element, "graderinfo")


def _cloze(item: Found, element: Any) -> Found | None:
    """Gaps to be filled in are blanks; gaps with a list to choose from have no like here."""
    question = element.find("questiontext")
    source = "" if question is None else "".join(question.itertext()).strip()
    plain = question is not None and question.get("format") == "plain_text"
    stem, key, others = read_cloze(source)
    if others or not key:
        return item.refuse(", ".join(dict.fromkeys(others)) or "cloze")
    item.kind = ItemKind.BLANKS
    item.stem, item.key = (stem, key) if plain else (html_text(stem), html.unescape(key))
    return None


_READERS: dict[str, Callable[[Found, Any], Found | None]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "shortanswer": _words,
    "numerical": _number,
    "essay": _essay,
    "cloze": _cloze,
}
