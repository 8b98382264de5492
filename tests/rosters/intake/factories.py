"""Rosters for tests: numbers that exist nowhere but check, and workbooks made on the spot."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from stdnum.cn.ric import calc_check_digit

from audit.actions import SYSTEM
from rosters.intake.actions import import_people
from rosters.intake.report import PeopleReport
from tests.factories import NOW

HEADER = ("姓名", "身份证号", "工作单位", "手机号", "现任职务")


def identity_number(born: date = date(1980, 1, 15), order: int = 1) -> str:
    """A number of nobody: place 999999 is not given out. Odd orders are men, even ones women."""
    body = f"999999{born:%Y%m%d}{order:03}"
    return body + calc_check_digit(body + "0")


def old_number(born: date = date(1980, 1, 15), order: int = 1) -> str:
    """The 15-digit form of the same number."""
    return f"999999{born:%y%m%d}{order:03}"


def book(*rows: Sequence[Any], sheet: str = "名单", header: Sequence[str] = HEADER) -> bytes:
    """An .xlsx with a header in its first row and the rows below."""
    return sheets({sheet: [header, *rows]})


def sheets(content: dict[str, Sequence[Sequence[Any]]], **options: Any) -> bytes:
    """An .xlsx of several sheets; cells are written as they are, None leaves them out."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, **options}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in content.items():
            worksheet = workbook.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        worksheet.write_datetime(at, place, cell, day)
                    elif cell is not None:
                        worksheet.write(at, place, cell)
    return output.getvalue()


def take(content: bytes, *, dry_run: bool = False, filename: str = "名单.xlsx") -> Any:
    """The answer of an import by the platform itself."""
    return import_people(actor=SYSTEM, content=content, filename=filename, dry_run=dry_run, now=NOW)


def verdicts(report: PeopleReport) -> list[tuple[str, str]]:
    """(where, verdict) of each row, without the sheet's name."""
    return [(line.where.partition("!")[2], str(line.verdict)) for line in report.verdicts]


def codes(report: PeopleReport) -> list[list[str]]:
    """The codes of the reasons of each rejected row."""
    return [[r.code for r in line.reasons] for line in report.verdicts if line.reasons]
