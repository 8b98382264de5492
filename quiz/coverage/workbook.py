"""Coverage as a workbook. Every text is written as text, so that none can act as a formula."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quiz.coverage.figures import (
    KIND_LABELS,
    LEVEL_LABELS,
    VERDICT_LABELS,
    cohort_label,
    columns,
    field_label,
    identity,
    key_figures,
    sat_terms,
)
from quiz.coverage.queries import Coverage, select_names
from quiz.coverage.rules import RankedUnit, Tally, shown_verdict
from quiz.results.rules import Verdict
from rosters.cohorts.models import Entry
from rosters.units.rules import UnitKind


def coverage_workbook(coverage: Coverage) -> bytes:
    """Sheets: summary, each dimension, units alone and with those below, and the names."""

    def fill(book: Any, formats: dict[str, Any]) -> None:
        def add(title: str) -> tuple[Any, Coverage, dict[str, Any]]:
            return book.add_worksheet(title), coverage, formats

        _summary(*add(_("Summary")))
        kinds = [(str(KIND_LABELS[key]), t) for key, t in coverage.kind_totals.items()]
        _dimension(*add(_("By kind of unit")), _("Kind of unit"), kinds)
        _units(*add(_("By unit")), coverage.kinds)
        _units(*add(_("With subordinate bodies")), coverage.kinds_with_below)
        cohorts = [(cohort_label(key), t) for key, t in coverage.cohorts.items()]
        _dimension(*add(_("By cohort")), _("Cohort"), cohorts, _("Everybody once"))
        levels = [(str(LEVEL_LABELS[key]), t) for key, t in coverage.levels.items()]
        _dimension(*add(_("By rank level")), _("Rank level"), levels)
        fields = [(field_label(key), t) for key, t in coverage.fields.items()]
        _dimension(*add(_("By field of enforcement")), _("Field of enforcement"), fields)
        _names(*add(_("Names")), select_names(coverage))

    return _workbook(fill)


def names_sheet(coverage: Coverage, names: QuerySet[Entry]) -> bytes:
    """One sheet of the people who are asked for."""
    return _workbook(
        lambda book, formats: _names(book.add_worksheet(_("Names")), coverage, formats, names)
    )


def _workbook(fill: Callable[[Any, dict[str, Any]], None]) -> bytes:
    import xlsxwriter

    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.formats[0].set_font_name("Microsoft YaHei")
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#F1EEEA", "bottom": 1}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "rate": book.add_format({"num_format": "0.0%"}),
        "score": book.add_format({"num_format": "0.00"}),
    }
    fill(book, formats)
    book.close()
    return content.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    """Numbers as numbers, rates as percentages, all else as plain text."""
    if value is None:
        sheet.write_blank(row, column, None)
    elif isinstance(value, Fraction):
        sheet.write_number(row, column, float(value), formats["rate"])
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), formats["score"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def _table(
    sheet: Any, headers: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]], formats: Any
) -> None:
    """A header of (text, width), rows below it, ready to filter and to print."""
    for column, (text, width) in enumerate(headers):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text, formats["head"])
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(number, 1), len(headers) - 1)
    _for_printing(sheet)
    sheet.repeat_rows(0)


def _for_printing(sheet: Any) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def _summary(sheet: Any, coverage: Coverage, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 60)
    sheet.write_string(0, 0, coverage.exam.title, formats["title"])
    state = _("Published") if coverage.publication else _("Provisional")
    moment = date_format(timezone.localtime(coverage.as_of), "DATETIME_FORMAT")
    sheet.write_string(1, 0, f"{state}  {moment}")
    rows: list[tuple[Any, ...]] = [
        (figure.label, figure.value, figure.rule) for figure in key_figures(coverage)
    ]
    total = coverage.total
    rows += [(_("On the frozen roster"), coverage.frozen), (_("Late arrivals"), coverage.late)]
    rows += [(label, number) for _key, label, number in identity(total)]
    if coverage.marks_shown:
        rows += [(label, number) for _key, label, number in sat_terms(total)]
    for number, row in enumerate(rows, start=3):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, formats)
    _for_printing(sheet)


def _cells(coverage: Coverage, tally: Tally) -> list[Any]:
    return [column.take(tally) for column in columns(coverage)]


def _headers(coverage: Coverage) -> list[tuple[str, int]]:
    return [(column.header, 12) for column in columns(coverage)]


def _units(
    sheet: Any,
    coverage: Coverage,
    formats: dict[str, Any],
    kinds: dict[UnitKind, list[RankedUnit]],
) -> None:
    """All units, ranked within their kind."""
    headers = [(_("Kind"), 22), (_("Unit"), 34), (_("Rank in kind"), 12)]
    taken = columns(coverage)
    rows = (
        [str(KIND_LABELS[kind]), row.unit.name, row.rank, *(c.take(row.unit.tally) for c in taken)]
        for kind, ranked in kinds.items()
        for row in ranked
    )
    _table(sheet, headers + _headers(coverage), rows, formats)


def _dimension(
    sheet: Any,
    coverage: Coverage,
    formats: dict[str, Any],
    header: str,
    tallies: Sequence[tuple[str, Tally]],
    last: str = "",
) -> None:
    """A row for each group and one for everybody."""
    rows = [[label, *_cells(coverage, tally)] for label, tally in tallies]
    rows.append([last or _("Total"), *_cells(coverage, coverage.total)])
    _table(sheet, [(header, 28), *_headers(coverage)], rows, formats)


def _names(sheet: Any, coverage: Coverage, formats: dict[str, Any], names: QuerySet[Entry]) -> None:
    """Names without telephone or identity number; scores only once published."""
    headers = [
        (_("Unit"), 34), (_("Name"), 14), (_("Cohort"), 36), (_("Rank level"), 18),
        (_("Field of enforcement"), 20), (_("Verdict"), 12), (_("Score"), 10),
    ]  # fmt: skip
    rows = (
        [
            entry.unit_name or coverage.tree[entry.unit_id].name,
            entry.shown_name,
            "、".join(cohort_label(reason.name or reason.cohort) for reason in entry.reasons.all()),
            str(LEVEL_LABELS[entry.level]) if entry.level else "",
            entry.field,
            str(VERDICT_LABELS[shown_verdict(Verdict(entry.verdict), coverage.marks_shown)]),
            entry.score if coverage.publication else None,
        ]
        for entry in names.iterator(chunk_size=2000)
    )
    _table(sheet, headers, rows, formats)
