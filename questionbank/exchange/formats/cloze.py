"""Answers embedded in a text, as Moodle's cloze questions have them: `在{1:SHORTANSWER:=六十日}内`.

https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

import re

from questionbank.questions.rules import BLANK

_GAP = re.compile(r"\{\d*:([A-Z_]+):((?:\\.|[^}\\])*)\}", re.DOTALL)
_WORDS = frozenset({"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"})
_NUMBERS = frozenset({"NUMERICAL", "NM"})
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d+)?)%")


def read_cloze(text: str) -> tuple[str, str, list[str]]:
    """The stem with blanks, the key with one line a blank, and the names of gaps we have not."""
    keys: list[str] = []
    others: list[str] = []
    for name, answers in _GAP.findall(text):
        accepted = _accepted(answers)
        ranged = any(re.search(r":0*[1-9.]", answer) for answer in accepted)
        if name not in _WORDS | _NUMBERS or (name in _NUMBERS and ranged):
            others.append(name)
        if name in _NUMBERS:
            accepted = [answer.split(":")[0] for answer in accepted]
        keys.append("/".join(accepted).replace("\n", " "))
    return _GAP.sub(BLANK, text), "\n".join(keys), others


def _accepted(answers: str) -> list[str]:
    """Those of full worth, without their feedback."""
    found = []
    for part in re.findall(r"(?:\\.|[^~\\])+", answers, re.DOTALL):
        said = re.match(r"(?:\\.|[^#\\])*", part, re.DOTALL)
        text = said[0].strip() if said else ""
        weight = _WEIGHT.match(text)
        if text.startswith("=") or (weight and float(weight[1]) >= 100):
            text = text[weight.end() if weight else 1 :]
            found.append(re.sub(r"\\(.)", r"\1", text).strip())
    return found


def write_cloze(stem: str, key: str) -> str:
    """The stem with an embedded answer for each of its blanks."""
    first, *rest = stem.split(BLANK)
    gaps = [_gap(line) for line in key.split("\n")]
    return first + "".join(gap + text for gap, text in zip(gaps, rest, strict=True))


def _gap(line: str) -> str:
    parts = line.split("/")
    if not all(part and part == part.strip() for part in parts):
        parts = [line]
    answers = "~".join("=" + re.sub(r'([}#~/"\\])', r"\\\1", part) for part in parts)
    return f"{{1:SHORTANSWER:{answers}}}"
