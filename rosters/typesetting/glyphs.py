"""Whether the fonts of this server can print a name. A box instead of a character is no name."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from audit.rules import Refusal

SERIF = ("Noto Serif CJK SC",)
NAME_FONTS = ("LXGW WenKai", "AR PL UKai CN", *SERIF)
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text without characters that XML, and so a Word document, cannot hold (XML 1.0, 2.2)."""
    return _UNPRINTABLE.sub("", text)


@cache
def _files(family: str) -> frozenset[str]:
    """Files that hold a font family, as fontconfig (and so the typesetter) sees them."""
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        return frozenset()
    command = [fc_list, f":family={family}", "--format=%{file}\n"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return frozenset(listed.stdout.split("\n")) - {""}


@cache
def _code_points(family: str) -> frozenset[int]:
    """Characters that every file (weight) of a family holds; once for each process."""
    holdings = [
        frozenset(font.getBestCmap())
        for file in _files(family)
        for font in _fonts_in(file)
        if family in {str(name) for name in font["name"].names if name.nameID in (1, 16)}
    ]
    return frozenset.intersection(*holdings) if holdings else frozenset()


def _fonts_in(file: str) -> Iterator[Any]:
    """The fonts of a file or of a collection, open while they are looked at."""
    from fontTools.ttLib import TTCollection, TTFont

    if file.endswith((".ttc", ".otc")):
        with TTCollection(file, lazy=True) as collection:
            yield from collection.fonts
    else:
        with TTFont(file, lazy=True) as font:
            yield font


def missing_character(text: str, families: tuple[str, ...]) -> str | None:
    """The first character of a text that none of the font families holds."""
    for character in text:
        if character.isspace():
            continue
        if not any(ord(character) in _code_points(family) for family in families):
            return character
    return None


def unprintable(texts: Iterable[tuple[str, str]], families: tuple[str, ...]) -> Refusal | None:
    """Why a document cannot be printed: `texts` are (person or unit named, text to print)."""
    if not any(_code_points(family) for family in families):
        return Refusal("typesetting.font_missing", {"fonts": ", ".join(families)})
    for name, text in texts:
        if character := missing_character(text, families):
            return Refusal(
                "typesetting.glyph_missing",
                {
                    "name": name,
                    "text": text,
                    "character": character,
                    "code_point": f"U+{ord(character):04X}",
                },
            )
    return None
