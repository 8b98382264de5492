"""Numerals of statutes and the labels of their articles. Pure."""

import re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
PREAMBLE = "0"  # stands for the number of the 序言, which comes before article 1
_UNITS = {"十": 10, "百": 100, "千": 1000}


def read_number(text: str) -> int | None:
    """Value of a numeral of 1 to 9999, in digits or Chinese (一百〇二, 一〇二); else None."""
    value = int(text) if re.fullmatch("[0-9]{1,4}", text) else _read_chinese(text)
    return value if value and value < 10_000 else None


def _read_chinese(text: str) -> int | None:
    if len(text) > 1 and _DIGITS.keys() >= set(text):  # digit by digit: 一〇二
        return (
            None if len(text) > 4 else int("".join(str(_DIGITS[character]) for character in text))
        )
    total, digit = 0, None
    for character in text:
        if character in _UNITS:
            total += (1 if digit is None or digit == 0 else digit) * _UNITS[character]
            digit = None
        elif character in _DIGITS:
            digit = _DIGITS[character]
        else:
            return None
    return total + (digit or 0)


def write_number(value: int) -> str:
    """The Chinese numeral of 1 to 9999 as statutes print it: 十, 二十一, 一百零二, 一千二百六十."""
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def article_key(number: str) -> tuple[int, int]:
    """Sorts articles: "36" before "36.1" before "37"."""
    main, _, inserted = number.partition(".")
    return int(main), int(inserted or 0)


def article_label(article: str, paragraph: int | None = None) -> str:
    """第三十六条之一第二款 for ("36.1", 2); what is no number of a statute stands as it is."""
    if article == PREAMBLE:
        return "序言" + (f"第{_in_chinese(str(paragraph))}自然段" if paragraph else "")
    number, _, inserted = article.partition(".")
    label = f"第{_in_chinese(number)}条"
    if inserted:
        label += f"之{_in_chinese(inserted)}"
    return label + (f"第{_in_chinese(str(paragraph))}款" if paragraph else "")


def _in_chinese(digits: str) -> str:
    return write_number(int(digits)) if re.fullmatch("[1-9][0-9]{0,3}", digits) else digits
