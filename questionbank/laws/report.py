"""What an import of laws did, or would do: one verdict a file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.rules import Refusal
from audit.wording import explain
from questionbank.laws.models import Law, LawVersion
from questionbank.laws.rules import Statute, StoreVerdict

REFUSED = "refused"
VERDICTS = {
    StoreVerdict.ADDED: _("Added"),
    StoreVerdict.EXTENDED: _("Extended"),
    StoreVerdict.CORRECTED: _("Corrected"),
    StoreVerdict.UNCHANGED: _("Unchanged"),
}


class Certainty(StrEnum):
    """How the effective day of a version is known."""

    GIVEN = "given"  # by the person who imports
    TEXT = "text"  # the text or the name of the file makes it certain
    KNOWN = "known"  # the bank knew it before
    UNKNOWN = "unknown"  # the version counts from the day of its adoption


@dataclass(frozen=True)
class Repeal:
    """A law that ends on a day, and the law that says so."""

    law: Law
    by: Law
    day: date


@dataclass(frozen=True)
class FileReport:
    """A file and what became of it."""

    file: str
    statute: Statute | None = None
    verdict: StoreVerdict | None = None
    reason: Refusal | None = None
    effective_on: date | None = None
    certainty: Certainty = Certainty.UNKNOWN
    version: LawVersion | None = None

    @property
    def refused(self) -> bool:
        return self.reason is not None

    @property
    def changed(self) -> bool:
        return self.verdict not in (None, StoreVerdict.UNCHANGED)

    @property
    def outcome(self) -> str:
        """The verdict in words."""
        return str(VERDICTS[self.verdict] if self.verdict else _("Refused file"))

    @property
    def why(self) -> str:
        return explain(self.reason) if self.reason else ""

    @property
    def missing(self) -> int:
        """Articles that are lacking between the first and the last of the file."""
        numbers = {int(one.number.partition(".")[0]) for one in self._articles}
        return max(numbers) - min(numbers) + 1 - len(numbers) if numbers else 0

    @property
    def _articles(self) -> Sequence[Any]:
        return self.statute.articles[-self.statute.numbered :] if self.statute else ()

    def as_json(self) -> dict[str, Any]:
        statute = self.statute
        return {
            "file": self.file,
            "law": statute.title if statute else None,
            "part": statute.part if statute else "",
            "version": statute.adopted_on.isoformat() if statute else None,
            "effective_on": self.effective_on.isoformat() if self.effective_on else None,
            "effective_from": None if self.refused else self.certainty.value,
            "articles": statute.numbered if statute else 0,
            "missing": self.missing,
            "verdict": REFUSED if self.refused else self.verdict,
            "reason": self.why,
        }


@dataclass(frozen=True)
class LawsReport:
    """`repeals`: laws that end because a text says so."""

    files: tuple[FileReport, ...]
    repeals: tuple[Repeal, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Files by verdict, the refused ones last."""
        counted = Counter(REFUSED if file.refused else file.verdict for file in self.files)
        return {verdict: counted[verdict] for verdict in (*StoreVerdict, REFUSED)}

    @property
    def refused(self) -> bool:
        return any(file.refused for file in self.files)

    @property
    def undated(self) -> list[FileReport]:
        """Files whose version has no certain effective day."""
        return [
            file for file in self.files if not file.refused and file.certainty is Certainty.UNKNOWN
        ]

    def as_json(self) -> dict[str, Any]:
        counts = {str(verdict): count for verdict, count in self.counts.items()}
        repealed = [
            {"law": one.law.title, "by": one.by.title, "on": one.day.isoformat()}
            for one in self.repeals
        ]
        return {"files": [file.as_json() for file in self.files], **counts, "repealed": repealed}
