"""Kinds of question, what makes one sound, and the form in which two are compared. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from audit.rules import Refusal, digest
from questionbank.laws.rules import LawPlace


class ItemKind(StrEnum):
    SINGLE = "single"  # 单选
    MULTIPLE = "multiple"  # 多选
    TRUE_FALSE = "true_false"  # 判断
    BLANKS = "blanks"  # 填空
    SHORT = "short"  # 简答


class Difficulty(StrEnum):
    """The author's estimate."""

    EASY = "easy"  # 易
    MEDIUM = "medium"  # 中
    HARD = "hard"  # 难


CHOICE_KINDS = frozenset({ItemKind.SINGLE, ItemKind.MULTIPLE})
MARKED_BY_HAND = frozenset({ItemKind.SHORT})
LETTERS = "ABCDEFGHIJ"
BLANK = "____"


@dataclass(frozen=True)
class Content:
    """The whole of what a question version says; equal contents are the same version.

    options  texts in authored order, letters A, B, C … by position; empty unless a choice kind
    key      choice: letters in order, "ABD"; true/false: "T" or "F";
             blanks: one line per blank, equivalents separated by "/";
             short: the model answer with its points
    """

    kind: ItemKind
    stem: str
    options: tuple[str, ...]
    key: str
    rationale: str = ""
    difficulty: Difficulty = Difficulty.MEDIUM


@dataclass(frozen=True)
class PoolItem:
    """What the drawing of papers needs to know of a question in use."""

    version_id: int
    question_id: int
    kind: ItemKind
    difficulty: Difficulty
    topic_ids: frozenset[int]
    law_ids: frozenset[int]
    option_count: int
    content_hash: str


class Verdict(StrEnum):
    """What an item of a file is to the bank."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Draft:
    """A question on its way into the bank. No topics means: leave the topics as they are."""

    content: Content
    code: str | None = None
    topics: tuple[str, ...] = ()
    citations: tuple[LawPlace, ...] = ()
    source: str = ""

    @property
    def identity(self) -> str:
        return identity(self.content.kind, self.content.stem, self.content.options)

    @property
    def content_hash(self) -> str:
        return content_hash(self.content, self.citations)


@dataclass(frozen=True)
class Known:
    """A question of the bank, as far as deciding about drafts needs it."""

    question_id: int
    code: str | None
    identity: str
    content_hash: str
    topics: frozenset[str]


class BankIndex:
    """The bank by code and by identity."""

    def __init__(self, known: Iterable[Known]) -> None:
        entries = list(known)
        self.by_code = {entry.code: entry for entry in entries if entry.code}
        self.by_identity = {entry.identity: entry for entry in entries}

    def decide(self, draft: Draft) -> tuple[Verdict, Known | None] | Refusal:
        """What the draft is to the bank, and to which of its questions."""
        named = self.by_code.get(draft.code) if draft.code else None
        alike = self.by_identity.get(draft.identity)
        if named and alike and named is not alike:
            facts = {"code": draft.code, "other": alike.code or f"#{alike.question_id}"}
            return Refusal("questions.text_of_another", facts)
        known = named or alike
        if known is None:
            return Verdict.ADDED, None
        if draft.code and known.code and draft.code != known.code:
            return Verdict.DUPLICATE, known
        same = (
            known.content_hash == draft.content_hash
            and draft.code in (None, known.code)
            and (not draft.topics or known.topics == frozenset(draft.topics))
        )
        return (Verdict.UNCHANGED if same else Verdict.CHANGED), known


_TRUE = frozenset({"正确", "对", "√", "✓", "✔", "T", "TRUE", "是", "Y", "YES"})
_FALSE = frozenset({"错误", "错", "×", "✗", "✘", "✕", "X", "F", "FALSE", "否", "N", "NO", "不正确"})
_LETTER_KEY = re.compile(r"[A-J](?:[\s、,，.;；/和与]*[A-J])*")


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" \t\n。.;；,，、:：").upper()


def read_letters(text: str) -> str:
    """The letters a choice key names, in order: "A、C。" is "AC"; "" when it is no such key."""
    bare = _bare(text)
    if not _LETTER_KEY.fullmatch(bare):
        return ""
    return "".join(sorted({character for character in bare if character in LETTERS}))


def read_truth(text: str) -> str:
    """ "T" or "F" for the many ways of saying so, "" for anything else."""
    bare = _bare(text)
    return "T" if bare in _TRUE else "F" if bare in _FALSE else ""


def count_blanks(stem: str) -> int:
    return stem.count(BLANK)


def _comparable(text: str) -> str:
    """Text without what two typists do differently: widths, spaces, marks, case, the bracket."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_PUNCTUATION)
    return re.sub(r"\s+", "", text).replace("()", "").rstrip(".,;:?")


_PUNCTUATION = str.maketrans(
    {"。": ".", "、": ",", "〔": "(", "〕": ")", "【": "(", "】": ")", "—": "-", "–": "-"}
    | dict.fromkeys("“”‘’「」『』'＂", '"')
)


def identity(kind: ItemKind, stem: str, options: Iterable[str]) -> str:
    """The same for two wordings of one item, in whatever order its options stand."""
    return digest([kind.value, _comparable(stem), sorted(map(_comparable, options))])


def key_meaning(content: Content) -> frozenset[str]:
    """What the key says whatever the order of the options, to compare two copies of one item."""
    if content.kind in CHOICE_KINDS:
        right = (content.options[LETTERS.index(letter)] for letter in content.key)
        return frozenset(map(_comparable, right))
    return frozenset({_comparable(content.key)})


def content_hash(content: Content, citations: Iterable[LawPlace] = ()) -> str:
    """The same on every machine; equal exactly when nothing in the version differs."""
    cited = sorted(
        [place.title, place.adopted_on.isoformat(), place.article, place.paragraph or 0]
        for place in citations
    )
    fields = [content.kind, content.stem, content.options, content.key]
    return digest([*fields, content.rationale, content.difficulty, cited])


_PLACEHOLDER = re.compile(
    r"[（(【\[]?(略|此略|待补充|(选项)?内容待补充|待定|待完善|(详见|见|参见)(教材|课本|讲义|原文)"
    r"|暂无|无选项|空|[xX*＊…]{1,}|\.{2,}|/)[）)】\]]?[。.]?"
)


def is_placeholder(text: str) -> bool:
    """Whether a text stands where something was to be written later: 略, 待补充, 详见教材."""
    return bool(_PLACEHOLDER.fullmatch(text.strip()))


def validate(content: Content) -> Refusal | None:
    """Why the item cannot be asked, or None."""
    if not _comparable(content.stem):
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
        other = seen.setdefault(_comparable(option), letter)
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
