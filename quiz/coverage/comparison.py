"""Two days side by side, ready to be read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from quiz.coverage.figures import KIND_LABELS, VERDICT_LABELS, cohort_label
from quiz.coverage.history import Change, KeptDay, cohort_changes, kind_changes, unit_changes
from quiz.coverage.rules import HAVE_SAT, Tally, change_of, percent

MOST_UNITS = 100


@dataclass(frozen=True)
class Line:
    """A label and texts: the first day, the second, and what changed."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ComparisonTable:
    """`among` is how many lines there are when not all are shown."""

    title: str
    header: str
    headers: list[str]
    lines: list[Line]
    among: int = 0


def comparison_tables(first: KeptDay, second: KeptDay, marks_shown: bool) -> list[ComparisonTable]:
    """In all, by kind, by cohort (for the whole county), and each unit whose figures changed."""
    return [
        _totals(first.total, second.total, marks_shown),
        _groups(_("By kind of unit"), _("Kind of unit"), _kinds(first, second), marks_shown),
        _groups(_("By cohort"), _("Cohort"), _cohorts(first, second), marks_shown),
        _units(unit_changes(first, second), marks_shown),
    ]


def _units(changes: list[Change], marks_shown: bool) -> ComparisonTable:
    """The units where what is shown has changed, the greatest fall of participation first.

    What the reader may not know brings no unit onto the list either.
    """
    told = [
        change
        for change in changes
        if _told(change.first, marks_shown) != _told(change.second, marks_shown)
    ]
    told.sort(key=_rise)
    title, among = _("Units whose figures changed"), len(told) if len(told) > MOST_UNITS else 0
    return replace(_groups(title, _("Unit"), told[:MOST_UNITS], marks_shown), among=among)


def _told(tally: Tally | None, marks_shown: bool) -> tuple[int, ...]:
    one = tally or Tally(0)
    return one.must_sit, one.sat, one.expected, one.passing if marks_shown else 0


def _rise(change: Change) -> Fraction:
    old, new = ((tally or Tally(0)).participation or 0 for tally in (change.first, change.second))
    return Fraction(new) - Fraction(old)


def _kinds(first: KeptDay, second: KeptDay) -> list[Change]:
    changes = kind_changes(first, second)
    return [Change(str(KIND_LABELS[c.label]), c.first, c.second) for c in changes]


def _cohorts(first: KeptDay, second: KeptDay) -> list[Change]:
    changes = cohort_changes(first, second)
    return [Change(cohort_label(c.label), c.first, c.second) for c in changes]


def _totals(first: Tally, second: Tally, marks_shown: bool) -> ComparisonTable:
    """Every state where anybody is or was, and the rates."""
    hidden = frozenset() if marks_shown else HAVE_SAT
    lines = [
        _numbers(_("Must sit"), first.must_sit, second.must_sit),
        _numbers(_("Sat"), first.sat, second.sat),
    ]
    lines += [
        _numbers(str(VERDICT_LABELS[verdict]), old, second.states[verdict])
        for verdict, old in first.states.items()
        if verdict not in hidden and (old or second.states[verdict])
    ]
    lines.append(_rates(_("Participation"), first.participation, second.participation))
    if marks_shown:
        lines.append(_rates(_("Pass rate"), first.pass_rate, second.pass_rate))
        lines.append(_rates(_("Pass rate of all"), first.pass_share, second.pass_share))
        lines.append(_rates(_("Excellent rate"), first.excellent_rate, second.excellent_rate))
    headers = [_("Earlier"), _("Later"), _("Difference")]
    return ComparisonTable(_("In all"), _("Figure"), headers, lines)


def _groups(
    title: str, header: str, changes: Iterable[Change], marks_shown: bool
) -> ComparisonTable:
    """Sat, participation and pass rate of each group on both days."""
    headers = [_("Must sit"), _("Sat"), _("Participation"), _("Difference")]
    if marks_shown:
        headers += [_("Pass rate"), _("Difference")]
    lines = []
    for change in changes:
        old, new = change.first or Tally(0), change.second or Tally(0)
        cells = (
            f"{old.must_sit} → {new.must_sit}",
            f"{old.sat} → {new.sat}",
            *_rates("", old.participation, new.participation, joined=True).cells,
        )
        if marks_shown:
            cells += _rates("", old.pass_rate, new.pass_rate, joined=True).cells
        lines.append(Line(change.label, cells))
    return ComparisonTable(title, header, headers, lines)


def _numbers(label: str, old: int, new: int) -> Line:
    return Line(label, (str(old), str(new), f"{new - old:+d}" if new != old else "0"))


def _rates(label: str, old: Fraction | None, new: Fraction | None, joined: bool = False) -> Line:
    before, after, change = percent(old), percent(new), change_of(old, new)
    if joined:
        return Line(label, (f"{before} → {after}", change))
    return Line(label, (before, after, change))
