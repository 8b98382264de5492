"""What the columns of a roster are called. Pure."""

import re
from collections.abc import Mapping
from enum import StrEnum

from rosters.intake.rules.cells import Cell, squeezed


class Column(StrEnum):
    """A column whose meaning is known. UNUSED ones are recognised but not kept."""

    PERSON = "person"
    NAME = "name"
    SEX = "sex"
    BORN = "born"
    IDENTITY = "identity"
    IDENTITY_KIND = "identity_kind"
    UNIT = "unit"
    UNIT_KIND = "unit_kind"
    PARENT_UNIT = "parent_unit"
    PHONE = "phone"
    STATUS = "status"
    STATUS_SINCE = "status_since"
    QUALIFICATION = "qualification"
    HOURS = "hours"
    NOTE = "note"
    TITLE = "title"
    RANK = "rank"
    APPOINTED = "appointed"
    DOCUMENT = "document"
    ESTABLISHMENT = "establishment"
    ENFORCEMENT = "enforcement"
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
    Column.PERSON: "人员编号",
    Column.NAME: "姓名 人员姓名 干部姓名 考生姓名 执法人员姓名 持证人姓名 持证人 名字",
    Column.SEX: "性别",
    Column.BORN: "出生年月 出生日期 出生时间 出生年月日 生日",
    Column.IDENTITY: "身份证号 身份证号码 公民身份号码 公民身份证号码 居民身份证号 居民身份证号码 "
    "身份证 身份证件号 身份证件号码 身份号码 证件号码",
    Column.IDENTITY_KIND: "身份证件类型 身份证件种类 身份证件名称 有效身份证件类型 证件名称",
    Column.UNIT: "工作单位 现工作单位 所在单位 单位 单位名称 单位全称 工作单位名称 所属单位 "
    "执法单位 执法机关 执法主体 执法部门 用人单位 录用单位 部门 所在部门",
    Column.UNIT_KIND: "单位性质 单位类别 单位类型",
    Column.PARENT_UNIT: "主管单位 上级单位 主管部门 上级主管单位 上级主管部门 隶属单位",
    Column.PHONE: "手机号 手机 手机号码 移动电话 本人手机 联系手机 联系电话 电话 电话号码 联系方式",
    Column.STATUS: "人员状态 在职状态 在岗状态 状态 当前状态",
    Column.STATUS_SINCE: "状态日期 状态时间 状态起始日期 状态起始时间 变动日期 变动时间 异动日期 "
    "异动时间 离岗时间 离岗日期 离任时间 调离时间 调离日期 退休时间 退休日期 离职时间 离职日期",
    Column.QUALIFICATION: "法律职业资格 法律职业资格证 法律职业资格证书 法律职业资格证书编号 "
    "法律职业资格证号 法律职业资格类别 是否取得法律职业资格 是否具有法律职业资格 法律资格",
    Column.HOURS: "年度学时 学时 培训学时 学习学时 累计学时 完成学时 年度培训学时 年度学习学时 "
    "参训学时 学时数 全年学时 法律培训学时",
    Column.NOTE: "备注 备考 附注",
    Column.TITLE: "现任职务 现职务 职务 职务名称 现任职务名称 工作职务 单位及职务 职务职级 岗位",
    Column.RANK: "职级 级别 职务级别 职务层次 行政级别 现任职级 现职级 领导职务层次",
    Column.APPOINTED: "现任职时间 任现职时间 任职时间 任现职务时间 现任职务时间 任命日期 "
    "任命时间 任职日期 提任时间 任现职日期",
    Column.DOCUMENT: "任命文号 任职文号 任职文件 任命文件 任命文件号 文号 任免文号",
    Column.ESTABLISHMENT: "编制类型 编制性质 编制 人员编制 人员性质",
    Column.ENFORCEMENT: "是否在执法岗位 是否执法岗位 是否在执法岗 是否执法岗 是否在岗执法 执法岗位 "
    "是否在一线执法岗位 是否从事执法工作",
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
    "初任培训期数/成绩 专业考试成绩 公共考试成绩 专业考试日期 公共考试日期 "
    "专业考试/公共考试成绩与日期 参加工作时间 入党时间 照片 发证机关 原位置 未导入原因",
}
_MEANING = {
    spelling: (column, rank)
    for column, spellings in SPELLINGS.items()
    for rank, spelling in enumerate(spellings.split())
}
# What is added to rows that come back: where they stood, and why they were not taken.
REASON_LABELS = ("原位置", "未导入原因")
_OF_A_YEAR = re.compile(r"20\d\d(?:年度?)?(?=.*学时)")
_LONGEST_LABEL = 200


def label_of(cell: Cell) -> str:
    """A header cell as labels are compared; a longer text is nobody's label and stays as it is."""
    text = squeezed(cell)
    if len(text) > _LONGEST_LABEL:
        return text
    return re.sub(r"[*★:：]|\([^)]*\)|\[[^\]]*\]", "", text)


class Vocabulary:
    """Which label means which column: `said` by a person of this file, else as is usual."""

    def __init__(self, said: Mapping[str, Column] | None = None) -> None:
        self._said = dict(said or {})
        self._names_said = Column.NAME in self._said.values()

    def may_name(self, cell: Cell) -> bool:
        """Whether a cell could be the label of the names; most cells are ruled out at once."""
        return isinstance(cell, str) and ("名" in cell or "人" in cell or self._names_said)

    def meaning(self, label: str) -> Column | None:
        if label in self._said:
            return self._said[label]
        found = _MEANING.get(label) or _MEANING.get(_OF_A_YEAR.sub("", label))
        return found[0] if found else None

    def rank(self, label: str) -> int:
        """The more telling of two labels of one column has the lower number."""
        if label in self._said:
            return -1
        return _MEANING.get(label, (None, 99))[1]

    def recognise(self, cell: Cell) -> Column | None:
        """The column that a header cell names; None for anything else."""
        return self.meaning(label_of(cell)) if isinstance(cell, str) else None


USUAL = Vocabulary()


def label_year(label: str) -> int | None:
    """The year that a label such as 2026年度学时 names."""
    found = re.search(r"20\d\d", label)
    return int(found[0]) if found else None
