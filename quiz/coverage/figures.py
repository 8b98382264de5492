"""The numbers of a report with their names and the rule beside each: the same on every medium."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quiz.coverage.queries import Coverage
from quiz.coverage.rules import SAT, Tally, percent
from quiz.results.models import VERDICT_CHOICES
from quiz.results.rules import Verdict
from rosters.cohorts.models import COHORT_CHOICES
from rosters.units.models import Unit

VERDICT_LABELS = dict(VERDICT_CHOICES) | {SAT: gettext_lazy("Sat")}


@dataclass(frozen=True)
class Figure:
    """A number ready to be read, and how it was reckoned."""

    label: str
    value: str
    rule: str


def key_figures(coverage: Coverage) -> list[Figure]:
    """What a leader looks at first. Pass rates only for those who may know them yet."""
    total = coverage.total
    figures = [
        Figure(_("Must sit"), str(total.must_sit), _("entries of the frozen roster")),
        Figure(_("Sat"), str(total.sat), _("excellent + passed + failed")),
        Figure(
            _("Participation"),
            percent(total.participation),
            _("sat ÷ (must sit − exempt − left)"),
        ),
    ]
    if not coverage.marks_shown:
        return figures
    return [
        *figures,
        Figure(_("Pass rate"), percent(total.pass_rate), _("(passed + excellent) ÷ sat")),
        Figure(
            _("Pass rate of all"), percent(total.pass_share), _("(passed + excellent) ÷ must sit")
        ),
        Figure(_("Excellent rate"), percent(total.excellent_rate), _("excellent ÷ sat")),
    ]


def identity(tally: Tally) -> list[tuple[str, str, int]]:
    """The terms that must sit is the sum of: (what to filter names by, name of the term, number).

    Pending is left out once nothing is pending.
    """
    terms = [(SAT, tally.sat)] + [
        (verdict, getattr(tally, verdict))
        for verdict in (Verdict.ABSENT, Verdict.DEFERRED, Verdict.EXEMPT, Verdict.LEFT)
    ]
    if tally.pending:
        terms.append((Verdict.PENDING, tally.pending))
    return [(key, str(VERDICT_LABELS[key]), number) for key, number in terms]


Cell = int | Fraction | None
Column = tuple[str, Callable[[Tally], Cell]]


def columns(coverage: Coverage) -> list[Column]:
    """The columns of every table of tallies: a header, and what it takes from the tally."""
    counts: list[Column] = [
        (_("Must sit"), lambda t: t.must_sit),
        (_("Sat"), lambda t: t.sat),
        (_("Absent"), lambda t: t.absent),
        (_("Deferred"), lambda t: t.deferred),
        (_("Exempt"), lambda t: t.exempt),
        (_("Left"), lambda t: t.left),
        (_("Pending"), lambda t: t.pending),
        (_("Participation"), lambda t: t.participation),
    ]
    if not coverage.marks_shown:
        return counts
    return [
        *counts,
        (_("Passed or excellent"), lambda t: t.passing),
        (_("Pass rate"), lambda t: t.pass_rate),
        (_("Excellent"), lambda t: t.excellent),
        (_("Excellent rate"), lambda t: t.excellent_rate),
    ]


def report(coverage: Coverage) -> dict[str, Any]:
    """All that the page and the printed report show, in the same words."""
    kinds = dict(Unit._meta.get_field("kind").choices)
    cohorts = dict(COHORT_CHOICES)
    return {
        "coverage": coverage,
        "exam": coverage.exam,
        "figures": key_figures(coverage),
        "identity": identity(coverage.total),
        "headers": [header for header, _take in columns(coverage)],
        "kinds": [
            (
                kinds[kind],
                [(row, bar(row.unit.tally), texts(coverage, row.unit.tally)) for row in rows],
            )
            for kind, rows in coverage.kinds.items()
        ],
        "cohorts": [
            (cohort, cohorts[cohort], texts(coverage, tally))
            for cohort, tally in coverage.cohorts.items()
        ],
        "total": texts(coverage, coverage.total),
    }


def texts(coverage: Coverage, tally: Tally) -> list[str]:
    """A row of a table as it is read."""
    values = [take(tally) for _header, take in columns(coverage)]
    return [str(value) if isinstance(value, int) else percent(value) for value in values]


def bar(tally: Tally) -> str:
    """Length of the bar of participation, 0 to 100, as SVG wants it."""
    return f"{float((tally.participation or 0) * 100):.1f}"
