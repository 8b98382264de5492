"""The rows that an upload does not take, as a workbook that can be mended and sent again."""

import io
from collections.abc import Iterable, Iterator
from itertools import groupby

from audit.rules import Refusal
from rosters.intake.kept import kept_roster
from rosters.intake.models import RosterUpload
from rosters.intake.queries import left_rows
from rosters.intake.report import reasons_in_words
from rosters.intake.rules.cells import text_of
from rosters.intake.rules.columns import REASON_LABELS
from rosters.intake.rules.tables import RawRow

# Formats whose content is understood; a page names them, the content decides.
ACCEPTED = ".xlsx,.xls,.et,.csv"
_LONGEST_CELL = 32_000
_UNIT_LINE = "填报单位："


def rejected_workbook(upload: RosterUpload) -> bytes | Refusal:
    """The rows that are not taken, under their own sheets, unit lines and headers, with reasons."""
    roster = kept_roster(upload)
    if isinstance(roster, Refusal):
        return roster
    left = {(row.sheet, row.number): reasons_in_words(row) for row in left_rows(upload)}
    rows = (
        (row, left[row.sheet, row.number]) for row in roster.rows if (row.sheet, row.number) in left
    )
    return workbook_of(rows)


def workbook_of(rows: Iterable[tuple[RawRow, str]]) -> bytes:
    """Every cell is written as text: nothing of a stranger's file can become a formula."""
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        plain = book.add_format({"num_format": "@", "quote_prefix": True})
        for name, lines in groupby(rows, key=lambda found: found[0].sheet):
            sheet = book.add_worksheet(name)
            for at, (texts, is_header) in enumerate(_with_headers(lines)):
                for place, text in enumerate(texts):
                    style = bold if is_header else plain
                    sheet.write_string(at, place, text[:_LONGEST_CELL], style)
            sheet.autofit()
    return output.getvalue()


def _with_headers(rows: Iterable[tuple[RawRow, str]]) -> Iterator[tuple[list[str], bool]]:
    """Lines of text, a header before each run of rows that stood under it; (line, is header)."""
    header, unit_line = None, ""
    for row, reason in rows:
        if row.unit_line != unit_line:
            unit_line = row.unit_line
            yield [f"{_UNIT_LINE}{unit_line}"], True
        if row.header is not header:
            header = row.header
            yield [*header.labels, *REASON_LABELS], True
        typed = {header.places(column)[0]: text for column, text in (row.typed or {}).items()
                 if header.places(column)}  # fmt: skip
        cells = [text_of(cell) for cell in row.cells[: len(header.labels)]]
        cells += [""] * (len(header.labels) - len(cells))
        yield [*(typed.get(at, text) for at, text in enumerate(cells)), row.where, reason], False
