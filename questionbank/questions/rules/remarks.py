"""What a second look at a sound question would find. Pure.

docs/writing-questions.md has the reasons.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from audit.rules import Refusal
from questionbank.questions.rules.kinds import CHOICE_KINDS, LETTERS, Content, ItemKind
from questionbank.questions.rules.points import marks_of_points, stated_total
from questionbank.questions.rules.shuffling import letters_kept_last

_NEGATIVE = re.compile(r"不(?:属于|正确|是|符合|包括|应|能|恰当|准确|成立)|错误的|有误的|除外")
_ASKS = re.compile(r"下列|以下|哪")
_EMPHASIS = re.compile(r"【[^】]*】|[“「『‘][^”」』’]*[”」』’]|《[^》]*》")


def remarks(content: Content) -> list[Refusal]:
    """What may be meant so, but should be looked at again. A remark hinders nothing."""
    if content.kind in CHOICE_KINDS:
        return [*_on_choice(content), *_on_stem(content)]
    if content.kind is ItemKind.SHORT:
        return list(_on_points(content))
    return []


def _on_choice(content: Content) -> Iterator[Refusal]:
    if content.kind is ItemKind.MULTIPLE and len(content.key) == 1:
        yield Refusal("questions.one_right_option", {"key": content.key})
    last = letters_kept_last(content.options)
    if last and last == LETTERS[: len(content.options)]:
        yield Refusal("questions.options_name_letters")
    elif last:
        yield Refusal("questions.options_kept_last", {"letters": "、".join(last)})


def _on_stem(content: Content) -> Iterator[Refusal]:
    """A stem that asks for what is not so is misread by the hasty; the word has to stand out."""
    plain = _EMPHASIS.sub("", content.stem)
    found = _NEGATIVE.search(plain)
    if found and _ASKS.search(content.stem):
        yield Refusal("questions.negative_stem", {"text": found.group()})


def _on_points(content: Content) -> Iterator[Refusal]:
    """Whoever marks by hand needs the marks of each point."""
    marks = marks_of_points(content.key)
    if content.key.strip() and not marks:
        yield Refusal("questions.no_points")
        return
    total = sum(marks, Decimal())
    stated = stated_total(content.key) or stated_total(content.stem)
    if stated is not None and stated != total:
        facts = {"points": f"{total.normalize():f}", "stated": f"{stated.normalize():f}"}
        yield Refusal("questions.points_differ", facts)
    lines = [line for line in content.key.split("\n") if line.strip()]
    bare = [number for number, line in enumerate(lines, start=1) if not marks_of_points(line)]
    if len(lines) > 1 and bare and stated_total(lines[bare[0] - 1]) is None:
        yield Refusal("questions.point_without_marks", {"number": bare[0]})
