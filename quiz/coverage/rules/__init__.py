"""The accounting of who sat, the ranking of units, and figures over time. Pure."""

from quiz.coverage.rules.chart import Chart, draw_chart
from quiz.coverage.rules.ranking import (
    RankedUnit,
    UnitTally,
    ids_below,
    rank_units,
    with_bodies_below,
)
from quiz.coverage.rules.snapshots import (
    make_figures,
    month_end_due,
    read_tally,
    read_units,
    snapshot_hash,
)
from quiz.coverage.rules.tally import (
    HAVE_SAT,
    RELIEVED,
    SAT,
    Tally,
    add,
    asked_verdicts,
    change_of,
    percent,
    shown_verdict,
    tally,
    tally_of,
)

__all__ = [
    "HAVE_SAT",
    "RELIEVED",
    "SAT",
    "Chart",
    "RankedUnit",
    "Tally",
    "UnitTally",
    "add",
    "asked_verdicts",
    "change_of",
    "draw_chart",
    "ids_below",
    "make_figures",
    "month_end_due",
    "percent",
    "rank_units",
    "read_tally",
    "read_units",
    "shown_verdict",
    "snapshot_hash",
    "tally",
    "tally_of",
    "with_bodies_below",
]
