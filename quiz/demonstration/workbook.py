"""The made-up rosters as files."""

import csv
from datetime import date
from io import BytesIO, StringIO

from quiz.demonstration.rules.rosters import Book, Sheet


def book_bytes(book: Book) -> bytes:
    """The file an office would send: xlsx, or GB18030 text when the name ends .csv."""
    return _csv(book.sheets[0]) if book.filename.endswith(".csv") else _xlsx(book.sheets)


def _csv(sheet: Sheet) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(sheet.rows)
    return text.getvalue().encode("gb18030")


def _xlsx(sheets: tuple[Sheet, ...]) -> bytes:
    import xlsxwriter

    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        title = workbook.add_format({"align": "center", "bold": True})
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.name[:31])
            for first_row, first_column, last_row, last_column in sheet.merges:
                page.merge_range(first_row, first_column, last_row, last_column, "", title)
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        page.write_datetime(row, column, cell, day)
                    elif cell is not None:
                        page.write(row, column, cell)
    return target.getvalue()
