"""What a list of results sat elsewhere says, row by row. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from audit.rules import Refusal
from rosters.intake.rules.cells import Cell, Sheet, is_blank, squeezed, text_of
from rosters.intake.rules.dates import DateReading, read_date
from rosters.intake.rules.identity import read_identity
from rosters.intake.rules.names import read_name
from rosters.units.rules import fold_unit_name


class Column(StrEnum):
    NAME = "name"
    IDENTITY = "identity"
    UNIT = "unit"
    SCORE = "score"
    CONCLUSION = "conclusion"
    SAT_ON = "sat_on"


SPELLINGS: Mapping[Column, str] = {
    Column.NAME: "姓名 考生姓名 人员姓名 参考人员 应试人员",
    Column.IDENTITY: "身份证号 身份证号码 公民身份号码 居民身份证号码 身份证 证件号码 证件号",
    Column.UNIT: "单位 工作单位 所在单位 单位名称 执法单位 部门 报名单位",
    Column.SCORE: "成绩 分数 得分 总分 考试成绩 总成绩 考试分数 笔试成绩",
    Column.CONCLUSION: "是否合格 结论 考试结论 考试结果 结果 合格情况 是否通过 成绩等次 等次 等级",
    Column.SAT_ON: "考试日期 考试时间 参考日期 参考时间 考试年月",
}
_MEANING = {word: column for column, words in SPELLINGS.items() for word in words.split()}
_FOOTER = re.compile(r"(合计|总计|小计|共计|备注|说明|注[:：]|(制表|填表|审核|经办|负责)人?)")

_PASSED = {"合格", "通过", "及格", "达标", "良好", "良", "中等", "是", "√", "已通过", "已合格"}
_EXCELLENT = {"优秀", "优"}
_FAILED = {"不合格", "未通过", "不及格", "未达标", "未合格", "否", "×", "不通过"}
_NOT_SAT = {"缺考", "未参加", "未考", "弃考", "缓考", "免考", "未参考"}
_SCORE = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)分?")
_WHOLE_DAY = re.compile(r"\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?")
MOST_MARKS = 1000


@dataclass(frozen=True)
class Line:
    """A row below a header: where it stands and its cells by column."""

    where: str
    cells: Mapping[Column, Cell]
    date1904: bool = False

    def text(self, column: Column) -> str:
        return text_of(self.cells.get(column)).strip()


def find_lines(sheet: Sheet) -> list[Line] | None:
    """The rows about people in a sheet; None when no row names them and their results."""
    header: dict[int, Column] | None = None
    found: list[Line] = []
    for number, row in enumerate(sheet.rows, start=1):
        if columns := _header(row):
            header = columns
        elif header and _is_about_somebody(row, header):
            cells = {column: row[at] for at, column in header.items() if at < len(row)}
            found.append(Line(f"{sheet.name}!{number}", cells, sheet.date1904))
    return found if header else None


def _header(row: Sequence[Cell]) -> dict[int, Column] | None:
    """Where each column stands, the first of a kind; a header names people and results."""
    columns: dict[int, Column] = {}
    for at, cell in enumerate(row):
        label = re.sub(r"[*:：]|\([^)]*\)", "", squeezed(cell)) if isinstance(cell, str) else ""
        column = _MEANING.get(label)
        if column and column not in columns.values():
            columns[at] = column
    named = set(columns.values())
    return columns if Column.NAME in named and named & {Column.SCORE, Column.CONCLUSION} else None


def _is_about_somebody(row: Sequence[Cell], header: Mapping[int, Column]) -> bool:
    filled = [at for at, cell in enumerate(row) if not is_blank(cell)]
    if not filled or _FOOTER.match(squeezed(row[filled[0]])):
        return False
    return any(at in filled for at, column in header.items() if column is not Column.SAT_ON)


@dataclass(frozen=True)
class Marks:
    """The source's own scale; None where it was not stated."""

    passing: Decimal | None = None
    excellent: Decimal | None = None


@dataclass(frozen=True)
class Result:
    """What somebody achieved; what two lists must agree in."""

    passed: bool
    excellent: bool
    score: Decimal | None
    sat_on: date


@dataclass(frozen=True)
class Given:
    """What a row says: who, and what they achieved."""

    where: str
    name: str
    number: str
    unit: str
    result: Result


