"""What sources bring along that is no text of theirs: HTML, pinyin, traditional characters."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from audit.rules import Refusal
from questionbank.exchange.formats.markup import html_text
from questionbank.exchange.rules.lines import Line

_TAGS = (
    "p|br|div|span|font|b|i|u|strong|em|sub|sup|table|tbody|tr|td|th|ul|ol|li|a|img|script|style"
    "|h[1-6]|iframe|object|svg|input|form|body|html|o:p"
)
_ATTRIBUTE = r"""\s++[A-Za-z_:][\w:.-]*+(?:\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'|[^\s<>"']++))?"""
_HTML = re.compile(
    rf"</?(?:{_TAGS})(?:{_ATTRIBUTE})*+\s*+/?>|&(?:nbsp|lt|gt|amp|quot);",
    re.IGNORECASE | re.ASCII,
)
_CJK = "\u3400-\u9fff"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_PINYIN = re.compile(rf"(?<=[{_CJK}])[(（][a-zü{_TONED}]{{1,7}}[)）]")
_TONED_PINYIN = re.compile(rf"(?<=[{_CJK}])[(（](?=[a-zü]*[{_TONED}])[a-zü{_TONED}]{{1,7}}[)）]")
_SAMPLE = 50_000
_LEAST_CHANGED, _SHARE_CHANGED = 5, 0.05


class Cleaner:
    """Cleans the texts of one source; what it is is told by a sample of the whole."""

    def __init__(self, texts: Iterable[str]) -> None:
        sample = ""
        for text in texts:
            if len(sample) >= _SAMPLE:
                break
            sample += text + "\n"
        self._pinyin = len(_TONED_PINYIN.findall(sample)) > 1
        self._traditional = _is_traditional(_PINYIN.sub("", sample) if self._pinyin else sample)
        self._html = False

    @property
    def remarks(self) -> list[Refusal]:
        """What was done to the texts so far."""
        done = {
            "exchange.html_removed": self._html,
            "exchange.pinyin_removed": self._pinyin,
            "exchange.made_simplified": self._traditional,
        }
        return [Refusal(code) for code, is_done in done.items() if is_done]

    def text(self, text: str) -> str:
        if "<" in text or "&" in text:
            found = _HTML.search(text)
            self._html = self._html or bool(found)
            text = html_text(text) if found else text
        if self._pinyin:
            text = _PINYIN.sub("", text)
        return str(_converter().convert(text)) if self._traditional else text

    def lines(self, lines: Iterable[Line]) -> list[Line]:
        found = []
        for line in lines:
            text = self.text(line.text)
            if text == line.text:
                found.append(line)
            else:
                found += [replace(line, text=part, marks=()) for part in text.split("\n")]
        return found


def _is_traditional(sample: str) -> bool:
    """Whether so many characters have a simplified form that the text is written in the others."""
    characters = [character for character in sample[:_SAMPLE] if "\u3400" <= character <= "\u9fff"]
    if not characters:
        return False
    simplified = _simplified_forms()
    changed = sum(simplified.get(character, character) != character for character in characters)
    return changed >= _LEAST_CHANGED and changed >= len(characters) * _SHARE_CHANGED


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _simplified_forms() -> dict[str, str]:
    """Each common character that is written otherwise in simplified script."""
    characters = "".join(map(chr, range(0x4E00, 0x9FA6)))
    converted = _converter().convert(" ".join(characters)).split(" ")
    return {
        before: after
        for before, after in zip(characters, converted, strict=True)
        if before != after
    }
