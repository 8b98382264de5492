"""What the columns of a roster are called, and which rows are headers. Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from rosters.intake.rules.cells import Cell, is_blank, squeezed


class Column(StrEnum):
    """A column whose meaning is known. UNUSED ones are recognised but not kept."""

    NAME = "name"
    SEX = "sex"
    BORN = "born"
    IDENTITY = "identity"
    UNIT = "unit"
    UNIT_KIND = "unit_kind"
    PHONE = "phone"
    STATUS = "status"
    NOTE = "note"
    TITLE = "title"
    RANK = "rank"
    APPOINTED = "appointed"
    DOCUMENT = "document"
    ESTABLISHMENT = "establishment"
    HIRED = "hired"
    HIRED_OR_INTAKE = "hired_or_intake"
    INTAKE = "intake"
    PROBATION = "probation"
    CARD_NUMBER = "card_number"
    CARD_KIND = "card_kind"
    CARD_FIELD = "card_field"
    CARD_AREA = "card_area"
    CARD_ISSUED = "card_issued"
    CARD_VALID_TO = "card_valid_to"
    CARD_STATUS = "card_status"
    UNUSED = "unused"


# Spellings of one column, the most telling first: a sheet with both 现任职务 and 职务 means the
# former. Parentheses, spaces, colons and asterisks are dropped before the comparison.
SPELLINGS: Mapping[Column, str] = {
    Column.NAME: "姓名 人员姓名 干部姓名 考生姓名 执法人员姓名 持证人姓名 持证人 名字",
    Column.SEX: "性别",
    Column.BORN: "出生年月 出生日期 出生时间 出生年月日 生日",
    Column.IDENTITY: "身份证号 身份证号码 公民身份号码 公民身份证号码 居民身份证号 居民身份证号码 "
    "身份证 身份证件号 身份证件号码 身份号码 证件号码",
    Column.UNIT: "工作单位 现工作单位 所在单位 单位 单位名称 单位全称 工作单位名称 所属单位 "
    "执法单位 执法机关 执法主体 执法部门 用人单位 录用单位 部门 所在部门",
    Column.UNIT_KIND: "单位性质 单位类别 单位类型",
    Column.PHONE: "手机号 手机 手机号码 移动电话 本人手机 联系手机 联系电话 电话 电话号码 联系方式",
    Column.STATUS: "人员状态 在职状态 在岗状态 状态 当前状态",
    Column.NOTE: "备注 备考 附注",
    Column.TITLE: "现任职务 现职务 职务 职务名称 现任职务名称 工作职务 单位及职务 职务职级 岗位",
    Column.RANK: "职级 级别 职务级别 职务层次 行政级别 现任职级 现职级 领导职务层次",
    Column.APPOINTED: "现任职时间 任现职时间 任职时间 任现职务时间 现任职务时间 任命日期 "
    "任命时间 任职日期 提任时间 任现职日期",
    Column.DOCUMENT: "任命文号 任职文号 任职文件 任命文件 任命文件号 文号 任免文号",
    Column.ESTABLISHMENT: "编制类型 编制性质 编制 人员编制 人员性质",
    Column.HIRED: "录用时间 录用日期 录用年月 招录时间 入职时间",
    Column.HIRED_OR_INTAKE: "录用时间/批次 录用时间批次 录用批次时间",
    Column.INTAKE: "批次 录用批次 招录批次 招录年度",
    Column.PROBATION: "试用期满 试用期满时间 试用期满日期 试用期截止 试用期至 转正时间",
    Column.CARD_NUMBER: "执法证号 执法证编号 执法证号码 行政执法证号 行政执法证编号 行政执法证号码 "
    "执法证件号 执法证件编号 执法证件号码 证件编号 证号 执法证",
    Column.CARD_KIND: "证件类型 执法证类型 执法证件类型 证件种类",
    Column.CARD_FIELD: "执法类别 执法领域 执法类别/领域 执法类别领域 执法种类 执法门类",
    Column.CARD_AREA: "执法区域 执法地域 执法范围",
    Column.CARD_ISSUED: "发证日期 发证时间 签发日期 发证年月",
    Column.CARD_VALID_TO: "有效期至 有效期 有效期限 有效日期 有效期截止 "
    "有效期止 证件有效期 到期日期",
    Column.CARD_STATUS: "证件状态 执法证状态",
    Column.UNUSED: "序号 编号 民族 籍贯 政治面貌 学历 学位 专业 学历学位 毕业院校 任命机关 "
    "原职务 原任职务 任前考试时间 任前考试成绩 任前考试时间/成绩 初任培训期数 初任培训成绩 "
    "初任培训期数/成绩 是否在执法岗位 专业考试成绩 公共考试成绩 专业考试日期 公共考试日期 "
    "专业考试/公共考试成绩与日期 法律职业资格 年度学时 参加工作时间 入党时间 照片 发证机关",
}
_MEANING = {
    spelling: (column, rank)
    for column, spellings in SPELLINGS.items()
    for rank, spelling in enumerate(spellings.split())
}
_LEAST_LABELS = 2
_LONGEST_LABEL = 200


def _label(cell: Cell) -> str:
    """A header cell as labels are compared; a longer text is nobody's label and stays as it is."""
    text = squeezed(cell)
    if len(text) > _LONGEST_LABEL:
        return text
    return re.sub(r"[*★:：]|\([^)]*\)|\[[^\]]*\]", "", text)