def read_line(
    line: Line, marks: Marks, usual_day: date | None, today: date
) -> Given | tuple[Refusal, ...]:
    """The person and the result of a row, or every reason why it cannot be taken."""
    name = read_name(line.cells.get(Column.NAME)) or Refusal("official.row_unnamed")
    identity = read_identity(line.cells.get(Column.IDENTITY), today)
    result = _result(line, marks, usual_day, today)
    reasons = [found for found in (name, identity) if isinstance(found, Refusal)]
    if isinstance(result, tuple) or isinstance(name, Refusal) or isinstance(identity, Refusal):
        return (*reasons, *(result if isinstance(result, tuple) else ()))
    number = identity.number if identity else ""
    unit = fold_unit_name(line.text(Column.UNIT))
    return Given(line.where, name[0], number, unit, result)


def _result(
    line: Line, marks: Marks, usual_day: date | None, today: date
) -> Result | tuple[Refusal, ...]:
    day = _day(line, usual_day, today)
    faults = (*_faults(line, marks), *([day] if isinstance(day, Refusal) else []))
    score, word = read_score(line.cells.get(Column.SCORE)), line.text(Column.CONCLUSION)
    if faults or isinstance(day, Refusal) or isinstance(score, Refusal):
        return faults
    at_least = score is not None and marks.passing is not None and score >= marks.passing
    passed = bool(_by_word(word)) if word else at_least
    reached = marks.excellent is not None and score is not None and score >= marks.excellent
    return Result(passed, passed and (squeezed(word) in _EXCELLENT or reached), score, day)


def _faults(line: Line, marks: Marks) -> Iterator[Refusal]:
    """Why score and conclusion of a row do not make a result."""
    score, word = read_score(line.cells.get(Column.SCORE)), line.text(Column.CONCLUSION)
    said = line.text(Column.SCORE)
    if {squeezed(word), squeezed(said)} & _NOT_SAT:
        yield Refusal("official.row_not_sat", {"value": word or said})
    elif isinstance(score, Refusal):
        yield score
    elif word and _by_word(word) is None:
        yield Refusal("official.row_word", {"value": word})
    elif not word and score is None:
        yield Refusal("official.row_no_result")
    elif not word and marks.passing is None:
        yield Refusal("official.row_no_pass_mark")
    elif word and score is not None and marks.passing is not None:
        facts = {"value": word, "score": score, "mark": marks.passing}
        agree = _by_word(word) == (score >= marks.passing)
        yield from [] if agree else [Refusal("official.row_disagrees", facts)]


def _by_word(word: str) -> bool | None:
    folded = squeezed(word)
    if folded in _PASSED or folded in _EXCELLENT:
        return True
    return False if folded in _FAILED else None


def read_score(cell: Cell) -> Decimal | Refusal | None:
    """Points as written, `86`, `86.5分`; None when blank or only a dash."""
    text = squeezed(cell)
    if text in {"", "-", "—", "——", "/", "无"} | _NOT_SAT:
        return None
    if isinstance(cell, float):
        text = f"{cell:.6f}".rstrip("0").rstrip(".")
    match = _SCORE.fullmatch(text)
    if match is None or Decimal(match[1]) > MOST_MARKS:
        return Refusal("official.row_score", {"value": text[:40]})
    return Decimal(match[1]).quantize(Decimal("0.01"))


def _day(line: Line, usual: date | None, today: date) -> date | Refusal:
    """The day in the row, else the usual one. A month alone stands for its first day.

    What follows a whole day, such as an hour or `上午`, does not matter.
    """
    cell = line.cells.get(Column.SAT_ON)
    if isinstance(cell, str) and (whole := _WHOLE_DAY.match(squeezed(cell))):
        cell = whole[0]
    if is_blank(cell):
        return usual or Refusal("official.row_no_day")
    reading = read_date(cell, "", date1904=line.date1904)
    facts = {"value": text_of(cell)[:40]}
    if not isinstance(reading, DateReading) or reading.forever or reading.month is None:
        return Refusal("official.row_day", facts)
    if reading.or_month:
        return Refusal("official.row_day", facts)
    if reading.first() > today:
        return Refusal("official.row_day_ahead", facts)
    return reading.first()


class RowVerdict(StrEnum):
    """What becomes of a row, in the order in which a page shows them."""

    COUNTED = "counted"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    NOT_LISTED = "not_listed"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class Row:
    """A row with its verdict; `result` and `entry_id` where it counts or is held already."""

    where: str
    name: str
    unit: str
    verdict: RowVerdict
    reasons: tuple[Refusal, ...] = ()
    entry_id: int | None = None
    result: Result | None = None


@dataclass(frozen=True)
class Report:
    """Every row of a list with one verdict."""

    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[RowVerdict, int]:
        counts = dict.fromkeys(RowVerdict, 0)
        for row in self.rows:
            counts[row.verdict] += 1
        assert sum(counts.values()) == len(self.rows), "every row has one verdict"
        return counts
