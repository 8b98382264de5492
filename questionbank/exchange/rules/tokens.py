"""What the parts of one line look like. Looks only: `blocks` decides what they are."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from questionbank.exchange.rules.grid import Grid, read_grid
from questionbank.exchange.rules.lines import Line, fold
from questionbank.exchange.rules.marks import (
    BRACKETED,
    CJK_DIGITS,
    CONCLUDED,
    INLINE,
    KIND_WORDS,
    KINDS,
    LEADING,
    Field,
)
from questionbank.exchange.rules.options import split_options
from questionbank.laws.rules import read_number
from questionbank.questions.rules import ItemKind, read_letters, read_truth


class Look(StrEnum):
    LAW = "law"  # 法规：…
    HEADING = "heading"  # 二、多项选择题（每题2分）
    TITLE = "title"  # 第二章 行政许可
    KEYS = "keys"  # 参考答案
    GRID = "grid"  # 1-5 ABCDA 6-10 BBCAD
    PAGE = "page"  # 第 3 页 共 9 页
    CASE = "case"  # 案例：AL-01 某局处罚案
    MATERIAL = "material"  # 材料：…
    NUMBER = "number"  # 12．stem…
    OPTION = "option"  # B、text
    FIELD = "field"  # 答案：C
    TEXT = "text"


@dataclass(frozen=True)
class Token:
    """A part of a line.

    text     what follows the mark; `raw` is with the mark, for when it turns out to be plain text
    code     of an item or a case
    weak     the look may deceive: `2.5倍…` is no item 2, `A类企业…` no option, `故选D。` no field,
             `试卷二` no section
    literal  the text stood behind a backslash: no mark in it is read
    """

    look: Look
    line: Line
    text: str
    raw: str
    number: int | None = None
    code: str = ""
    kind: ItemKind | None = None
    letter: str = ""
    field: Field | None = None
    weak: bool = False
    literal: bool = False
    grid: Grid | None = None


_CJK_NUMBER = f"[{CJK_DIGITS}]+"
_HEADING = re.compile(
    rf"(?P<mark>第?{_CJK_NUMBER}(?:部分|大题)?[、.:：\s]*|[（(]{_CJK_NUMBER}[）)]\s*)?(?:\d{{1,2}}[、.]\s*)?"
    rf"(?P<kind>{KINDS})(?P<word>题)?\s*"
    r"(?:(?:[（(【][^）)】]+[）)】]\s*)+|[:：].*|[，,。]?\s*共?\s*\d+.*)?[。:：]?"
)
_TITLE = re.compile(
    rf"(?!.*[（(]\s*[）)])(?:第[{CJK_DIGITS}\d]{{1,4}}[章节编篇部]|{_CJK_NUMBER}、)\s*[^。；;？?]{{1,40}}"
)
_KEYS = re.compile(
    r"[【\[（(]?[\w（）()、 ]{0,30}?(?:参考|正确|标准|试题|全部|各题)?答案"
    r"(?:[及和与]?(?:答案)?(?:解析|详解|要点|评分标准))?"
    r"(?:部分|一览表?|汇总表?|表)?[】\]）)]?\s*(?P<colon>[:：])?"
)
_VOLUME = re.compile(
    rf"[\u4e00-\u9fff]{{0,12}}(?:试[卷题]|模拟卷|测试卷|真题)\s*[（(]?[{CJK_DIGITS}\d]{{1,3}}[）)]?"
    rf"|第\s*[{CJK_DIGITS}\d]{{1,3}}\s*[套份卷](?:[\u4e00-\u9fff]{{0,4}}[题卷])?"
)
_PAGE = re.compile(
    r"[-—–－·\s]+\d{1,4}[-—–－·\s]+|第\s*\d+\s*页(?:[,，/\s]*共\s*\d+\s*页)?|\d+\s*/\s*\d+"
)
_CONCLUSION = re.compile(rf"(?:综上(?:所述)?|综合以上分析)?[，,]?\s*{CONCLUDED}[。.．!！]?")
_TAG = re.compile(rf"[【\[（(]\s*(?P<kind>{KINDS})题?\s*[】\]）)]\s*")
_CODE = re.compile(r"【(?P<code>[A-Za-z]{0,6}[-_]?\d{4,16})】\s*")
_CASE = re.compile(
    r"案例\s*[:：]\s*(?:(?P<code>(?:案例-)?[A-Za-z0-9][A-Za-z0-9_.\-]{0,39})(?:\s+(?P<title>.*))?)?"
)
_MATERIAL = re.compile(r"材料\s*[:：]\s*")
_NUMBER = re.compile(
    r'["“]?(?:第(?P<said>\d{1,5})题|题?(?P<number>\d{1,5}))\s*(?P<mark>[、.,，:：)）])?\s*'
)
_BARE_KEY = re.compile(
    r"(?:参考|正确|标准)?答案(?!\s*[:：])\s*[;；]?\s*(?P<text>\S.*)|答[:：](?P<answer>.*)"
)
_WRAPPED_KEY = re.compile(
    r"[（(\[【]\s*(?:参考|正确|标准)?答案\s*[:：]\s*(?P<text>[^（）()\[\]【】]+)[）)\]】][。.]?"
)
_MARKED = frozenset({Look.CASE, Look.MATERIAL, Look.NUMBER, Look.OPTION, Look.FIELD})


def tokenize(line: Line) -> list[Token]:
    """The parts of a line from left to right; none for a blank line."""
    if "\\" in line.text and (tokens := _literal(line)):
        return tokens
    text = fold(line.text)
    if keys := _KEYS.fullmatch(text):
        return [Token(Look.KEYS, line, "", text, weak=bool(keys["colon"]))]
    return _tokens(line, text) if text else []


def tokenize_within(line: Line) -> list[Token]:
    """The parts of a line that stands inside an item: `答案：` alone begins its key."""
    text = fold(line.text)
    return _tokens(line, text) if text else []


def _literal(line: Line) -> list[Token]:
    """A line in which a backslash opens the line, or stands right behind a single mark."""
    before, _, words = line.text.partition("\\")
    mark = fold(before)
    if not mark:
        return [Token(Look.TEXT, line, words, words, literal=True)]
    tokens = _tokens(line, mark)
    if len(tokens) != 1 or tokens[0].look not in _MARKED or tokens[0].text or tokens[0].code:
        return []
    return [replace(tokens[0], text=words, raw=mark + words, weak=False, literal=True)]


def _tokens(line: Line, text: str) -> list[Token]:
    if re.match(r"法规\s*[:：]", text):
        return [Token(Look.LAW, line, text, text)]
    if case := _CASE.fullmatch(text):
        return [Token(Look.CASE, line, case["title"] or "", text, code=case["code"] or "")]
    if material := _MATERIAL.match(text):
        return [Token(Look.MATERIAL, line, text[material.end() :], text)]
    if _PAGE.fullmatch(text):
        return [Token(Look.PAGE, line, text, text)]
    if grid := read_grid(text):
        return [Token(Look.GRID, line, text, text, grid=grid)]
    heading = _HEADING.fullmatch(text)
    if heading and (heading["mark"] or heading["word"]):
        kind = KIND_WORDS[heading["kind"]]
        place = re.search(f"[{CJK_DIGITS}]+", heading["mark"] or "")
        section = read_number(place[0]) if place else None
        return [Token(Look.HEADING, line, text, text, number=section, kind=kind)]
    if _VOLUME.fullmatch(text):
        return [Token(Look.HEADING, line, text, text, weak=True)]
    if concluded := _CONCLUSION.fullmatch(text):
        key = concluded["letters"]
        return [Token(Look.FIELD, line, key, text, field=Field.KEY, weak=True)]
    if _TITLE.fullmatch(text):
        return [Token(Look.TITLE, line, text, text)]
    head = _number(line, text)
    tokens = [head] if head else []
    for field, piece, raw in _split_fields(head.text if head else text):
        if field is not None:
            grid = read_grid(piece) if field is Field.KEY else None
            tokens.append(Token(Look.FIELD, line, piece, raw, field=field, grid=grid))
        else:
            tokens += _options(line, piece)
    return _headed(head, tokens) if head else tokens


def _headed(head: Token, tokens: list[Token]) -> list[Token]:
    """The number takes the text right behind it as its own."""
    mark = head.raw.removesuffix(head.text)
    if len(tokens) > 1 and tokens[1].look is Look.TEXT:
        stem = tokens[1].text
        return [replace(head, text=stem, raw=mark + stem), *tokens[2:]]
    return [replace(head, text="", raw=mark), *tokens[1:]]


def kind_named(text: str) -> ItemKind | None:
    """The kind that a cell or the name of a worksheet names, if it names one."""
    named = re.fullmatch(rf"(?P<kind>{KINDS})题?", fold(text))
    return KIND_WORDS[named["kind"]] if named else None


def _split_fields(text: str) -> list[tuple[Field | None, str, str]]:
    """(field, text after its mark, with its mark) for the pieces of a line, in order."""
    bare = _BARE_KEY.fullmatch(text)
    if bare and (bare["answer"] is not None or _is_key(bare["text"])):
        return [(Field.KEY, bare["answer"] or bare["text"] or "", text)]
    if (wrapped := _WRAPPED_KEY.fullmatch(text)) and _is_key(wrapped["text"]):
        return [(Field.KEY, wrapped["text"], text)]
    marks = [*BRACKETED.finditer(text), *INLINE.finditer(text)]
    leading = LEADING.match(text)
    if leading:
        marks.append(leading)
    marks.sort(key=lambda mark: mark.start())
    pieces: list[tuple[Field | None, str, str]] = []
    start, end, field = 0, 0, None
    for mark in marks:
        if mark.start() < end:
            continue
        if text[start : mark.start()].strip():
            pieces.append((field, text[end : mark.start()].strip(), text[start : mark.start()]))
        start, end, field = mark.start(), mark.end(), Field(mark.lastgroup or "")
    return [*pieces, (field, text[end:].strip(), text[start:])]


def _is_key(text: str) -> bool:
    return bool(read_letters(text) or read_truth(text))


def _options(line: Line, text: str) -> list[Token]:
    """A piece without field marks: text, and perhaps options behind it."""
    before, options = split_options(text)
    tokens = [Token(Look.TEXT, line, before, before)] if before else []
    return tokens + [
        Token(Look.OPTION, line, option, raw, letter=letter, weak=weak)
        for letter, option, raw, weak in options
    ]


def _number(line: Line, text: str) -> Token | None:
    """The number, code or type tag that an item begins with."""
    rest, kind, code, number, weak = text, None, "", None, False
    for _ in range(2):  # the tag may stand before the number or after it
        if tag := _TAG.match(rest):
            kind, rest = KIND_WORDS[tag["kind"]], rest[tag.end() :]
        if number is None and not code:
            match, coded = _NUMBER.match(rest), _CODE.match(rest)
            if coded:
                code, rest = coded["code"], rest[coded.end() :]
            elif match and (match["said"] or match["mark"]):
                number = int(match["said"] or match["number"])
                rest = rest[match.end() :]
                weak = not rest or (not match["said"] and rest[0].isdecimal())
    tagged = rest != text and number is None and not code
    if rest == text or (tagged and kind is None):
        return None
    return Token(Look.NUMBER, line, rest, text, number=number, code=code, kind=kind, weak=weak)
