"""Counting entries by verdict and by every dimension of a report, in one statement."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When

from quiz.coverage.rules import Tally, tally_of
from quiz.results.rules import Verdict
from rosters.cohorts.models import Entry, EntryReason

# One pass over the verdicts serves all tables: the database keeps `judged` while it counts.
# Columns: dimension, number, text, kind, verdict, entries, late arrivals among them, first entry.
_STATEMENT = """
WITH judged (entry, number, unit, unit_name, unit_kind, level, field, late, verdict) AS ({judged})
SELECT 'unit', unit, unit_name, unit_kind, verdict, COUNT(*), SUM(late), MIN(number)
FROM judged GROUP BY unit, unit_name, unit_kind, verdict
UNION ALL
SELECT 'level', level, '', '', verdict, COUNT(*), 0, 0 FROM judged GROUP BY level, verdict
UNION ALL
SELECT 'field', NULL, field, '', verdict, COUNT(*), 0, 0 FROM judged GROUP BY field, verdict
UNION ALL
SELECT 'cohort', NULL, reason.name, reason.cohort, verdict, COUNT(*), 0, 0
FROM judged JOIN {reasons} reason ON reason.entry_id = judged.entry
GROUP BY reason.name, reason.cohort, verdict
"""

Counts = dict[Verdict, int]


@dataclass
class _UnitCount:
    """A unit with the name and kind that its first entry froze (empty in rosters of old)."""

    first: int
    name: str
    kind: str
    counts: Counts = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True)
class UnitCount:
    name: str
    kind: str
    tally: Tally


@dataclass(frozen=True)
class Counted:
    """Tallies by unit id, level, field of enforcement and (kind, name) of cohort."""

    late: int
    units: dict[int, UnitCount]
    levels: dict[int | None, Tally]
    fields: dict[str, Tally]
    cohorts: dict[tuple[str, str], Tally]


def count_entries(judged: QuerySet[Entry]) -> Counted:
    """Tallies of entries that carry a `verdict`; one query."""
    late = 0
    units: dict[int, _UnitCount] = {}
    levels: dict[int | None, Counts] = defaultdict(lambda: defaultdict(int))
    fields: dict[str, Counts] = defaultdict(lambda: defaultdict(int))
    cohorts: dict[tuple[str, str], Counts] = defaultdict(lambda: defaultdict(int))
    for dimension, number, text, kind, verdict, n, arrived, first in _rows(judged):
        if dimension == "unit":
            unit = units.setdefault(number, _UnitCount(first, text, kind))
            if first < unit.first:
                unit.first, unit.name, unit.kind = first, text, kind
            unit.counts[verdict] += n
            late += arrived
        elif dimension == "level":
            levels[number][verdict] += n
        elif dimension == "field":
            fields[text][verdict] += n
        else:
            cohorts[kind, text][verdict] += n
    return Counted(
        late=late,
        units={pk: UnitCount(u.name, u.kind, tally_of(u.counts)) for pk, u in units.items()},
        levels={level: tally_of(counts) for level, counts in levels.items()},
        fields={name: tally_of(counts) for name, counts in fields.items()},
        cohorts={cohort: tally_of(counts) for cohort, counts in cohorts.items()},
    )


def _rows(judged: QuerySet[Entry]) -> Iterator[tuple]:
    late = Case(
        When(late__isnull=False, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    columns = judged.annotate(arrived_late=late).values_list(
        "pk", "number", "unit_id", "unit_name", "unit_kind", "level", "field", "arrived_late",
        "verdict",
    )  # fmt: skip
    try:
        inner, params = columns.query.sql_with_params()
    except EmptyResultSet:  # nobody can be in no unit at all; the database is not asked
        return
    reasons = connection.ops.quote_name(EntryReason._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(judged=inner, reasons=reasons), params)
        yield from cursor.fetchall()
