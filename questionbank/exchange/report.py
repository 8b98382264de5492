"""What an import did, or would do: one verdict an item, and sums that must add up."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from audit.rules import Refusal
from audit.wording import explain
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.wording import where
from questionbank.questions.models import KIND_CHOICES
from questionbank.questions.rules import ItemKind, Verdict


@dataclass(frozen=True)
class ItemVerdict:
    """`remarks`: what is worth a look although the item is sound."""

    line: Line
    number: int | None
    verdict: Verdict
    stem: str
    kind: ItemKind | None = None
    reason: Refusal | None = None
    remarks: tuple[Refusal, ...] = ()

    @property
    def where(self) -> str:
        return where(self.line)

    @property
    def kind_label(self) -> str:
        return str(dict(KIND_CHOICES)[self.kind]) if self.kind else ""

    @property
    def remarked(self) -> list[str]:
        return [str(explain(remark)) for remark in self.remarks]

    @property
    def why(self) -> str:
        return explain(self.reason) if self.reason else ""


@dataclass(frozen=True)
class QuestionsReport:
    """`items` is what the file holds; every one of them has exactly one verdict.

    remarks  what a person should know of how the whole file was read
    """

    items: int
    verdicts: tuple[ItemVerdict, ...]
    unread: tuple[Line, ...]
    remarks: tuple[Refusal, ...] = ()

    def __post_init__(self) -> None:
        assert self.items == sum(self.counts.values()) == len(self.verdicts)

    @property
    def counts(self) -> dict[str, int]:
        """Items by verdict, all five of them, in their order."""
        counted = Counter(entry.verdict for entry in self.verdicts)
        return {verdict.value: counted[verdict] for verdict in Verdict}

    def count(self, verdict: Verdict) -> int:
        return self.counts[verdict.value]

    @property
    def rejected(self) -> list[ItemVerdict]:
        return [entry for entry in self.verdicts if entry.verdict is Verdict.REJECTED]

    @property
    def unread_shown(self) -> list[tuple[str, str]]:
        """Where and what each line is that belongs to no item."""
        return [(where(line), line.text.strip()) for line in self.unread]

    @property
    def remarks_shown(self) -> list[tuple[str, str]]:
        """Where and what is worth a look; what concerns the whole file has no place."""
        shown = [("", str(explain(remark))) for remark in self.remarks]
        return shown + [(e.where, said) for e in self.verdicts for said in e.remarked]

    def as_json(self) -> dict[str, Any]:
        return {
            "items": self.items,
            "added": self.count(Verdict.ADDED),
            "changed": self.count(Verdict.CHANGED),
            "unchanged": self.count(Verdict.UNCHANGED),
            "duplicates": self.count(Verdict.DUPLICATE),
            "rejected": [{"where": entry.where, "reason": entry.why} for entry in self.rejected],
            "remarks": [{"where": where_, "remark": said} for where_, said in self.remarks_shown],
        }
