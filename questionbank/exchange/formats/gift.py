"""GIFT, Moodle's plain text: `::title:: stem {=right ~wrong #### feedback}`.

https://docs.moodle.org/en/GIFT_format
"""

import re
from collections.abc import Iterator

from questionbank.exchange.formats import notes
from questionbank.exchange.formats.found import Found, add_text, as_blocks, letters
from questionbank.exchange.formats.markup import html_text, pictures_in
from questionbank.exchange.formats.notes import Labels, read_note
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.raw import Blocks
from questionbank.questions.rules import ItemKind, count_blanks

_ESCAPED = dict(zip("~=#{}:\\n", map(chr, range(0xFDD0, 0xFDD8)), strict=True))  # no characters
_PLAIN = {ord(stand_in): "\n" if mark == "n" else mark for mark, stand_in in _ESCAPED.items()}
_TITLE = re.compile(r"::(.*?)::\s*", re.DOTALL)
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d+)?)%")
_COMMENTED = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_ANSWERS = re.compile(r"(?<!\\)\{\s*(?:[=~#%}]|(?:T|F|TRUE|FALSE)\s*[#}])")
_OUR_KEY = re.compile(r"(?m)^\s*【?(?:参考|正确|标准)?答案】?\s*[:：]")


def is_gift(text: str) -> bool:
    """Whether answers stand in braces, and none stands behind `答案：`."""
    return bool(_ANSWERS.search(text)) and not _OUR_KEY.search(text)


def read_gift(lines: list[Line]) -> Blocks:
    """Items are parted by empty lines; a text without answers is no question."""
    found: list[Found] = []
    others: list[Line] = []
    category: list[str] = []
    for chunk in _chunks(lines):
        text, labels = _without_comments(chunk)
        if text.startswith("$CATEGORY:"):
            category = topic_of_category(text.removeprefix("$CATEGORY:").split("\n")[0])
        elif "{" not in text and "}" not in text:
            plain = _TITLE.sub("", text, count=1).translate(_PLAIN)
            others += [Line(chunk[0].number, plain)] if text else []
        else:
            if category:
                labels.setdefault(notes.TOPIC, category)
            found.append(_item(chunk, text, labels, len(found) + 1))
    blocks = as_blocks(found)
    for line in others:
        add_text(blocks, line)
    return blocks


def topic_of_category(path: str) -> list[str]:
    """The last part of a path such as `$course$/top/行政处罚`; Moodle's own names are no topic."""
    last = path.replace("//", "\0").rpartition("/")[2].replace("\0", "/").strip()
    named = last and not re.match(r"\$|top$|Default for |.*默认", last)
    return [last[:60]] if named else []


