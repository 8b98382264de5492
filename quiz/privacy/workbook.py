"""What is held about one person as a workbook. Every cell is text: none can act as a formula."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from quiz.privacy.dossier import Sheet
from quiz.privacy.dossier.sheets import as_text

_WIDEST = 40


def dossier_workbook(sheets: Sequence[Sheet], *, name: str, now: datetime) -> bytes:
    """A cover that says what is in it, then a sheet for each table that has rows."""
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#F1EEEA", "bottom": 1})
        _cover(book.add_worksheet(_("Contents")), sheets, name, now, book)
        for each in sheets:
            if each.rows:
                _table(book.add_worksheet(each.title), each, head)
    return content.getvalue()


def _cover(sheet: Any, sheets: Sequence[Sheet], name: str, now: datetime, book: Any) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 20)
    sheet.write_string(0, 0, _("What is held about %(name)s") % {"name": name}, title)
    told = _("Personal Information Protection Law, article 45; as of %(at)s.")
    sheet.write_string(1, 0, told % {"at": as_text(now)})
    for number, each in enumerate(sheets, start=3):
        sheet.write_string(number, 0, each.title)
        sheet.write_number(number, 1, len(each.rows))
    _for_printing(sheet)


def _table(sheet: Any, table: Sheet, head: Any) -> None:
    for column, header in enumerate(table.headers):
        longest = max([len(header), *(len(row[column]) for row in table.rows)])
        sheet.set_column(column, column, min(longest * 2 + 2, _WIDEST))
        sheet.write_string(0, column, header, head)
    for number, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _for_printing(sheet)


def _for_printing(sheet: Any) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
