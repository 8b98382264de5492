"""The numbers of a report with their names and the rule beside each: the same on every medium."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quiz.coverage.queries import Coverage
from quiz.coverage.rules import SAT, RankedUnit, Tally, percent
from quiz.results.models import VERDICT_CHOICES
from quiz.results.rules import Verdict
from rosters.cohorts.models import COHORT_CHOICES, LEVEL_CHOICES
from rosters.units.models import Unit

VERDICT_LABELS = dict(VERDICT_CHOICES) | {SAT: gettext_lazy("Sat")}
KIND_LABELS = dict(Unit._meta.get_field("kind").choices)
COHORT_LABELS = dict(COHORT_CHOICES)
LEVEL_LABELS = dict(LEVEL_CHOICES) | {None: gettext_lazy("No rank level")}
USUAL = (Verdict.ABSENT, Verdict.DEFERRED, Verdict.EXEMPT, Verdict.LEFT)
STATES = (
    Verdict.ABSENT, Verdict.DEFERRED, Verdict.EXEMPT, Verdict.TRANSFERRED, Verdict.LEFT,
    Verdict.DUPLICATE, Verdict.PENDING,
)  # fmt: skip
"""All who have not sat, in the order in which they are named beside those who have."""


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
        Figure(_("Must sit"), str(total.must_sit), _("frozen roster + late arrivals")),
        Figure(_("Sat"), str(total.sat), _("excellent + passed + failed + void")),
        Figure(
            _("Participation"),
            percent(total.participation),
            _("sat ÷ (must sit − exempt − transferred − left − listed twice)"),
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


Term = tuple[str, str, int]
"""What to filter names by, the name of the term, the number."""


def identity(tally: Tally) -> list[Term]:
    """The terms that must sit is the sum of. A state where nobody is may be left out.

    The usual ones are named even then.
    """
    terms = [_term(SAT, tally.sat)]
    terms += [
        _term(verdict, number)
        for verdict in STATES
        if (number := tally.states[verdict]) or verdict in USUAL
    ]
    assert sum(number for _key, _label, number in terms) == tally.must_sit, "does not add up"
    return terms


def sat_terms(tally: Tally) -> list[Term]:
    """The terms that those who sat are the sum of; only for those who may know them."""
    terms = [
        _term(verdict, tally.states[verdict])
        for verdict in (Verdict.EXCELLENT, Verdict.PASSED, Verdict.FAILED, Verdict.VOID)
        if verdict != Verdict.VOID or tally.void
    ]
    assert sum(number for _key, _label, number in terms) == tally.sat, "does not add up"
    return terms


def _term(key: str, number: int) -> Term:
    return key, str(VERDICT_LABELS[key]), number


Value = int | Fraction | None


@dataclass(frozen=True)
class Column:
    """A column of every table of tallies. `key` filters the names behind it, None: a rate."""

    header: str
    take: Callable[[Tally], Value]
    key: str | None = None


def columns(coverage: Coverage) -> list[Column]:
    """The columns of a full table: in each row the states add up to must sit."""
    shown = [v for v in STATES if v in USUAL or coverage.total.states[v]]
    counts = [
        Column(_("Must sit"), lambda t: t.must_sit, ""),
        Column(_("Sat"), lambda t: t.sat, SAT),
        *(_state(verdict) for verdict in shown),
        Column(_("Participation"), lambda t: t.participation),
    ]
    if not coverage.marks_shown:
        return counts
    void = [_state(Verdict.VOID)] if coverage.total.void else []
    return [
        *counts,
        Column(_("Passed or excellent"), lambda t: t.passing),
        Column(_("Pass rate"), lambda t: t.pass_rate),
        Column(_("Pass rate of all"), lambda t: t.pass_share),
        _state(Verdict.EXCELLENT),
        Column(_("Excellent rate"), lambda t: t.excellent_rate),
        *void,
    ]


def short_columns(coverage: Coverage) -> list[Column]:
    """The columns that fit on the leader's page, beside the bar of participation."""
    counts = [
        Column(_("Participation"), lambda t: t.participation),
        Column(_("Sat"), lambda t: t.sat, SAT),
        Column(_("Must sit"), lambda t: t.must_sit, ""),
        _state(Verdict.ABSENT),
    ]
    rate = [Column(_("Pass rate"), lambda t: t.pass_rate)] if coverage.marks_shown else []
    return counts + rate


def _state(verdict: Verdict) -> Column:
    return Column(str(VERDICT_LABELS[verdict]), lambda t: t.states[verdict], verdict)


@dataclass(frozen=True)
class Row:
    """A line of a table: `cells` are (text, query of the names behind the number or "")."""

    label: str
    query: str
    tally: Tally
    cells: list[tuple[str, str]]
    bar: str
    rank: str = ""


@dataclass(frozen=True)
class Table:
    """Tallies of one dimension, whose labels stand under `head`.

    `among` is how many rows there are when not all are shown.
    """

    title: str
    head: str
    headers: list[str]
    rows: list[Row]
    key: str = ""
    among: int = 0


def make_row(columns: list[Column], label: str, tally: Tally, **filters: object) -> Row:
    return Row(
        label,
        urlencode(filters),
        tally,
        [_cell(column, tally, filters) for column in columns],
        bar(tally),
    )


def _cell(column: Column, tally: Tally, filters: dict[str, object]) -> tuple[str, str]:
    value = column.take(tally)
    if not isinstance(value, int):
        return percent(value), ""
    if column.key is None or not value:
        return str(value), ""
    return str(value), urlencode(filters | ({"verdict": column.key} if column.key else {}))


def unit_rows(columns: list[Column], ranked: Iterable[RankedUnit], **filters: object) -> list[Row]:
    """Rows of units with the rank of each."""
    rows = []
    for each in ranked:
        row = make_row(columns, each.unit.name, each.unit.tally, unit=each.unit.unit_id, **filters)
        rank = f"{each.rank} / {each.of}" if each.rank else "—"
        rows.append(Row(row.label, row.query, row.tally, row.cells, row.bar, rank))
    return rows


def dimensions(coverage: Coverage, columns: list[Column]) -> list[Table]:
    """Tables by kind of unit, cohort, rank level and field of enforcement."""
    headers = [column.header for column in columns]
    kinds = [
        make_row(columns, str(KIND_LABELS[kind]), tally, kind=kind)
        for kind, tally in coverage.kind_totals.items()
    ]
    cohorts = [
        make_row(columns, cohort_label(cohort), tally, cohort=cohort)
        for cohort, tally in coverage.cohorts.items()
    ]
    levels = [
        make_row(columns, str(LEVEL_LABELS[level]), tally, level=level or 0)
        for level, tally in coverage.levels.items()
    ]
    fields = [
        make_row(columns, field_label(field), tally, field=field or "-")
        for field, tally in coverage.fields.items()
    ]
    return [
        Table(_("By kind of unit"), _("Kind of unit"), headers, kinds, "kind"),
        Table(_("By cohort"), _("Cohort"), headers, cohorts, "cohort"),
        Table(_("By rank level"), _("Rank level"), headers, levels, "level"),
        Table(_("By field of enforcement"), _("Field of enforcement"), headers, fields, "field"),
    ]


def cohort_label(cohort: str) -> str:
    """A cohort is known by the name that the roster froze, or by its kind."""
    return str(COHORT_LABELS.get(cohort, cohort))


def field_label(field: str) -> str:
    return field or _("No field of enforcement")


def bar(tally: Tally) -> str:
    """Length of the bar of participation, 0 to 100, as SVG wants it."""
    return f"{float((tally.participation or 0) * 100):.1f}"
