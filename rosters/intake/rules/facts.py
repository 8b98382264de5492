"""What one row says about one person, or every reason why it cannot be taken. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from audit.rules import Refusal
from rosters.intake.rules.cells import is_blank, squeezed, text_of
from rosters.intake.rules.columns import Column
from rosters.intake.rules.dates import DateReading, read_date
from rosters.intake.rules.identity import Identity, read_identity
from rosters.intake.rules.names import read_card_number, read_name, read_phone
from rosters.intake.rules.tables import RawRow
from rosters.people.rules import CredentialStatus, PersonStatus, Sex
from rosters.units.rules import UnitKind, fold_unit_name

T = TypeVar("T")

_SEXES = {"男": Sex.MALE, "男性": Sex.MALE, "女": Sex.FEMALE, "女性": Sex.FEMALE}
_STATUSES = {
    PersonStatus.IN_POST: "在职 在岗 在编 正常 在任 试用期 试用 挂职",
    PersonStatus.SECONDED: "借调 抽调 借用",
    PersonStatus.LONG_LEAVE: "长病 长病假 病假 产假 长假 停职",
    PersonStatus.TRANSFERRED: "调离 调出 调走 已调离",
    PersonStatus.RETIRED: "退休 离退休 已退休 退居二线",
    PersonStatus.LEFT: "辞职 辞退 离职 开除 解聘",
    PersonStatus.DECEASED: "死亡 去世 病故 已故",
}
_STATUS_OF = {word: status for status, words in _STATUSES.items() for word in words.split()}
_CARD_STATUSES = {
    CredentialStatus.VALID: "有效 正常 在用 使用中 已发 合格 过期 到期 已过期",
    CredentialStatus.CANCELLED: "注销 已注销 吊销 收回 作废 撤销 无效 失效 遗失 停用",
}
_CARD_STATUS_OF = {
    word: status for status, words in _CARD_STATUSES.items() for word in words.split()
}
# Looked for inside 单位性质, in this order: 垂直管理部门 is vertical, not a department.
_UNIT_KINDS = (
    (UnitKind.VERTICAL, ("垂管", "垂直", "中央", "省属", "省直", "省管")),
    (UnitKind.SUBORDINATE, ("二级", "下属", "所属")),
    (UnitKind.TOWNSHIP, ("乡", "镇", "街道")),
    (UnitKind.DEPARTMENT, ("部门", "县直", "党政机关", "行政机关", "区直", "市直", "群团")),
)
# The most characters that a column may hold. Columns of dates and fixed words need fewer anyway.
_LIMITS = {
    Column.NAME: 40, Column.NOTE: 200, Column.UNIT: 100, Column.TITLE: 100, Column.RANK: 40,
    Column.DOCUMENT: 100, Column.ESTABLISHMENT: 40, Column.INTAKE: 60, Column.HIRED_OR_INTAKE: 60,
    Column.CARD_NUMBER: 40, Column.CARD_KIND: 40, Column.CARD_FIELD: 60, Column.CARD_AREA: 60,
}  # fmt: skip
_OTHER_LIMIT = 100
# What a cell may hold with padding and notes; no expression is matched against a longer one.
_LONGEST_CELL = 300


@dataclass(frozen=True)
class RowFacts:
    """What a row says; a fact that its cells leave blank is absent. `None` means "no end"."""

    where: str
    name: str
    identity: Identity | None = None
    unit_name: str = ""
    unit_line: str = ""
    sheet: str = ""
    unit_kind: UnitKind | None = None
    person: Mapping[str, Any] = field(default_factory=dict)
    posting: Mapping[str, Any] = field(default_factory=dict)
    recruitment: Mapping[str, Any] = field(default_factory=dict)
    card_number: str = ""
    card: Mapping[str, Any] = field(default_factory=dict)

    @property
    def traits(self) -> int:
        """How much beside the name tells the person from namesakes: phone, birth."""
        return len({"phone", "born_on"} & self.person.keys())


def read_row(row: RawRow, today: date) -> RowFacts | tuple[Refusal, ...]:
    """The facts of a row, or all the reasons against it in the order of the columns."""
    return tuple(_too_long(row)) or _read(row, today)


def _too_long(row: RawRow) -> Iterator[Refusal]:
    for column in dict.fromkeys(filter(None, row.header.columns)):
        cell = None if column is Column.UNUSED else row.cell(column)
        if isinstance(cell, str) and len(cell.strip()) > _LONGEST_CELL:
            yield _long(row, column)


def _long(row: RawRow, column: Column) -> Refusal:
    limit = _LIMITS.get(column, _OTHER_LIMIT)
    return Refusal("intake.row_long", {"column": row.header.label(column), "limit": limit})


def _read(row: RawRow, today: date) -> RowFacts | tuple[Refusal, ...]:
    reader = _Reader(row, today)
    name, note = reader.take(read_name(row.cell(Column.NAME))) or ("", "")
    if not name and not reader.reasons:
        reader.reasons.append(Refusal("intake.row_name_missing"))
    identity, phone = reader.identity_and_phone()
    facts = RowFacts(
        where=row.where,
        name=name,
        identity=identity,
        unit_name=reader.unit_name(),
        unit_line=row.unit_line,
        sheet=row.sheet,
        unit_kind=_unit_kind(squeezed(row.cell(Column.UNIT_KIND))),
        person=reader.person(identity, phone, note),
        posting=reader.posting(),
        recruitment=reader.recruitment(),
        card_number=reader.take(read_card_number(row.cell(Column.CARD_NUMBER))) or "",
        card=reader.card(),
    )
    if {"kind", "issued_on", "valid_to"} & facts.card.keys() and not facts.card_number:
        reader.reasons.append(Refusal("intake.row_card_missing"))
    return tuple(reader.reasons) or facts


def _unit_kind(text: str) -> UnitKind | None:
    found = (kind for kind, words in _UNIT_KINDS if any(word in text for word in words))
    return next(found, None)


class _Reader:
    """Reads the cells of one row and gathers the reasons against it."""

    def __init__(self, row: RawRow, today: date) -> None:
        self.row = row
        self.today = today
        self.reasons: list[Refusal] = []

    def take(self, value: T | Refusal | None) -> T | None:
        if isinstance(value, Refusal):
            if value not in self.reasons:
                self.reasons.append(value)
            return None
        return value

    def text(self, key: str, column: Column) -> dict[str, str]:
        """{key: text} or nothing; too long a text is a reason against the row."""
        value = " ".join(text_of(self.row.cell(column)).split())
        if len(value) > _LIMITS[column]:
            self.reasons.append(_long(self.row, column))
        return {key: value} if value and value not in {"无", "/", "-", "—", "——"} else {}

    def unit_name(self) -> str:
        """The unit as units are compared; folding may have made it longer."""
        name = fold_unit_name(text_of(self.row.cell(Column.UNIT)))
        if len(name) > _LIMITS[Column.UNIT]:
            self.reasons.append(_long(self.row, Column.UNIT))
        return name

    def word(self, key: str, column: Column, meanings: Mapping[str, T]) -> dict[str, T]:
        value = squeezed(self.row.cell(column))
        if not value:
            return {}
        if value not in meanings:
            facts = {"column": self.row.header.label(column), "value": value}
            self.reasons.append(Refusal("intake.row_word", facts))
            return {}
        return {key: meanings[value]}

    def reading(self, column: Column, *, end_of_range: bool = False) -> DateReading | None:
        cell, label = self.row.cell(column), self.row.header.label(column)
        if squeezed(cell) in {"无", "/", "-", "—", "——"}:
            return None
        return self.take(
            read_date(cell, label, date1904=self.row.date1904, end_of_range=end_of_range)
        )

    def day(self, key: str, column: Column) -> dict[str, date]:
        """{key: day} or nothing. A month stands for its first day; a bare year is not enough."""
        reading = self.reading(column)
        if reading is None:
            return {}
        facts = {"column": self.row.header.label(column), "value": text_of(self.row.cell(column))}
        if reading.forever:
            self.reasons.append(Refusal("intake.row_date", facts))
        elif reading.month is None:
            self.reasons.append(Refusal("intake.row_date_month", facts))
        elif reading.or_month:
            self.reasons.append(_ambiguous(facts, reading))
        else:
            return {key: reading.first()}
        return {}

    def identity_and_phone(self) -> tuple[Identity | None, str]:
        """Number and phone; a number that slipped into the phone column is put right."""
        identity = read_identity(self.row.cell(Column.IDENTITY), self.today)
        phone = read_phone(self.row.cell(Column.PHONE))
        if isinstance(phone, Refusal):
            slipped = read_identity(self.row.cell(Column.PHONE), self.today)
            if isinstance(slipped, Identity) and identity in {None, slipped}:
                return slipped, ""
        return self.take(identity), self.take(phone) or ""

    def person(self, identity: Identity | None, phone: str, note: str) -> dict[str, Any]:
        sex = self.word("sex", Column.SEX, _SEXES)
        status = self.word("status", Column.STATUS, _STATUS_OF)
        notes = [note, *self.text("note", Column.NOTE).values()]
        born = self.born(identity)
        if identity:
            if sex and sex["sex"] is not identity.sex:
                self.reasons.append(_sexes_differ(sex["sex"], identity.sex))
            sex = {"sex": identity.sex}
        joined = "；".join(filter(None, notes))[:200]
        return (
            sex | born | status | ({"phone": phone} if phone else {})
            | ({"note": joined} if joined else {})
        )  # fmt: skip

    def born(self, identity: Identity | None) -> dict[str, date]:
        """Day of birth: the number's, which a date column must admit; else the column's."""
        if identity is None:
            return self.day("born_on", Column.BORN)
        reading = self.reading(Column.BORN)
        if reading and not reading.admits(identity.born_on):
            given = text_of(self.row.cell(Column.BORN))
            number = identity.born_on.isoformat()
            self.reasons.append(
                Refusal("intake.row_birth_differs", {"given": given, "number": number})
            )
        return {"born_on": identity.born_on}

    def posting(self) -> dict[str, Any]:
        return (
            self.text("title", Column.TITLE)
            | self.text("rank", Column.RANK)
            | self.day("appointed_on", Column.APPOINTED)
            | self.text("document", Column.DOCUMENT)
            | self.text("establishment", Column.ESTABLISHMENT)
        )

    def recruitment(self) -> dict[str, Any]:
        """A column headed 录用时间/批次 holds either; only what is a date is taken for one."""
        both = self.row.cell(Column.HIRED_OR_INTAKE)
        dated = isinstance(read_date(both, "", date1904=self.row.date1904), DateReading)
        facts: dict[str, Any] = {}
        if not is_blank(both):
            facts |= (
                self.day("hired_on", Column.HIRED_OR_INTAKE)
                if dated
                else self.text("intake", Column.HIRED_OR_INTAKE)
            )
        return (
            facts
            | self.day("hired_on", Column.HIRED)
            | self.text("intake", Column.INTAKE)
            | self.day("probation_until", Column.PROBATION)
        )

    def card(self) -> dict[str, Any]:
        facts: dict[str, Any] = (
            self.text("kind", Column.CARD_KIND)
            | self.text("field", Column.CARD_FIELD)
            | self.text("area", Column.CARD_AREA)
            | self.day("issued_on", Column.CARD_ISSUED)
            | self.word("status", Column.CARD_STATUS, _CARD_STATUS_OF)
        )
        ends = self.reading(Column.CARD_VALID_TO, end_of_range=True)
        if ends and ends.or_month:
            label = self.row.header.label(Column.CARD_VALID_TO)
            value = text_of(self.row.cell(Column.CARD_VALID_TO))
            self.reasons.append(_ambiguous({"column": label, "value": value}, ends))
        elif ends:
            facts["valid_to"] = None if ends.forever else ends.last()
        return facts


def _ambiguous(facts: dict[str, Any], reading: DateReading) -> Refusal:
    year = reading.year
    return Refusal(
        "intake.row_date_ambiguous", facts | {"one": f"{year}-01", "other": f"{year}-10"}
    )


def _sexes_differ(given: Sex, number: Sex) -> Refusal:
    words = {Sex.MALE: "男", Sex.FEMALE: "女"}
    return Refusal("intake.row_sex_differs", {"given": words[given], "number": words[number]})
