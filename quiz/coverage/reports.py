"""What the leader's page, the page of units and the printed report show, in the same words."""

from typing import Any

from django.utils.translation import gettext as _

from quiz.coverage.figures import (
    KIND_LABELS,
    Column,
    Table,
    columns,
    dimensions,
    identity,
    key_figures,
    make_row,
    sat_terms,
    short_columns,
    unit_rows,
)
from quiz.coverage.queries import Coverage
from quiz.coverage.rules import RankedUnit

ALL_UNITS = 60
"""So many units fit on the leader's one page; of more, only the lowest of each kind are shown."""
LOWEST = 12
ON_FIRST_PAGE = 5
"""So many units of each kind stand on the first page of the printed report."""


def frame(coverage: Coverage) -> dict[str, Any]:
    """What stands on top of every page and report."""
    return {
        "coverage": coverage,
        "exam": coverage.exam,
        "figures": key_figures(coverage),
        "identity": identity(coverage.total),
        "sat_terms": sat_terms(coverage.total) if coverage.marks_shown else [],
    }


def leader_page(coverage: Coverage) -> dict[str, Any]:
    """One page for one minute: key figures, the lowest units of each kind, the other tables."""
    short = short_columns(coverage)
    by_kind, *others = dimensions(coverage, short)
    most = LOWEST if len(coverage.units) > ALL_UNITS else ALL_UNITS
    return frame(coverage) | {
        "by_kind": by_kind,
        "units": _lowest(coverage, short, most),
        "tables": [table for table in others if len(table.rows) > 1 or table.key == "cohort"],
    }


def _lowest(coverage: Coverage, columns: list[Column], most: int) -> list[Table]:
    """A table for each kind with so many of its units, the lowest participation first."""
    headers = [column.header for column in columns]
    return [
        Table(
            str(KIND_LABELS[kind]),
            _("Unit"),
            headers,
            unit_rows(columns, ranked[:most]),
            kind,
            len(ranked) if len(ranked) > most else 0,
        )
        for kind, ranked in coverage.kinds.items()
    ]


def units_to_list(coverage: Coverage, kind: str = "", below: bool = False) -> list[RankedUnit]:
    """Every unit of a kind, or of all kinds one after the other, alone or with those below."""
    kinds = coverage.kinds_with_below if below else coverage.kinds
    return [each for of_kind, rows in kinds.items() if kind in ("", of_kind) for each in rows]


def units_page(coverage: Coverage, units: list[RankedUnit], below: bool) -> dict[str, Any]:
    """Full lines of some units, each with its kind."""
    full = columns(coverage)
    filters = {"below": "on"} if below else {}
    rows = unit_rows(full, units, **filters)
    kinds = [KIND_LABELS[each.unit.kind] for each in units]
    return frame(coverage) | {
        "headers": [column.header for column in full],
        "rows": list(zip(rows, kinds, strict=True)),
        "below": below,
    }


def printed(coverage: Coverage, most: int) -> dict[str, Any]:
    """The report on paper: the leader's page, then all figures of the units, lowest first.

    Of very many units of a kind only so many.
    """
    short = short_columns(coverage)
    return leader_page(coverage) | {
        "lowest": _lowest(coverage, short[:3], ON_FIRST_PAGE),
        "full": _lowest(coverage, columns(coverage), most),
        "total": make_row(short, "", coverage.total),
    }
