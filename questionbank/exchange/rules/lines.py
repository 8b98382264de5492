"""Lines of a source and the clean-up every text gets."""

import re
from dataclasses import dataclass, field

PICTURE = "\ufffc"  # stands in a text where its document shows a picture


@dataclass(frozen=True)
class Line:
    """A line of text, or a row of a worksheet, where its author will look for it (from 1).

    marks  (first character, behind the last, how they stand out): coloured, bold …
    """

    number: int
    text: str
    sheet: str = ""
    marks: tuple[tuple[int, int, str], ...] = field(default=(), compare=False, repr=False)


_FULL_WIDTH = {
    code + 0xFEE0: code for code in range(0x21, 0x7F) if chr(code).isalnum() or chr(code) in ".%_"
}
_SPACES = dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2009\u202f\u3000"), " ")
_INVISIBLE = dict.fromkeys(
    [*range(0x09), *range(0x0B, 0x20), 0x7F, *range(0x200B, 0x2010), 0xFEFF, 0xFFFC]
)
_FOLDED = _INVISIBLE | _SPACES | _FULL_WIDTH

_CJK = r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”‘’]"
_GAP = re.compile(rf"(?<={_CJK})\s{{2,}}(?={_CJK})")


def fold(text: str) -> str:
    """Full-width letters, digits and dots made half-width, odd spaces plain, controls dropped."""
    return text.replace("_x000D_", "").translate(_FOLDED).strip()


def tidy(text: str) -> str:
    """Text as it is kept: gaps inside Chinese words closed, empty brackets in one form."""
    text = _GAP.sub("", text)
    text = re.sub(r"[（(]\s*[）)]", "（　）", text)
    return "\n".join(re.sub(r" {2,}", " ", part).strip() for part in text.split("\n")).strip()
