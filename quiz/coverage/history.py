"""Figures over time: the snapshots that were kept, and what changed between two of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from quiz.assembly.models import Exam
from quiz.assembly.rules import ExamState
from quiz.coverage.models import CoverageSnapshot
from quiz.coverage.rules import (
    Tally,
    UnitTally,
    add,
    month_end_due,
    read_tally,
    read_units,
    snapshot_hash,
)


@dataclass(frozen=True)
class KeptDay:
    """A snapshot as far as its reader may see it. `intact`: the hash still agrees."""

    snapshot: CoverageSnapshot
    unit_ids: frozenset[int] | None
    intact: bool
    total: Tally

    @property
    def units(self) -> dict[int, UnitTally]:
        return {unit.unit_id: unit for unit in read_units(self.snapshot.figures, self.unit_ids)}

    @property
    def cohorts(self) -> dict[str, Tally]:
        """Of the whole county only: they were not kept by unit."""
        kept = self.snapshot.figures["cohorts"] if self.unit_ids is None else {}
        return {name: read_tally(counts) for name, counts in kept.items()}


@dataclass(frozen=True)
class Change:
    """A group on two days; None where it was not there."""

    label: str
    first: Tally | None
    second: Tally | None


def exams_due(now: datetime) -> list[Exam]:
    """Exams under way whose figures have not been kept at the newest month's end that has come.

    Once figures were kept after publication they no longer change, and none are kept any more.
    """
    exams = Exam.objects.filter(state=ExamState.LOCKED, locked_at__isnull=False).annotate(
        last=Max("snapshots__day"), last_taken=Max("snapshots__taken_at")
    )
    local = timezone.localtime(now)
    return [
        exam
        for exam in exams.select_related("publication", "roster").order_by("pk")
        if not _final(exam) and month_end_due(local, timezone.localdate(exam.locked_at), exam.last)
    ]


def _final(exam: Exam) -> bool:
    published = getattr(exam, "publication", None)
    return bool(published and exam.last_taken and exam.last_taken >= published.published_at)


def load_days(exam: Exam, unit_ids: frozenset[int] | None) -> list[KeptDay]:
    """Snapshots in the order of their days, within the reader's units; one query."""
    return [_kept(snapshot, unit_ids) for snapshot in exam.snapshots.order_by("day")]


def _kept(snapshot: CoverageSnapshot, unit_ids: frozenset[int] | None) -> KeptDay:
    if unit_ids is None:
        total = read_tally(snapshot.figures["total"])
    else:
        total = add(unit.tally for unit in read_units(snapshot.figures, unit_ids))
    return KeptDay(snapshot, unit_ids, is_intact(snapshot), total)


def is_intact(snapshot: CoverageSnapshot) -> bool:
    """Whether the figures are still those that were kept."""
    found = snapshot_hash(snapshot.exam_id, snapshot.day, snapshot.taken_at, snapshot.figures)
    return found == snapshot.content_hash


def unit_changes(first: KeptDay, second: KeptDay) -> list[Change]:
    """Units whose figures differ, in the order of the later day, those that are gone last."""
    old, new = first.units, second.units
    names = {pk: (new.get(pk) or old[pk]).name for pk in {**new, **old}}
    changes = [
        Change(
            name,
            old[pk].tally if pk in old else None,
            new[pk].tally if pk in new else None,
        )
        for pk, name in names.items()
    ]
    return [change for change in changes if change.first != change.second]


def kind_changes(first: KeptDay, second: KeptDay) -> list[Change]:
    return _changes(_by_kind(first.units.values()), _by_kind(second.units.values()))


def cohort_changes(first: KeptDay, second: KeptDay) -> list[Change]:
    return _changes(first.cohorts, second.cohorts)


def _changes(old: Mapping[str, Tally], new: Mapping[str, Tally]) -> list[Change]:
    return [Change(key, old.get(key), new.get(key)) for key in {**new, **old}]


def _by_kind(units: Iterable[UnitTally]) -> dict[str, Tally]:
    found: dict[str, list[Tally]] = {}
    for unit in units:
        found.setdefault(unit.kind, []).append(unit.tally)
    return {kind: add(tallies) for kind, tallies in found.items()}
