"""What other systems have no place for, as lines that people can read there too.

A note is a free text, the rationale, and labelled lines behind it: `依据：《监察法》第三条`.
A line behind a backslash goes on with the text before it, whatever it looks like.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from questionbank.exchange.rules.items import ParsedItem
from questionbank.exchange.rules.marks import COHORT_NAMES, TAG_NAMES
from questionbank.questions.rules import Difficulty

KIND, CODE, TOPIC, LEVEL = "题型", "编号", "专题", "难度"
BASIS, QUOTE, COHORT, ORDER = "依据", "引文", "对象", "顺序"
WEIGHT, CASE, CASE_TITLE, CASE_PLACE = "权重", "案例", "案例标题", "案例序号"
MODEL = "参考答案"  # of a short answer, where a format has no place for it
LABELS = (
    KIND, CODE, TOPIC, LEVEL, BASIS, QUOTE, COHORT, ORDER, WEIGHT, CASE, CASE_TITLE, CASE_PLACE,
    MODEL,
)  # fmt: skip
LEVELS = {Difficulty.EASY: "易", Difficulty.MEDIUM: "中", Difficulty.HARD: "难"}

_LABELLED = re.compile(rf"({'|'.join(sorted(LABELS, key=len, reverse=True))})[:：](.*)")
_MATERIAL, _QUESTION = "【材料】", "【问题】"

Labels = dict[str, list[str]]


@dataclass
class Note:
    text: str = ""
    labels: Labels = field(default_factory=dict)


def labels_of(item: ParsedItem) -> list[tuple[str, str]]:
    """All that an item says beside its material, stem, options, key and rationale."""
    labels = [(KIND, TAG_NAMES[item.content.kind])]
    labels += [(CODE, item.code)] if item.code else []
    labels += [(TOPIC, topic) for topic in item.topics]
    labels.append((LEVEL, LEVELS[item.content.difficulty]))
    labels += [(COHORT, COHORT_NAMES[cohort]) for cohort in item.cohorts]
    labels += [(BASIS, item.basis)] if item.basis else []
    labels += [(QUOTE, quote) for quote in item.quotes]
    labels += [(ORDER, "不限")] if item.content.unordered else []
    if item.case:
        labels += [(CASE, item.case.code), (CASE_PLACE, str(item.case.position))]
        labels += [(CASE_TITLE, item.case.title)] if item.case.title else []
        labels.append((WEIGHT, str(item.content.weight)))
    return labels


def write_note(text: str, labels: Sequence[tuple[str, str]]) -> str:
    lines = [_guarded(line) for line in text.split("\n")] if text else []
    for name, value in labels:
        first, *others = value.split("\n")
        lines += [f"{name}：{first}", *(f"\\{line}" for line in others)]
    return "\n".join(lines)


def read_note(note: str) -> Note:
    """The reverse; words without a label behind a labelled line go on with that label."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in note.split("\n") if note else []:
        if line.startswith("\\"):
            parts[-1][1].append(line[1:])
        elif labelled := _LABELLED.fullmatch(line):
            parts.append((labelled[1], [labelled[2]]))
        else:
            parts[-1][1].append(line)
    read = Note("\n".join(parts[0][1]))
    for name, lines in parts[1:]:
        read.labels.setdefault(name, []).append("\n".join(lines))
    return read


def _guarded(line: str) -> str:
    return f"\\{line}" if line.startswith("\\") or _LABELLED.fullmatch(line) else line


def with_material(material: str, stem: str) -> str:
    """The stem below the material of its case, as one text that is shown as a whole."""
    if not material and not stem.startswith(_MATERIAL):
        return stem
    lines = [_inside(line) for line in material.split("\n")] if material else []
    return "\n".join([_MATERIAL, *lines, _QUESTION, stem])


def split_material(text: str) -> tuple[str, str]:
    """(material, stem) of such a text; any other text is all stem."""
    head, *lines = text.split("\n")
    if head != _MATERIAL or _QUESTION not in lines:
        return "", text
    end = lines.index(_QUESTION)
    material = [line.removeprefix("\\") for line in lines[:end]]
    return "\n".join(material), "\n".join(lines[end + 1 :])


def _inside(line: str) -> str:
    return f"\\{line}" if line == _QUESTION or line.startswith("\\") else line
