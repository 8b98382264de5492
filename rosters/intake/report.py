"""The account of an import: one verdict for every row, adding up to the rows of the file."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext

from audit.rules import Refusal
from audit.wording import explain
from rosters.intake.models import UploadRow
from rosters.intake.rules.cells import text_of
from rosters.intake.rules.columns import Column
from rosters.intake.rules.tables import RawRow
from rosters.people.models import Person
from rosters.people.rules import mask_phone

_SHOWN = 100


class Verdict(StrEnum):
    """What became of a row, in the order in which a page shows them."""

    REJECTED = "rejected"
    DECISION = "decision"  # a person has to say who it is
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left_out"  # a person chose to skip it


@dataclass(frozen=True, slots=True)
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
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if value is None and name == "valid_to":
        return gettext("no end")
    return value.isoformat() if isinstance(value, date) else str(value or "")


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """A row and what became of it. `reasons` say why it is not taken, `proposals` how it may be.

    `person` is whom the row is about, once that is known.
    """

    row: RawRow
    verdict: Verdict
    name: str = ""
    unit: str = ""
    changes: tuple[Change, ...] = ()
    reasons: tuple[Refusal, ...] = ()
    proposals: tuple[tuple[str, str], ...] = ()
    person: Person | None = None

    @property
    def where(self) -> str:
        return self.row.where

    @property
    def reason(self) -> str:
        return in_a_sentence(self.reasons)


def unread(row: RawRow, reasons: tuple[Refusal, ...], *, left_out: bool) -> RowVerdict:
    """A row that could not be read, under as much of its name and unit as a page has room for."""
    name, unit = (text_of(row.cell(column))[:_SHOWN] for column in (Column.NAME, Column.UNIT))
    if left_out:
        return RowVerdict(row, Verdict.LEFT_OUT, name, unit)
    return RowVerdict(row, Verdict.REJECTED, name, unit, reasons=reasons)


def in_a_sentence(reasons: Iterable[Refusal]) -> str:
    return " ".join(explain(reason) for reason in reasons)


def reasons_in_words(row: UploadRow) -> str:
    """Why a stored row is not taken, in the language of the reader."""
    return in_a_sentence(map(refusal_of, row.reasons))


def refusal_json(refusal: Refusal) -> dict[str, Any]:
    """A refusal as it is kept with a row or an upload."""
    return {"code": refusal.code, "facts": dict(refusal.facts)}


def refusal_of(stored: Mapping[str, Any]) -> Refusal:
    return Refusal(stored["code"], stored["facts"])


def taken_alone(line: RowVerdict) -> RowVerdict:
    """The verdict of an import that nobody watches: what needs a decision is not taken."""
    return replace(line, verdict=Verdict.REJECTED) if line.verdict is Verdict.DECISION else line


def counted(verdicts: Iterable[str]) -> dict[str, int]:
    """Rows by verdict; every verdict is named."""
    found = Counter(map(str, verdicts))
    return {str(verdict): found[verdict] for verdict in Verdict}


@dataclass(frozen=True)
class PeopleReport:
    """All verdicts of an unwatched import in the order of the file, and how it was understood."""

    verdicts: Sequence[RowVerdict]
    units_added: Sequence[str] = ()
    used: Sequence[str] = ()
    unused: Sequence[str] = ()
    skipped_sheets: Sequence[str] = ()
    _counts: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._counts.update(counted(line.verdict for line in self.verdicts))
        taken_or_not = self.added + self.changed + self._counts[Verdict.UNCHANGED]
        taken_or_not += self._counts[Verdict.REJECTED]
        assert taken_or_not == len(self.verdicts), "every row has one verdict"

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

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "units_added": list(self.units_added),
        }
