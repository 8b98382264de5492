"""Figures of a day, kept for comparison: their form, their hash, and when they are due. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from audit.rules import digest
from quiz.coverage.rules.ranking import UnitTally
from quiz.coverage.rules.tally import Tally, add, tally_of
from quiz.results.rules import Verdict
from rosters.units.rules import UnitKind

EVENING = 22
"""From this hour on the last day of a month its figures are taken: nobody sits any more."""
Figures = Mapping[str, Any]


def month_end_due(now: datetime, begun: date, last: date | None) -> bool:
    """Whether the newest month's end that has come has no snapshot yet.

    `now` is local time, `begun` the day from which there was something to count, `last` the day of
    the newest snapshot. A month's end that was missed is made up for as soon as possible; the day
    of the snapshot is then that of the taking, so that it says nothing false.
    """
    today = now.date()
    first = today.replace(day=1)
    evening = (today + timedelta(days=1)).day == 1 and now.hour >= EVENING
    month_end = today if evening else first - timedelta(days=1)
    return begun <= month_end and (last is None or last < month_end)


def make_figures(
    *,
    published: bool,
    late: int,
    units: Iterable[UnitTally],
    cohorts: Mapping[str, Tally],
    levels: Mapping[int | None, Tally],
    fields: Mapping[str, Tally],
) -> dict[str, Any]:
    """Figures without anybody's name: counts of states, zero left out, by every dimension."""
    listed = list(units)
    return {
        "published": published,
        "late": late,
        "total": counts(add(unit.tally for unit in listed)),
        "units": [
            {"id": u.unit_id, "name": u.name, "kind": str(u.kind), "counts": counts(u.tally)}
            for u in listed
        ],
        "cohorts": {name: counts(tally) for name, tally in cohorts.items()},
        "levels": {str(level or 0): counts(tally) for level, tally in levels.items()},
        "fields": {name: counts(tally) for name, tally in fields.items()},
    }


def counts(tally: Tally) -> dict[str, int]:
    return {str(verdict): number for verdict, number in tally.states.items() if number}


def read_tally(kept: Mapping[str, int]) -> Tally:
    return tally_of({Verdict(state): number for state, number in kept.items()})


def read_units(figures: Figures, unit_ids: frozenset[int] | None = None) -> list[UnitTally]:
    """The tallies of the units as they were kept, or of some of them."""
    return [
        UnitTally(row["id"], row["name"], UnitKind(row["kind"]), read_tally(row["counts"]))
        for row in figures["units"]
        if unit_ids is None or row["id"] in unit_ids
    ]


def snapshot_hash(exam_id: int, day: date, taken_at: datetime, figures: Figures) -> str:
    """Digest of what a snapshot says and of which moment it says it."""
    moment = taken_at.astimezone(UTC).isoformat()
    return digest({"exam": exam_id, "day": day, "taken_at": moment, "figures": figures})
