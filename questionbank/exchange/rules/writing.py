"""Items in the dialect of text files: what is written here reads back the same.

A text whose words would be taken for marks is written literally, behind a backslash a line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from questionbank.exchange.rules.answers import unnumbered
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.items import ParsedItem, judge
from questionbank.exchange.rules.lines import Line, fold, tidy
from questionbank.exchange.rules.marks import COHORT_NAMES, CONCLUDED, KIND_NAMES, TAG_NAMES, Field
from questionbank.exchange.rules.raw import INLINE_KEY, Piece, RawItem, tidied
from questionbank.exchange.rules.rows import may_part
from questionbank.exchange.rules.tokens import Look, tokenize
from questionbank.laws.rules import LawDeclaration, LawKind, write_number
from questionbank.questions.rules import (
    BLANK,
    CHOICE_KINDS,
    LETTERS,
    CasePlace,
    Content,
    Difficulty,
    ItemKind,
    read_letters,
)

_MARKS = {
    Field.KEY: "答案：",
    Field.RATIONALE: "解析：",
    Field.BASIS: "依据：",
    Field.QUOTE: "引文：",
    Field.TOPIC: "专题：",
    Field.DIFFICULTY: "难度：",
    Field.CODE: "编号：",
    Field.COHORTS: "对象：",
    Field.ORDER: "顺序：",
    Field.WEIGHT: "权重：",
}
_LEVELS = {Difficulty.EASY: "易", Difficulty.MEDIUM: "中", Difficulty.HARD: "难"}
_TRUTH = {"T": "正确", "F": "错误"}
_LAW_KINDS = {
    LawKind.CONSTITUTION: "宪法",
    LawKind.STATUTE: "法律",
    LawKind.REGULATION: "行政法规",
    LawKind.SUPERVISION: "监察法规",
    LawKind.LOCAL: "地方性法规",
    LawKind.RULES: "规章",
    LawKind.PARTY: "党内法规",
    LawKind.DOCUMENT: "规范性文件",
}


def write_items(items: Sequence[ParsedItem], declarations: Iterable[LawDeclaration] = ()) -> str:
    """A whole file: the laws it declares, then the items in their order under headings."""
    parts = [write_declaration(declared) for declared in declarations]
    runs = groupby(items, key=lambda item: ItemKind.CASE if item.case else item.content.kind)
    for place, (kind, run) in enumerate(runs, 1):
        parts.append(f"{write_number(place)}、{KIND_NAMES[kind]}")
        open_case: tuple[CasePlace | None, str] = (None, "")
        for number, item in enumerate(run, 1):
            here = (item.case, item.content.material)
            head = _case_head(item) if _differs(open_case, here) else ""
            parts.append(head + _body(item, item.case.position if item.case else number))
            open_case = here
    return "\n\n".join(parts) + "\n"


def write_item(item: ParsedItem) -> str:
    """One item that stands alone: its type in a tag, above it the case that it belongs to."""
    number = item.case.position if item.case else item.number or 1
    return _case_head(item) + _body(item, number, tagged=True)


def write_declaration(law: LawDeclaration) -> str:
    names = f"法规：{law.short_title}；全称：{law.title}；类别：{_LAW_KINDS[law.kind]}"
    effective = f"；施行：{law.effective_on}" if law.effective_on else ""
    return f"{names}；版本：{law.adopted_on}{effective}"


def _differs(before: tuple[CasePlace | None, str], here: tuple[CasePlace | None, str]) -> bool:
    return (before[0] and before[0].code, before[1]) != (here[0] and here[0].code, here[1])


def _case_head(item: ParsedItem) -> str:
    if item.case is None:
        return ""
    head = _head_of_case(item.case)
    return "\n".join([head, *_written("材料：", item.content.material, Look.MATERIAL)]) + "\n\n"


def _head_of_case(case: CasePlace) -> str:
    head = f"案例：{case.code} {case.title}".rstrip()
    tokens = tokenize(Line(0, head))
    if (tokens[0].look, tokens[0].code, tokens[0].text) == (Look.CASE, case.code, case.title):
        return head
    return f"案例：\\{case.code} {case.title}"


def _body(item: ParsedItem, number: int, *, tagged: bool = False) -> str:
    content = item.content
    tag = f"【{TAG_NAMES[content.kind]}】" if tagged or item.case else ""
    lines = _stem(f"{number}. {tag}", content)
    for letter, option in zip(LETTERS, content.options, strict=False):
        lines += _written(f"{letter}. ", option, Look.OPTION)
    lines += _key(content)
    if content.unordered:
        lines.append("顺序：不限")
    if content.rationale:
        lines += _rationale(content)
    if item.basis:
        lines += _field(Field.BASIS, item.basis)
    for quote in item.quotes:
        lines += _field(Field.QUOTE, quote)
    if item.topics:
        lines += _listed(Field.TOPIC, item.topics, "、")
    if item.cohorts:
        lines.append("对象：" + "、".join(COHORT_NAMES[cohort] for cohort in item.cohorts))
    if content.weight != 1:
        lines.append(f"权重：{content.weight}")
    if item.code:
        lines += _field(Field.CODE, item.code)
    lines.append(f"难度：{_LEVELS[content.difficulty]}")
    return _without_needless_marks("\n".join(lines), item)


def _without_needless_marks(text: str, item: ParsedItem) -> str:
    """Numbered lists stand as they are where they read back as lists."""
    lighter = re.sub(r"(?m)(^|(?<=：))\\(?=\d{1,2}[.、])", "", text)
    if lighter == text:
        return text
    case = _head_of_case(item.case) if item.case else KIND_NAMES[item.content.kind]
    lines = [Line(n, line) for n, line in enumerate(f"{case}\n{lighter}".split("\n"))]
    judged = [judge(raw) for raw in read_blocks(lines).items]
    if len(judged) != 1 or judged[0].unread or not isinstance(judged[0].item, ParsedItem):
        return text
    back = judged[0].item
    content = replace(back.content, material=item.content.material)
    same = replace(item, line=back.line, number=back.number) == replace(back, content=content)
    return lighter if same else text


def _stem(mark: str, content: Content) -> list[str]:
    """The stem; one with a bracket that looks like a key, or with uneven blanks, is literal."""
    plain = _plain(mark, content.stem, Look.NUMBER)
    uneven = content.kind is ItemKind.BLANKS and (
        BLANK not in content.stem or re.sub("_+", BLANK, content.stem) != content.stem
    )
    if plain is None or uneven or INLINE_KEY.search(content.stem):
        return _literally(mark, content.stem)
    return plain


def _rationale(content: Content) -> list[str]:
    """The explanation, literal where a sentence of it names another key than the item has."""
    named = [match["letters"] for match in re.finditer(CONCLUDED, content.rationale)]
    if content.options and any(read_letters(letters) != content.key for letters in named):
        return _literally(_MARKS[Field.RATIONALE], content.rationale)
    return _field(Field.RATIONALE, content.rationale)


def _key(content: Content) -> list[str]:
    if content.kind in CHOICE_KINDS:
        return [f"答案：{content.key}"]
    if content.kind is ItemKind.TRUE_FALSE:
        return [f"答案：{_TRUTH[content.key]}"]
    if content.kind is ItemKind.BLANKS:
        answers = content.key.split("\n")
        if unnumbered("；".join(answers), len(answers)):
            return _literally(_MARKS[Field.KEY], content.key)
        return _listed(Field.KEY, answers, "；")
    lines = content.key.split("\n")
    plain = all(map(_runs_plain, lines[1:])) and _plain("答案：", lines[0], Look.FIELD)
    if plain and tidy("\n".join(map(fold, lines))) == content.key:
        return [f"答案：{lines[0]}", *lines[1:]]
    return _literally("答案：", content.key)


def _listed(name: Field, texts: Sequence[str], separator: str) -> list[str]:
    """Several texts in one line, or each literally in a line of its own."""
    mark = _MARKS[name]
    joined = separator.join(texts)
    clean = all(text and not set(text) & set("；;、，,。 ") for text in texts)
    if clean and _plain(mark, joined, Look.FIELD):
        return [mark + joined]
    return _literally(mark, "\n".join(texts))


def _field(name: Field, text: str) -> list[str]:
    return _written(_MARKS[name], text, Look.FIELD)


def _written(mark: str, text: str, look: Look) -> list[str]:
    return _plain(mark, text, look) or _literally(mark, text)


def _plain(mark: str, text: str, look: Look) -> list[str] | None:
    """The lines as they are, when reading them back gives the same text; else None."""
    first, *others = text.split("\n")
    tokens = tokenize(Line(0, mark + first))
    if len(tokens) != 1 or tokens[0].look is not look or tokens[0].literal:
        return None
    if not first or tokens[0].text != fold(first) or not all(map(_runs_plain, others)):
        return None
    pieces = [Piece(Line(0, ""), fold(line)) for line in (first, *others)]
    if tidied(pieces, option=look is Look.OPTION) != text:
        return None
    if may_part(fold(mark + first)) or (look is Look.OPTION and text.endswith(("；", ";"))):
        return None
    return [mark + first, *others]


def _runs_plain(line: str) -> bool:
    """Whether a line behind another is read as the text that it is."""
    tokens = tokenize(Line(0, line))
    return (
        len(tokens) == 1
        and tokens[0].look is Look.TEXT
        and not tokens[0].literal
        and tokens[0].raw == fold(line)
        and not may_part(fold(line))
    )


def _literally(mark: str, text: str) -> list[str]:
    first, *others = text.split("\n")
    return [f"{mark}\\{first}", *(f"\\{line}" for line in others)]


def write_raw(raw: RawItem) -> str:
    """An item that could not be judged, in the dialect, for a person to mend."""
    tag = f"【{TAG_NAMES[raw.kind]}】" if raw.kind in TAG_NAMES else ""
    lines: list[str] = []
    if raw.case:
        lines.append(_head_of_case(CasePlace(raw.case.name, raw.case_place, raw.case.title)))
        lines += _spoken("材料：", raw.case.material)
        lines.append("")
    lines += _spoken(f"{raw.case_place or raw.number or 1}. {tag}", raw.stem)
    for letter, option in raw.options:
        lines += _spoken(f"{letter}. ", option)
    for name, mark in _MARKS.items():
        lines += _spoken(mark, raw.fields.get(name, []))
    if raw.code and Field.CODE not in raw.fields:
        lines.append(f"编号：{raw.code}")
    return "\n".join(lines)


def _spoken(mark: str, pieces: Sequence[Piece]) -> list[str]:
    lines: list[str] = []
    for place, piece in enumerate(pieces):
        head = mark if place == 0 or piece.marked else ""
        lines.append(head + ("\\" if piece.literal else "") + piece.text)
    return lines or ([mark.rstrip()] if "." in mark else [])
