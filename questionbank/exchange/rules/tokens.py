"""What the parts of one line look like. Looks only: `blocks` decides what they are."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from questionbank.exchange.rules.lines import Line, fold
from questionbank.questions.rules import LETTERS, ItemKind, read_letters, read_truth


class Look(StrEnum):
    LAW = "law"  # 法规：…
    HEADING = "heading"  # 二、多项选择题（每题2分）
    TITLE = "title"  # 第二章 行政许可
    NUMBER = "number"  # 12．stem…
    OPTION = "option"  # B、text
    FIELD = "field"  # 答案：C
    TEXT = "text"


class Field(StrEnum):
    KEY = "key"
    RATIONALE = "rationale"
    BASIS = "basis"
    TOPIC = "topic"
    DIFFICULTY = "difficulty"
    CODE = "code"


@dataclass(frozen=True)
class Token:
    """A part of a line.

    text    what follows the mark; `raw` is with the mark, for when it turns out to be plain text
    weak    the look may deceive: `2.5倍…` is no item 2, `A类企业…` no option
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


_CJK_DIGITS = "一二三四五六七八九十"
_CJK_NUMBER = f"[{_CJK_DIGITS}]+"
_KIND_WORDS: dict[str, ItemKind | None] = {
    "单项选择": ItemKind.SINGLE,
    "单选": ItemKind.SINGLE,
    "不定项选择": ItemKind.MULTIPLE,
    "不定项": ItemKind.MULTIPLE,
    "多项选择": ItemKind.MULTIPLE,
    "多选": ItemKind.MULTIPLE,
    "判断": ItemKind.TRUE_FALSE,
    "判断正误": ItemKind.TRUE_FALSE,
    "是非": ItemKind.TRUE_FALSE,
    "填空": ItemKind.BLANKS,
    "简答": ItemKind.SHORT,
    "问答": ItemKind.SHORT,
    "论述": ItemKind.SHORT,
    "名词解释": ItemKind.SHORT,
    "选择": None,
    "案例": None,
    "案例分析": None,
}
_KINDS = "|".join(sorted(_KIND_WORDS, key=len, reverse=True))
_HEADING = re.compile(
    rf"(?P<mark>第?{_CJK_NUMBER}(?:部分|大题)?[、.:：\s]*|[（(]{_CJK_NUMBER}[）)]\s*)?(?:\d{{1,2}}[、.]\s*)?"
    rf"(?P<kind>{_KINDS})(?P<word>题)?\s*"
    r"(?:(?:[（(【][^）)】]+[）)】]\s*)+|[:：].*|[，,。]?\s*共?\s*\d+.*)?[。:：]?"
)
_TITLE = re.compile(
    rf"(?!.*[（(]\s*[）)])(?:第[{_CJK_DIGITS}\d]{{1,4}}[章节编篇部]|{_CJK_NUMBER}、)\s*[^。；;？?]{{1,40}}"
)
_TAG = re.compile(rf"[【\[（(]\s*(?P<kind>{_KINDS})题?\s*[】\]）)]\s*")
_CODE = re.compile(r"【(?P<code>[A-Za-z]{0,6}[-_]?\d{4,16})】\s*")
_NUMBER = re.compile(
    r'["“]?(?:第(?P<said>\d{1,5})题|题?(?P<number>\d{1,5}))\s*(?P<mark>[、.,，:：)）])?\s*'
)
_OPTION = re.compile(r"(?P<open>[（(])?(?P<letter>[A-J])(?P<mark>[.、:：,，)）]|\s)?\s*")

_FIELD_WORDS = {
    Field.RATIONALE: "(?:答案|试题|参考|题目)?(?:解析|详解|分析)|解释",
    Field.KEY: "(?:参考|正确|标准|试题|本题)?答案(?:要点)?|参考要点",
    Field.BASIS: "(?:法律|法条|法规|命题|出题|政策)?依据|出处|法条",
    Field.TOPIC: "专题|知识点|考点",
    Field.DIFFICULTY: "难度|难易程?度",
    Field.CODE: "(?:试题|题目)?编号",
}
_ALL_WORDS = "|".join(f"(?P<{name.value}>{words})" for name, words in _FIELD_WORDS.items())
_BRACKETED = re.compile(rf"[【\[]\s*(?:{_ALL_WORDS})\s*[】\]]\s*[:：;；]?\s*")
_LEADING = re.compile(rf"(?:{_ALL_WORDS})\s*[:：]\s*")
_INLINE = re.compile(
    r"(?<=[\s。；;）)】])(?:(?P<rationale>(?:答案)?解析)|(?P<key>(?:参考|正确|标准)?答案)"
    r"|(?P<basis>(?:法律)?依据))\s*[:：]\s*"
)
_BARE_KEY = re.compile(
    r"(?:参考|正确|标准)?答案(?!\s*[:：])\s*[;；]?\s*(?P<text>\S.*)|答[:：](?P<answer>.*)"
)


