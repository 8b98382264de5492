"""Kinds of question, what makes one sound, and the form in which two are compared. Pure."""

from questionbank.questions.rules.bank import (
    BankIndex,
    CasePlace,
    Draft,
    Known,
    PoolItem,
    Verdict,
)
from questionbank.questions.rules.currency import (
    USABLE_SOON,
    Basis,
    LawText,
    Standing,
    StandingKind,
    misquoted,
    standing,
    stands,
    successors,
    worst,
)
from questionbank.questions.rules.groups import grouped
from questionbank.questions.rules.identity import comparable, content_hash, identity, key_meaning
from questionbank.questions.rules.keys import count_blanks, read_letters, read_truth
from questionbank.questions.rules.kinds import (
    BLANK,
    CHOICE_KINDS,
    LETTERS,
    MARKED_BY_HAND,
    SEVERAL_KINDS,
    VERSION_KINDS,
    Content,
    Difficulty,
    ItemKind,
    Likeness,
    QuestionState,
    ReviewVerdict,
)
from questionbank.questions.rules.points import marks_of_points, stated_total
from questionbank.questions.rules.remarks import remarks
from questionbank.questions.rules.shuffling import letters_kept_last
from questionbank.questions.rules.soundness import is_placeholder, validate
from questionbank.questions.rules.sources import source_fault

__all__ = [
    "BLANK",
    "CHOICE_KINDS",
    "LETTERS",
    "MARKED_BY_HAND",
    "SEVERAL_KINDS",
    "USABLE_SOON",
    "VERSION_KINDS",
    "BankIndex",
    "Basis",
    "CasePlace",
    "Content",
    "Difficulty",
    "Draft",
    "ItemKind",
    "Known",
    "LawText",
    "Likeness",
    "PoolItem",
    "QuestionState",
    "ReviewVerdict",
    "Standing",
    "StandingKind",
    "Verdict",
    "comparable",
    "content_hash",
    "count_blanks",
    "grouped",
    "identity",
    "is_placeholder",
    "key_meaning",
    "letters_kept_last",
    "marks_of_points",
    "misquoted",
    "read_letters",
    "read_truth",
    "remarks",
    "source_fault",
    "standing",
    "stands",
    "stated_total",
    "successors",
    "validate",
    "worst",
]
