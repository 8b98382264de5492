"""The county's roster files as their offices would send them, faults included. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from quiz.demonstration.rules.county import COUNTY, UNITS
from quiz.demonstration.rules.faults import (
    FAULTY_CIVIL_SERVANTS,
    FAULTY_DEPARTMENT_OFFICERS,
    FAULTY_LEADERS,
    FAULTY_TOWNSHIP_OFFICERS,
    FAULTY_VERTICAL_OFFICERS,
)
from quiz.demonstration.rules.people import Official
from quiz.demonstration.rules.spelling import (
    spell_date,
    spell_end,
    spell_identity,
    spell_name,
    spell_unit,
)
from rosters.people.rules import Sex
from rosters.units.rules import UnitKind

Cell = str | int | date | None
Row = tuple[Cell, ...]
ROWS_OF_A_PRINTED_PAGE = 40


@dataclass(frozen=True)
class Sheet:
    """Rows from the top; `merges` are (first row, first column, last row, last column) from 0."""

    name: str
    rows: tuple[Row, ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class Book:
    """A file to be imported: a workbook, or a GB18030 text of one sheet when its name ends .csv.

    `faulty` counts the rows that no import may accept.
    """

    filename: str
    sheets: tuple[Sheet, ...]
    faulty: int


def make_books(people: Sequence[Official], seed: int, today: date) -> tuple[Book, ...]:
    """The files in the order in which they are imported."""
    dice = Random(seed)  # noqa: S311 - repeatable, and nothing secret
    officers = [official for official in people if official.card]
    inside = (UnitKind.DEPARTMENT, UnitKind.SUBORDINATE)
    return (
        _leaders_book(dice, people, today),
        _civil_servants_book(dice, people, today),
        _departments_book(dice, [o for o in officers if o.unit.kind in inside], today),
        _townships_book(dice, [o for o in officers if o.unit.kind is UnitKind.TOWNSHIP], today),
        _vertical_book(dice, [o for o in officers if o.unit.kind is UnitKind.VERTICAL]),
    )


_LEADER_HEADER: Row = (
    "序号", "姓名", "性别", "民族", "出生年月", "身份证号", "政治面貌", "学历", "工作单位",
    "现任职务", "职务层次", "任现职时间", "任命文号", "任命机关", "手机号", "备注",
)  # fmt: skip
_CIVIL_HEADER: Row = (
    "序号", "姓　名", "性别", "出生年月", "身份证号码", "录用单位", "职务", "录用时间", "录用批次",
    "试用期满", "编制类型", "联系电话",
)  # fmt: skip
_OFFICER_HEADER: tuple[Row, Row] = (
    ("序号", "姓名", "性别", "工作单位", "身份证号", "职务", "证件信息", None, None, None,
     "编制性质", "手机号码"),
    (None, None, None, None, None, None, "执法证号", "执法类别", "发证日期", "有效期至",
     None, None),
)  # fmt: skip


def _leaders_book(dice: Random, people: Iterable[Official], today: date) -> Book:
    rows: list[Row] = []
    for o in people:
        if o.appointment:
            ethnicity = "汉族" if "·" not in o.name else "维吾尔族"
            rows.append((
                len(rows) + 1, spell_name(dice, o.name), _sex(o), ethnicity,
                f"{o.born_on:%Y.%m}", spell_identity(dice, o.identity), "中共党员", "大学",
                spell_unit(dice, o.unit), o.title, o.appointment.rank,
                spell_date(dice, o.appointment.appointed_on), o.appointment.document,
                "云岭县委", o.phone, None,
            ))  # fmt: skip
    rows += FAULTY_LEADERS
    title = f"{COUNTY}新提任领导干部名册"
    sheet = _form("新提任领导干部", title, today, (_LEADER_HEADER,), rows, "县委组织部")
    return Book("leaders.xlsx", (sheet,), len(FAULTY_LEADERS))


def _civil_servants_book(dice: Random, people: Iterable[Official], today: date) -> Book:
    by_year: dict[int, list[Row]] = {}
    for o in people:
        if o.hiring:
            rows = by_year.setdefault(o.hiring.hired_on.year, [])
            rows.append((
                len(rows) + 1, spell_name(dice, o.name), _sex(o), f"{o.born_on:%Y年%m月}",
                spell_identity(dice, o.identity), spell_unit(dice, o.unit), o.title,
                spell_date(dice, o.hiring.hired_on), o.hiring.intake,
                spell_end(dice, o.hiring.probation_until), "行政", o.phone,
            ))  # fmt: skip
    by_year[max(by_year)] += FAULTY_CIVIL_SERVANTS
    sheets = tuple(
        _form(f"{year}年", f"{COUNTY}{year}年度新录用公务员花名册", today, (_CIVIL_HEADER,), rows,
              "县人社局")
        for year, rows in sorted(by_year.items())
    )  # fmt: skip
    return Book("civil-servants.xlsx", sheets, len(FAULTY_CIVIL_SERVANTS))


def _departments_book(dice: Random, officers: Sequence[Official], today: date) -> Book:
    """One sheet a unit, each typed by somebody else; one colleague is listed twice."""
    sheets = []
    for number, plan in enumerate(UNITS):
        rows = _officer_rows(dice, [o for o in officers if o.unit == plan])
        if rows and number == 0:
            rows += FAULTY_DEPARTMENT_OFFICERS
        if len(rows) > ROWS_OF_A_PRINTED_PAGE:
            rows.append((len(rows) + 1, *rows[0][1:]))
        if rows:
            title = f"{plan.name}行政执法人员花名册"
            short = plan.name.removeprefix(COUNTY)
            sheets.append(_form(short, title, today, _OFFICER_HEADER, rows, "综合股"))
    return Book("enforcement-departments.xlsx", tuple(sheets), len(FAULTY_DEPARTMENT_OFFICERS))


def _townships_book(dice: Random, officers: Sequence[Official], today: date) -> Book:
    """One long list in which each unit's name is one cell, merged downward."""
    rows: list[Row] = []
    blocks = []
    for plan in UNITS:
        block = _officer_rows(dice, [o for o in officers if o.unit == plan], len(rows))
        if block:
            blocks.append((len(rows), len(rows) + len(block) - 1))
            rows.append((*block[0][:3], spell_unit(dice, plan), *block[0][4:]))
            rows += [(*row[:3], None, *row[4:]) for row in block[1:]]
    rows += FAULTY_TOWNSHIP_OFFICERS
    title = f"{COUNTY}乡镇（街道）行政执法人员花名册"
    form = _form("乡镇街道", title, today, _OFFICER_HEADER, rows, "县司法局", pages=False)
    top = 2 + len(_OFFICER_HEADER)
    merges = tuple((top + first, 3, top + last, 3) for first, last in blocks if last > first)
    sheet = Sheet(form.name, form.rows, form.merges + merges)
    return Book("enforcement-townships.xlsx", (sheet,), len(FAULTY_TOWNSHIP_OFFICERS))


