"""What an answer earns. Pure: the same key, answer and marks always give the same mark.

Marks are rounded half up to 0.01, once, for the whole answer of a slot.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from questionbank.questions.rules import SEVERAL_KINDS, ItemKind
from quiz.assembly.rules import MultipleRule

ZERO = Decimal("0.00")
_CENT = Decimal("0.01")


def score_answer(
    kind: ItemKind,
    key: str,
    answer: str,
    marks: Decimal,
    multiple_rule: MultipleRule,
    unordered: bool = False,
) -> Decimal | None:
    """The mark of one slot; None when a person has to mark it. No answer earns nothing.

    `unordered`: the blanks may be filled in any order.
    """
    if not answer.strip():
        return ZERO
    if kind == ItemKind.SHORT:
        return None
    if kind in SEVERAL_KINDS:
        return round_mark(marks * multiple_share(key, answer, multiple_rule))
    if kind == ItemKind.BLANKS:
        return round_mark(marks * blanks_share(key, answer, unordered))
    return round_mark(marks if answer == key else ZERO)


def round_mark(mark: Decimal) -> Decimal:
    return mark.quantize(_CENT, rounding=ROUND_HALF_UP)


def multiple_share(key: str, answer: str, rule: MultipleRule) -> Decimal:
    """Share of the marks for a multiple-choice answer; any wrong letter loses all of them."""
    chosen, right = set(answer), set(key)
    if chosen == right:
        return Decimal(1)
    if not chosen or not chosen < right or rule == MultipleRule.ALL_OR_NOTHING:
        return Decimal(0)
    if rule == MultipleRule.HALF:
        return Decimal("0.5")
    return Decimal(len(chosen)) / Decimal(len(right))


def blanks_share(key: str, answer: str, unordered: bool = False) -> Decimal:
    """Share of the blanks that are right; each blank weighs the same.

    Each stands at its place, or anywhere with `unordered`: then as many count as can be given a
    blank of their own, so that what is written twice counts once.
    """
    keys, given = key.split("\n"), answer.split("\n")
    if unordered:
        right = _most_pairs([[blank_matches(k, a) for a in given[: len(keys)]] for k in keys])
    else:
        right = sum(blank_matches(k, a) for k, a in zip(keys, given, strict=False))
    return Decimal(right) / Decimal(len(keys))


def _most_pairs(matches: list[list[bool]]) -> int:
    """How many rows can be paired with a column of their own that matches, after Kuhn."""
    holder: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for column, fits in enumerate(matches[row]):
            if fits and column not in tried:
                tried.add(column)
                if column not in holder or place(holder[column], tried):
                    holder[column] = row
                    return True
        return False

    return sum(place(row, set()) for row in range(len(matches)))


def blank_matches(key: str, answer: str) -> bool:
    """Whether a blank's text equals one of the equivalents that "/" separates in the key."""
    folded = fold_blank(answer)
    return bool(folded) and folded in {fold_blank(k) for k in re.split("[/／]", key)}


# Folding a blank. Two texts that fold to the same are the same answer:
# 1. NFKC: full-width and half-width forms are one; letters lose their case.
# 2. Spaces go, wherever they are; so do quotation marks and 《》〈〉, which are often left out.
# 3. Punctuation at the two ends goes: 。，、；：？！… and brackets; "%" and a leading "." stay.
# 4. Chinese numerals become digits where they are clearly numbers: the whole text is one, or the
#    number has 第 or 百分之 before it, or a measure word after it (三十日 = 30日, 第三十六条 =
#    第36条, 百分之五十 = 50%). Elsewhere (统一, 一般) they stay as they are.
_IGNORED = re.compile(r"[\s\"'“”‘’「」『』《》〈〉<>]")
_LEFT = "。,、;:?!…·(（[【{"
_RIGHT = "。,、;:?!….·)）]】}"
_NUMERAL = r"[0-9.〇零一二两三四五六七八九十百千万亿]+"
_MEASURES = "日天年月周季时小分秒元角人名次条款项目章编节级倍岁户件份个种类部届米公亩吨"
_NUMBER = re.compile(
    rf"(?P<percent>百分之)(?P<share>{_NUMERAL})"
    rf"|(?P<ordinal>第)(?P<rank>{_NUMERAL})"
    rf"|(?P<count>{_NUMERAL})(?=[{_MEASURES}])"
    rf"|^(?P<whole>{_NUMERAL})$"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LONGEST_NUMERAL = 20


def fold_blank(text: str) -> str:
    """The form in which blanks are compared; rules 1 to 4 above."""
    folded = _IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())
    folded = folded.lstrip(_LEFT).rstrip(_RIGHT)
    return _NUMBER.sub(_as_digits, folded)


def _as_digits(match: re.Match[str]) -> str:
    if match["percent"]:
        share = read_numeral(match["share"])
        return match[0] if share is None else f"{share}%"
    prefix = match["ordinal"] or ""
    number = read_numeral(match["rank"] or match["count"] or match["whole"])
    return match[0] if number is None else f"{prefix}{number}"


def read_numeral(text: str) -> str | None:
    """A number in Chinese, Arabic or mixed writing (三十, 二〇二六, 10万) as plain digits.

    None when it is no well-formed number, such as a lone 万 or 十百, or too long to be one.
    """
    if len(text) > _LONGEST_NUMERAL:
        return None
    total, section, digit = Decimal(0), Decimal(0), ""
    last_unit = 10**9
    for part in re.findall(r"[0-9]+(?:\.[0-9]+)?|\D", text):
        if part in _UNITS:
            if _UNITS[part] >= last_unit:
                return None
            last_unit = _UNITS[part]
            section += Decimal(digit or "1") * last_unit
            digit = ""
        elif part in "万亿":
            section += Decimal(digit or "0")
            if not section and not total:
                return None
            # 亿 multiplies all before it (一万亿), 万 only what stands before it (一亿二千万).
            total = (total + section) * 10**8 if part == "亿" else total + section * 10**4
            section, digit, last_unit = Decimal(0), "", 10**9
        elif part in _DIGITS:
            digit += str(_DIGITS[part])
        elif part[0].isdigit():
            digit += part
        else:
            return None
    value = total + section + Decimal(digit or "0")
    return f"{value.normalize():f}"
