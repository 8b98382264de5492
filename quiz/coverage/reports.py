"""What the leader's page, the page of units and the printed report show, in the same words."""

from typing import Any

from django.utils.translation import gettext as _

from quiz.coverage.figures import (
    KIND_LABELS,
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
    most = LOWEST if len(coverage.units) > ALL_UNITS else ALL_UNITS
    by_kind, *others = dimensions(coverage, short)
    return frame(coverage) | {
        "by_kind": by_kind,
        "units": [
            Table(
                str(KIND_LABELS[kind]),
                _("Unit"),
                [column.header for column in short],
                unit_rows(short, ranked[:most]),
                kind,
                len(ranked) if len(ranked) > most else 0,
            )
            for kind, ranked in coverage.kinds.items()
        ],
        "tables": [table for table in others if len(table.rows) > 1 or table.key == "cohort"],
    }


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
    """The report on paper: full tables; of very many units of a kind the `most` lowest ones."""
    full = columns(coverage)
    return frame(coverage) | {
        "tables": dimensions(coverage, full),
        "units": [
            Table(
                str(KIND_LABELS[kind]),
                _("Unit"),
                [column.header for column in full],
                unit_rows(full, ranked[:most]),
                kind,
                len(ranked) if len(ranked) > most else 0,
            )
            for kind, ranked in coverage.kinds.items()
        ],
        "total": make_row(full, "", coverage.total),
    }
