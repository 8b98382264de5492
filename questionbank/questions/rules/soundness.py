"""What makes a question sound. Pure."""

import re

from audit.rules import Refusal
from questionbank.questions.rules.identity import comparable
from questionbank.questions.rules.keys import count_blanks
from questionbank.questions.rules.kinds import CHOICE_KINDS, LETTERS, Content, ItemKind

_PLACEHOLDER = re.compile(
    r"[（(【\[]?(略|此略|待补充|(选项)?内容待补充|待定|待完善|(详见|见|参见)(教材|课本|讲义|原文)"
    r"|暂无|无选项|空|[xX*＊…]{1,}|\.{2,}|/)[）)】\]]?[。.]?"
)


def is_placeholder(text: str) -> bool:
    """Whether a text stands where something was to be written later: 略, 待补充, 详见教材."""
    return bool(_PLACEHOLDER.fullmatch(text.strip()))


def validate(content: Content) -> Refusal | None:
    """Why the item cannot be asked, or None."""
    if not comparable(content.stem):
        return Refusal("questions.empty_stem")
    if is_placeholder(content.stem) or is_placeholder(content.key):
        return Refusal("questions.placeholder", {"text": content.stem[:40]})
    if content.kind in CHOICE_KINDS:
        return _validate_choice(content)
    if not content.key.strip():
        return Refusal("questions.no_key")
    if content.kind is ItemKind.TRUE_FALSE and content.key not in ("T", "F"):
        return Refusal("questions.key_not_true_false", {"key": content.key[:40]})
    if content.kind is ItemKind.BLANKS:
        return _validate_blanks(content)
    return None


def _validate_choice(content: Content) -> Refusal | None:
    if len(content.options) < 2:
        return Refusal("questions.few_options", {"count": len(content.options)})
    if len(content.options) > len(LETTERS):
        return Refusal("questions.many_options", {"count": len(content.options)})
    seen: dict[str, str] = {}
    for letter, option in zip(LETTERS, content.options, strict=False):
        if not option.strip() or is_placeholder(option):
            return Refusal("questions.option_placeholder", {"letter": letter})
        other = seen.setdefault(comparable(option), letter)
        if other != letter:
            return Refusal("questions.equal_options", {"first": other, "second": letter})
    if not content.key:
        return Refusal("questions.no_key")
    beyond = sorted(set(content.key) - set(LETTERS[: len(content.options)]))
    if beyond:
        return Refusal("questions.key_names_no_option", {"key": "".join(beyond)})
    if content.kind is ItemKind.SINGLE and len(content.key) > 1:
        return Refusal("questions.several_keys", {"key": content.key})
    return None


def _validate_blanks(content: Content) -> Refusal | None:
    answers = content.key.split("\n")
    blanks = count_blanks(content.stem)
    if blanks != len(answers) or not blanks:
        return Refusal("questions.blanks_differ", {"blanks": blanks, "answers": len(answers)})
    if not all(any(part.strip() for part in answer.split("/")) for answer in answers):
        return Refusal("questions.no_key")
    return None