def tokenize(line: Line) -> list[Token]:
    """The parts of a line from left to right; none for a blank line."""
    text = fold(line.text)
    if not text:
        return []
    if re.match(r"法规\s*[:：]", text):
        return [Token(Look.LAW, line, text, text)]
    heading = _HEADING.fullmatch(text)
    if heading and (heading["mark"] or heading["word"]):
        kind = _KIND_WORDS[heading["kind"]]
        return [Token(Look.HEADING, line, text, text, kind=kind)]
    if _TITLE.fullmatch(text):
        return [Token(Look.TITLE, line, text, text)]
    head = _number(line, text)
    tokens = [head] if head else []
    for field, piece, raw in _split_fields(head.text if head else text):
        if field is not None:
            tokens.append(Token(Look.FIELD, line, piece, raw, field=field))
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
    named = re.fullmatch(rf"(?P<kind>{_KINDS})题?", fold(text))
    return _KIND_WORDS[named["kind"]] if named else None


def _split_fields(text: str) -> list[tuple[Field | None, str, str]]:
    """(field, text after its mark, with its mark) for the pieces of a line, in order."""
    bare = _BARE_KEY.fullmatch(text)
    if bare and (bare["answer"] is not None or _is_key(bare["text"])):
        return [(Field.KEY, bare["answer"] or bare["text"] or "", text)]
    marks = [*_BRACKETED.finditer(text), *_INLINE.finditer(text)]
    leading = _LEADING.match(text)
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
            kind, rest = _KIND_WORDS[tag["kind"]], rest[tag.end() :]
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


Option = tuple[str, str, str, bool]


def split_options(text: str) -> tuple[str, list[Option]]:
    """What stands before the options of a line, and (letter, text, raw, weak) of each.

    A line begins with an option, or has the whole list from A behind the stem. Inside the line
    only the next letter can begin an option, so `A.GB/T 9704 B.2.5倍` has two.
    """
    first = _OPTION.match(text)
    if first and _begins_option(first, text):
        weak = first["mark"] in (None, " ")
        return "", _chain(text, first, weak)
    inline = re.search(r"(?:^|(?<=[\s）)。？?:：]))A[.、:：]\s*", text)
    if inline:
        rest = text[inline.start() :]
        match = _OPTION.match(rest)
        chain = _chain(rest, match, False) if match else []
        if len(chain) > 1:
            return text[: inline.start()].strip(), chain
    return text, []


def _begins_option(match: re.Match[str], text: str) -> bool:
    following = text[match.end() :]
    if match["open"]:
        return match["mark"] in (")", "）")
    if match["mark"] is None:
        return bool(re.match(r"[\u3400-\u9fff《“\"①-⑳\d]", following))
    return match["mark"] not in (")", "）") or bool(following)


def _chain(text: str, first: re.Match[str], weak: bool) -> list[Option]:
    """The options of a line that begins with one, each found by the letter that must come next."""
    options: list[Option] = []
    start, end, letter = 0, first.end(), first["letter"]
    while True:
        following = _next_option(text, end, letter, weak)
        stop = following.start() if following else len(text)
        options.append((letter, text[end:stop].strip(), text[start:stop].strip(), weak))
        if following is None:
            return options
        start, end, letter = stop, following.end(), LETTERS[LETTERS.index(letter) + 1]


def _next_option(text: str, position: int, letter: str, weak: bool) -> re.Match[str] | None:
    if letter == LETTERS[-1]:
        return None
    wanted = LETTERS[LETTERS.index(letter) + 1]
    spaced = rf"(?<=\s)(?:[（(]{wanted}[）)]|{wanted}[.、:：,，])\s*"
    glued = rf"(?<![A-Za-z（(《]){wanted}[.]\s*(?=\S)"
    loose = rf"|(?<=\s){wanted}\s*(?=[\u3400-\u9fff《“\d])" if weak else ""
    return re.compile(rf"{spaced}|{glued}{loose}").search(text, position)
