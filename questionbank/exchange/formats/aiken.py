"""Aiken: a stem, options `A. …` or `A) …`, and `ANSWER: A`.

https://docs.moodle.org/en/Aiken_format
"""

import re

from questionbank.exchange.formats.found import Found, as_blocks
from questionbank.exchange.rules.lines import Line, tidy
from questionbank.exchange.rules.raw import Blocks

_OPTION = re.compile(r"\s*([A-Z])[.)]\s*(.*)")
_ANSWER = re.compile(r"\s*ANSWER:\s*([A-Z](?:\s*,?\s*[A-Z])*)\s*")


def is_aiken(text: str) -> bool:
    lines = text.splitlines()
    answers = sum(bool(_ANSWER.fullmatch(line)) for line in lines)
    return answers > 0 and answers * 2 <= sum(bool(_OPTION.fullmatch(line)) for line in lines)


def read_aiken(lines: list[Line]) -> Blocks:
    """Each item ends with its answer, or without one where text follows its options after a gap.

    Lines behind the last answer belong to nothing.
    """
    found: list[Found] = []
    texts: list[Line] = []
    gap = False
    for line in lines:
        if not line.text.strip():
            gap = True
            continue
        answer = _ANSWER.fullmatch(line.text)
        if gap and not answer and not _OPTION.fullmatch(line.text) and _has_options(texts):
            found.append(_item(texts, "", len(found) + 1))
            texts = []
        gap = False
        if answer:
            key = re.sub(r"[\s,]", "", answer[1])
            found.append(_item([*texts, line], key, len(found) + 1))
            texts = []
        else:
            texts.append(line)
    blocks = as_blocks(found)
    blocks.unread += texts
    return blocks


def _has_options(lines: list[Line]) -> bool:
    return any(_OPTION.fullmatch(line.text) for line in lines)


def _item(lines: list[Line], key: str, number: int) -> Found:
    item = Found(lines[0], number, key=key, source=[line.text for line in lines])
    for line in lines[:-1] if key else lines:
        option = _OPTION.fullmatch(line.text)
        if option and (option[1] == chr(65 + len(item.options))):
            item.options.append(tidy(option[2]))
        elif item.options:
            item.options[-1] = f"{item.options[-1]}\n{tidy(line.text)}"
        else:
            item.stem = f"{item.stem}\n{tidy(line.text)}".strip()
    return item