def _chunks(lines: list[Line]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    for line in lines:
        if line.text.strip():
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _without_comments(chunk: list[Line]) -> tuple[str, Labels]:
    """The text with stand-ins for what is escaped, and what its comments say of id and tags."""
    labels: Labels = {}
    kept = []
    for line in chunk:
        text = line.text.strip()
        if text.startswith("//"):
            for name, value in _COMMENTED.findall(text):
                said = re.sub(r"\\(.)", r"\1", value)
                labels.setdefault(notes.CODE if name == "id" else notes.TOPIC, []).append(said)
        else:
            kept.append("".join(c for c in text if ord(c) not in _PLAIN))
    marks = re.compile(r"\\([~=#{}:\\n])")
    return marks.sub(lambda mark: _ESCAPED[mark[1]], "\n".join(kept)), labels


def _item(chunk: list[Line], text: str, labels: Labels, number: int) -> Found:
    item = Found(chunk[0], number, labels=labels, source=[line.text for line in chunk])
    title = _TITLE.match(text)
    text = text[title.end() :] if title else text
    before, opened, rest = text.partition("{")
    answers, closed, after = rest.partition("}")
    if not opened or not closed or "{" in rest:
        item.stem = text.translate(_PLAIN).strip()
        return item.refuse("{ }")
    form = _FORMAT.match(before.strip())
    fallback = form[1].lower() if form else "moodle"
    answers, _, feedback = answers.rpartition("####") if "####" in answers else (answers, "", "")
    item.note = _text(feedback, fallback)
    _answer(item, answers.strip(), fallback)
    gap = after.strip() and item.kind is not ItemKind.TRUE_FALSE
    mark = "" if not gap else "（　）" if item.options else "____"
    item.stem = _text(f"{before.rstrip() if gap else before}{mark}{after.lstrip()}", fallback)
    item.remarks += pictures_in(before + after)
    _settle_blanks(item)
    return item


def _text(text: str, fallback: str) -> str:
    """A part of a question in its format, as plain text."""
    text = text.strip()
    form = _FORMAT.match(text)
    said = form[1].lower() if form else fallback
    text = (text[form.end() :] if form else text).translate(_PLAIN).strip()
    if said == "html" or (said == "moodle" and re.search(r"</?[a-zA-Z][^<>]*>|&\w+;", text)):
        return html_text(text)
    return text


def _answer(item: Found, answers: str, form: str) -> None:
    """Options, key and kind from what stands in the braces."""
    bare = answers.split("#", maxsplit=1)[0].strip()
    declared = notes.KIND in read_note(item.note).labels
    if not answers:
        item.kind = ItemKind.SHORT
    elif answers.startswith("#"):
        _number(item, answers[1:])
    elif "~" in answers:
        _choice(item, answers, form)
    elif bare in ("T", "TRUE", "F", "FALSE"):
        item.kind, item.key = ItemKind.TRUE_FALSE, bare[0]
    elif not declared and answers.count("=") > 1 and answers.count("->") == answers.count("="):
        item.refuse("matching")
    else:
        _short(item, answers, form)


def _number(item: Found, answers: str) -> None:
    """A number is a blank to be filled in; a range of numbers has no like here."""
    values = [re.sub(r"%.*?%|#.*", "", part).strip() for part in answers.split("=")]
    values = [re.sub(r":0*(?:\.0*)?$", "", value.translate(_PLAIN)) for value in values if value]
    item.kind, item.key = ItemKind.BLANKS, "/".join(values)
    if any(re.search(r"\.\.|:", value) for value in values):
        item.refuse("numerical ±")


def _choice(item: Found, answers: str, form: str) -> None:
    right: list[bool] = []
    for mark, text in re.findall(r"([~=])([^~=]*)", answers):
        weight = _WEIGHT.match(text.strip())
        worth = float(weight[1]) if weight else 100.0 if mark == "=" else 0.0
        text = text.strip()[weight.end() :] if weight else text
        item.options.append(_text(text.split("#")[0], form))
        right.append(worth >= 100 if "=" in answers else worth > 0)
    item.key = letters(right)
    item.kind = None if "=" in answers else ItemKind.MULTIPLE


def _short(item: Found, answers: str, form: str) -> None:
    accepted = []
    for text in filter(None, map(str.strip, answers.split("="))):
        weight = _WEIGHT.match(text)
        said = _text((text[weight.end() :] if weight else text).split("#")[0], form)
        if weight and float(weight[1]) < 100:
            item.remarks.append(f"{weight[0]} {said}")
        else:
            accepted.append(said)
    item.kind, item.key = ItemKind.BLANKS, "/".join(accepted)


def _settle_blanks(item: Found) -> None:
    """One answer to several blanks holds the answers of all, parted by lines or semicolons."""
    if item.kind is not ItemKind.BLANKS or item.refused:
        return
    item.show_blank()
    blanks, parts = count_blanks(item.stem), re.split("[；;]", item.key)
    if blanks > 1 and "\n" not in item.key and len(parts) == blanks:
        item.key = "\n".join(part.strip() for part in parts)
