"""The work list and the cancellation list as workbooks. Every text is written as text."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quiz.clearance.models import CancellationList, CancelledCard
from quiz.clearance.queries import CardLine
from quiz.clearance.reasons import FINDING_LABELS, decision_text, fact_text

Widths = Sequence[tuple[str, int]]


def worklist_workbook(lines: Iterable[CardLine]) -> bytes:
    """One row for each ground against each card, exactly as the page shows them."""
    rows = [
        (
            line.name,
            line.unit.name if line.unit else "",
            line.card.number,
            line.field,
            date_format(line.card.valid_to) if line.card.valid_to else "",
            str(FINDING_LABELS[one.found.finding]),
            fact_text(one.found),
            decision_text(one),
        )
        for line in lines
        for one in line.judged
    ]
    heads = [
        (_("Name"), 12),
        (_("Unit"), 34),
        (_("Card number"), 18),
        (_("Field of enforcement"), 18),
        (_("Valid to"), 16),
        (_("Finding"), 20),
        (_("Facts"), 44),
        (_("Decision"), 30),
    ]
    return _book(_("Card clean-up"), (), heads, rows)


def cancellation_workbook(cancellation: CancellationList, lines: Iterable[CancelledCard]) -> bytes:
    """The list in the columns in which it is announced."""
    rows = [
        (str(place), line.name, line.unit_name, line.number, line.reason)
        for place, line in enumerate(lines, start=1)
    ]
    heads = [("序号", 8), ("姓名", 14), ("单位", 36), ("证号", 22), ("注销原因", 36)]
    title = cancellation.title if cancellation.announced_on else f"{cancellation.title}（草案）"
    above = [title, cancellation.number] if cancellation.number else [title]
    return _book("注销名单", above, heads, rows)


def _book(name: str, above: Sequence[str], heads: Widths, rows: Sequence[Sequence[str]]) -> bytes:
    """A sheet with a title above its header, ready to filter and to print."""
    import xlsxwriter

    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.formats[0].set_font_name("Microsoft YaHei")
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14, "align": "center"}),
        "head": book.add_format({"bold": True, "bg_color": "#F1EEEA", "border": 1}),
        "cell": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
    }
    sheet = book.add_worksheet(name)
    for row, text in enumerate(above):
        sheet.merge_range(row, 0, row, len(heads) - 1, "", styles["title"])
        sheet.write_string(row, 0, text, styles["title"])
    _fill(sheet, len(above), heads, rows, styles)
    book.close()
    return content.getvalue()


def _fill(
    sheet: Any, top: int, heads: Widths, rows: Sequence[Sequence[str]], styles: dict[str, Any]
) -> None:
    for column, (text, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, text, styles["head"])
    for number, row in enumerate(rows, start=top + 1):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, styles["cell"])
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + max(len(rows), 1), len(heads) - 1)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C&P / &N")
