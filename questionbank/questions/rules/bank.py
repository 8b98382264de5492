"""What the bank tells others of its questions, and what a draft is to the bank. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from audit.rules import Refusal
from questionbank.laws.rules import LawPlace
from questionbank.questions.rules.identity import content_hash, identity
from questionbank.questions.rules.kinds import Content, Difficulty, ItemKind
from rosters.cohorts.rules import CohortKind


@dataclass(frozen=True)
class PoolItem:
    """What the drawing of papers needs to know of a question in use, or of a whole case.

    group   questions of one group never meet in a paper (family, enemies); "" for none
    parts   the sub-questions of a case in order, each with its `weight`; empty for a question
    """

    version_id: int
    question_id: int
    kind: ItemKind
    difficulty: Difficulty
    topic_ids: frozenset[int]
    law_ids: frozenset[int]
    option_count: int
    content_hash: str
    group: str = ""
    parts: tuple["PoolItem", ...] = ()
    weight: int = 1


class Verdict(StrEnum):
    """What an item of a file is to the bank."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True)
class CasePlace:
    """Where a sub-question stands: in which case, and at which place from 1."""

    code: str
    position: int
    title: str = ""


@dataclass(frozen=True)
class Draft:
    """A question on its way into the bank. No topics, no cohorts: leave them as they are."""

    content: Content
    code: str | None = None
    topics: tuple[str, ...] = ()
    citations: tuple[LawPlace, ...] = ()
    source: str = ""
    cohorts: tuple[CohortKind, ...] = ()
    case: CasePlace | None = None

    @property
    def identity(self) -> str:
        return identity(self.content)

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
    cohorts: frozenset[str] = frozenset()


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
            and (not draft.cohorts or known.cohorts == frozenset(draft.cohorts))
        )
        return (Verdict.UNCHANGED if same else Verdict.CHANGED), known
