"""Coverage as a workbook. Every text is written as text, so that none can act as a formula."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quiz.coverage.figures import VERDICT_LABELS, columns, identity, key_figures
from quiz.coverage.queries import Coverage, select_names
from quiz.coverage.rules import Tally, shown_verdict
from rosters.cohorts.models import COHORT_CHOICES
from rosters.units.models import Unit


def coverage_workbook(coverage: Coverage) -> bytes:
    """Sheets: summary, by unit, by cohort, names. Rates are numbers that show one decimal."""
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
    _summary(book.add_worksheet(_("Summary")), coverage, formats)
    _units(book.add_worksheet(_("By unit")), coverage, formats)
    _cohorts(book.add_worksheet(_("By cohort")), coverage, formats)
    _names(book.add_worksheet(_("Names")), coverage, formats)
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
    sheet: Any, headers: Sequence[tuple[str, int]], rows: Sequence[Sequence[Any]], formats: Any
) -> None:
    """A header of (text, width), rows below it, ready to filter and to print."""
    for column, (text, width) in enumerate(headers):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text, formats["head"])
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headers) - 1)
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
    sheet.set_column(2, 2, 48)
    sheet.write_string(0, 0, coverage.exam.title, formats["title"])
    state = _("Published") if coverage.publication else _("Provisional")
    moment = date_format(timezone.localtime(coverage.as_of), "DATETIME_FORMAT")
    sheet.write_string(1, 0, f"{state}  {moment}")
    rows: list[tuple[Any, ...]] = [
        (figure.label, figure.value, figure.rule) for figure in key_figures(coverage)
    ]
    rows += [(label, number, "") for _key, label, number in identity(coverage.total)]
    for number, row in enumerate(rows, start=3):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, formats)
    _for_printing(sheet)


def _cells(coverage: Coverage, tally: Tally) -> list[Any]:
    return [take(tally) for _header, take in columns(coverage)]


def _units(sheet: Any, coverage: Coverage, formats: dict[str, Any]) -> None:
    kinds = dict(Unit._meta.get_field("kind").choices)
    headers = [(_("Kind"), 22), (_("Unit"), 34), (_("Rank in kind"), 12)]
    rows = [
        [str(kinds[kind]), row.unit.name, row.rank, *_cells(coverage, row.unit.tally)]
        for kind, ranked in coverage.kinds.items()
        for row in ranked
    ]
    _table(sheet, headers + [(text, 12) for text, _take in columns(coverage)], rows, formats)


def _cohorts(sheet: Any, coverage: Coverage, formats: dict[str, Any]) -> None:
    labels = dict(COHORT_CHOICES)
    rows = [
        [str(labels[cohort]), *_cells(coverage, tally)]
        for cohort, tally in coverage.cohorts.items()
    ]
    rows.append([_("Everybody once"), *_cells(coverage, coverage.total)])
    headers = [(_("Cohort"), 24)] + [(text, 12) for text, _take in columns(coverage)]
    _table(sheet, headers, rows, formats)


def _names(sheet: Any, coverage: Coverage, formats: dict[str, Any]) -> None:
    """Names without telephone or identity number; scores only once published."""
    labels = dict(COHORT_CHOICES)
    rows = [
        [
            coverage.units[line.unit_id].name,
            line.name,
            "、".join(str(labels[cohort]) for cohort in coverage.cohorts_of.get(line.entry_id, [])),
            str(VERDICT_LABELS[shown_verdict(line.verdict, coverage.marks_shown)]),
            line.score if coverage.publication else None,
        ]
        for line in select_names(coverage)
    ]
    headers = [(_("Unit"), 34), (_("Name"), 14), (_("Cohort"), 36), (_("Verdict"), 12)]
    _table(sheet, [*headers, (_("Score"), 10)], rows, formats)
