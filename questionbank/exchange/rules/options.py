"""The options that stand on one line."""

import re

from questionbank.questions.rules import LETTERS

_OPTION = re.compile(r"(?P<open>[（(\[【])?(?P<letter>[A-J])(?P<mark>[.、:：,，)）\]】]|\s)?\s*")
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
        return match["mark"] in (")", "）", "]", "】")
    if match["mark"] is None:
        return bool(re.match(r"[\u3400-\u9fff《“\"①-⑳\d]", following))
    return match["mark"] not in ("]", "】") and (
        match["mark"] not in (")", "）") or bool(following)
    )


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
    spaced = rf"(?<=\s)(?:[（(\[【]{wanted}[）)\]】]|{wanted}[.、:：,，])\s*"
    glued = rf"(?<![A-Za-z（(《]){wanted}[.]\s*(?=\S)"
    loose = rf"|(?<=\s){wanted}\s*(?=[\u3400-\u9fff《“\d])" if weak else ""
    return re.compile(rf"{spaced}|{glued}{loose}").search(text, position)
