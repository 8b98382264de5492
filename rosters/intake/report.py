"""The account of an import: one verdict for every row, adding up to the rows of the file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext

from audit.rules import Refusal
from audit.wording import explain
from rosters.intake.rules.tables import RawRow
from rosters.people.rules import mask_phone


class Verdict(StrEnum):
    """What became of a row, in the order in which a page shows them."""

    REJECTED = "rejected"
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Change:
    """One field of a person, before and after, in words; numbers masked as on any page."""

    label: str
    old: str
    new: str


def label_of(instance: models.Model, name: str) -> str:
    """What a field is called on the page."""
    named = {"unit": gettext("posting"), "id_lookup": gettext("identity number")}
    return named.get(name) or str(instance._meta.get_field(name).verbose_name)


def in_words(instance: models.Model, name: str, value: Any) -> str:
    """A field's value as the page shows it; empty when there is none."""
    if name == "phone":
        return mask_phone(value)
    choices = dict(instance._meta.get_field(name).flatchoices)
    if value in choices:
        return str(choices[value])
    if value is None and name == "valid_to":
        return gettext("no end")
    return value.isoformat() if isinstance(value, date) else str(value or "")


@dataclass(frozen=True)
class RowVerdict:
    """A row and what became of it; `reasons` only when rejected, `changes` only when changed."""

    row: RawRow
    verdict: Verdict
    name: str = ""
    unit: str = ""
    changes: tuple[Change, ...] = ()
    reasons: tuple[Refusal, ...] = ()

    @property
    def where(self) -> str:
        return self.row.where

    @property
    def reason(self) -> str:
        return " ".join(explain(reason) for reason in self.reasons)


@dataclass(frozen=True)
class PeopleReport:
    """All verdicts in the order of the file, and how the file was understood."""

    verdicts: Sequence[RowVerdict]
    units_added: Sequence[str] = ()
    used: Sequence[str] = ()
    unused: Sequence[str] = ()
    skipped_sheets: Sequence[str] = ()
    _counts: dict[Verdict, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for verdict in Verdict:
            self._counts[verdict] = sum(line.verdict is verdict for line in self.verdicts)
        assert sum(self._counts.values()) == len(self.verdicts), "every row has one verdict"

    @property
    def rows(self) -> int:
        return len(self.verdicts)

    @property
    def added(self) -> int:
        return self._counts[Verdict.ADDED]

    @property
    def changed(self) -> int:
        return self._counts[Verdict.CHANGED]

    @property
    def unchanged(self) -> int:
        return self._counts[Verdict.UNCHANGED]

    @property
    def rejected(self) -> list[dict[str, str]]:
        """Where each rejected row stands in the file, and why it was rejected."""
        return [
            {"where": line.where, "reason": line.reason}
            for line in self.verdicts
            if line.verdict is Verdict.REJECTED
        ]

    def counts(self) -> dict[Verdict, int]:
        return dict(self._counts)

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "units_added": list(self.units_added),
        }