def _vertical_book(dice: Random, officers: Sequence[Official]) -> Book:
    """An export of another system: one header, no decoration, dates as text."""
    header = tuple(below or above for above, below in zip(*_OFFICER_HEADER, strict=True))
    rows = (*_officer_rows(dice, officers), *FAULTY_VERTICAL_OFFICERS)
    sheet = Sheet("执法人员", (header, *rows))
    return Book("enforcement-vertical.csv", (sheet,), len(FAULTY_VERTICAL_OFFICERS))


def _officer_rows(dice: Random, officers: Iterable[Official], start: int = 0) -> list[Row]:
    rows: list[Row] = []
    for number, o in enumerate(officers, start=start + 1):
        assert o.card
        rows.append((
            number, spell_name(dice, o.name), _sex(o), spell_unit(dice, o.unit),
            spell_identity(dice, o.identity), o.title, o.card.number, o.card.field,
            spell_date(dice, o.card.issued_on), spell_end(dice, o.card.valid_to), "行政",
            o.phone,
        ))  # fmt: skip
    return rows


def _sex(official: Official) -> str:
    return "女" if official.sex is Sex.FEMALE else "男"


def _form(
    name: str,
    title: str,
    today: date,
    header: Sequence[Row],
    rows: Sequence[Row],
    office: str,
    pages: bool = True,
) -> Sheet:
    """Title, unit-and-date line, header (again on each printed page), rows, and a footer."""
    width = len(header[0])
    body: list[Row] = []
    for number, row in enumerate(rows):
        if pages and number and number % ROWS_OF_A_PRINTED_PAGE == 0:
            body += header
        body.append(row)
    top: list[Row] = [
        (title,),
        (f"填报单位：{office}", *(None,) * (width - 2), f"{today:%Y.%m.%d}"),
    ]
    foot: list[Row] = [(None,), ("合计", f"{len(rows)}人"), ("填表人：", None, "审核人：")]
    merges = [(0, 0, 0, width - 1), *_header_merges(header, len(top))]
    return Sheet(name, (*top, *header, *body, *foot), tuple(merges))


def _header_merges(header: Sequence[Row], top: int) -> list[tuple[int, int, int, int]]:
    """The merged cells of a two-row header: a group over its columns, the others downward."""
    if len(header) == 1:
        return []
    below = header[1]
    merges = [(top, c, top + 1, c) for c, cell in enumerate(below) if cell is None]
    group = [c for c, cell in enumerate(below) if cell is not None]
    return [*merges, (top, group[0], top, group[-1])]