def recognise(cell: Cell) -> Column | None:
    """The column that a header cell names; None for anything else."""
    found = _MEANING.get(_label(cell)) if isinstance(cell, str) else None
    return found[0] if found else None


class Header:
    """The labels of a table and where each column is found, the most telling column first."""

    def __init__(
        self, labels: Sequence[str], columns: Sequence[Column | None], height: int
    ) -> None:
        self.labels = tuple(labels)
        self.height = height
        self._places: dict[Column, list[int]] = {}
        order = sorted(range(len(labels)), key=lambda place: _rank(labels[place]))
        for place in order:
            if column := columns[place]:
                self._places.setdefault(column, []).append(place)
        self.columns = tuple(columns)

    def places(self, column: Column) -> list[int]:
        return self._places.get(column, [])

    def label(self, column: Column) -> str:
        """The column's name as the file spells it."""
        places = self.places(column)
        return self.labels[places[0]] if places else SPELLINGS[column].split()[0]


def _rank(label: str) -> int:
    return _MEANING.get(label, (None, 99))[1]


def header_at(rows: Sequence[Sequence[Cell]], at: int) -> Header | None:
    """The header that begins at a row, of one or two rows; None when there is none.

    A header names the person and at least one column more. Its second row is one that holds no
    name but names columns (证件信息 above 证号 and 有效期); a row of groups above it lends names to
    the columns that it alone labels.
    """
    row = rows[at]
    names = [place for place, cell in enumerate(row) if recognise(cell) is Column.NAME]
    if not names or sum(recognise(cell) is not None for cell in row) < _LEAST_LABELS:
        return None
    above = _spread(rows[at - 1]) if at else []
    below = list(rows[at + 1]) if at + 1 < len(rows) else []
    double = _is_second_row(row, below, names[0])
    labels, columns = [], []
    groups = _spread(row) if double else above
    for place in range(len(row)):
        sub = below[place] if double and place < len(below) else row[place]
        if double and is_blank(sub):
            sub = row[place]
        group = groups[place] if place < len(groups) else ""
        label, column = _named(group, sub)
        labels.append(label)
        columns.append(column)
    return Header(labels, columns, 2 if double else 1)


def _is_second_row(row: Sequence[Cell], below: Sequence[Cell], name: int) -> bool:
    if len(below) <= name or not (is_blank(below[name]) or below[name] == row[name]):
        return False
    # The header is as wide as its first row; what stands further right belongs to no column.
    fresh = [c for c, over in zip(below, row, strict=False) if not is_blank(c) and c != over]
    return any(recognise(cell) for cell in fresh)


def _spread(row: Sequence[Cell]) -> list[str]:
    """Labels of a row of groups, each reaching right to the next."""
    spread: list[str] = []
    for cell in row:
        spread.append(squeezed(cell) if not is_blank(cell) else (spread[-1] if spread else ""))
    return spread


def _named(group: str, sub: Cell) -> tuple[str, Column | None]:
    """Label and meaning of a column under a group: 执法证 above 编号 is 执法证编号."""
    own = _label(sub)
    for label in (group + own if own and group != own else own, own, "" if own else group):
        if label in _MEANING:
            return label, _MEANING[label][0]
    return own, None


def repeats_control_numbers(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 …"""
    numbers = [squeezed(cell).strip("()") for cell in row if not is_blank(cell)]
    return len(numbers) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]
