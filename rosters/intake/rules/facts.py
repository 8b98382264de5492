"""What one row says about one person, or every reason why it cannot be taken. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from audit.rules import Refusal
from rosters.intake.rules.cells import is_blank, squeezed, text_of
from rosters.intake.rules.columns import Column, label_year
from rosters.intake.rules.dates import DateReading, read_date
from rosters.intake.rules.identity import Identity, read_identity
from rosters.intake.rules.names import read_card_number, read_hours, read_name, read_phone
from rosters.intake.rules.reading import LIMITS, CellReader, ambiguous, long, too_long
from rosters.intake.rules.tables import RawRow
from rosters.intake.rules.words import (
    CARD_STATUS_OF,
    IDENTITY_KIND_OF,
    SEXES,
    STATUS_OF,
    YES_OR_NO,
    unit_kind,
)
from rosters.people.rules import PersonStatus, Sex
from rosters.units.rules import UnitKind, fold_unit_name

_NOTHING: dict[Any, Any] = {}  # one for all rows; a county's roster has many


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What a row says; a fact that its cells leave blank is absent. `None` means "no end".

    person_key  whom the row is about, by the number that the template gave them
    hours       year -> hours of training
    """

    where: str
    name: str
    person_key: int | None = None
    identity: Identity | None = None
    unit_name: str = ""
    unit_line: str = ""
    sheet: str = ""
    unit_kind: UnitKind | None = None
    parent_name: str = ""
    person: Mapping[str, Any] = field(default_factory=dict)
    status: PersonStatus | None = None
    status_since: date | None = None
    posting: Mapping[str, Any] = field(default_factory=dict)
    recruitment: Mapping[str, Any] = field(default_factory=dict)
    card_number: str = ""
    card: Mapping[str, Any] = field(default_factory=dict)
    hours: Mapping[int, Any] = field(default_factory=dict)

    @property
    def traits(self) -> int:
        """How much beside the name tells the person from namesakes: phone, birth."""
        return len({"phone", "born_on"} & self.person.keys())


def read_row(row: RawRow, today: date) -> RowFacts | tuple[Refusal, ...]:
    """The facts of a row, or all the reasons against it in the order of the columns."""
    return tuple(too_long(row)) or _read(row, today)


def _read(row: RawRow, today: date) -> RowFacts | tuple[Refusal, ...]:
    reader = _Reader(row, today)
    name, note = reader.take(read_name(row.cell(Column.NAME))) or ("", "")
    if not name and not reader.reasons:
        reader.reasons.append(Refusal("intake.row_name_missing"))
    identity, phone = reader.identity_and_phone()
    status = reader.status()
    facts = RowFacts(
        where=row.where,
        name=name,
        person_key=reader.person_key(),
        identity=identity,
        unit_name=reader.unit_name(Column.UNIT),
        unit_line=row.unit_line,
        sheet=row.sheet,
        unit_kind=unit_kind(squeezed(row.cell(Column.UNIT_KIND))),
        parent_name=reader.unit_name(Column.PARENT_UNIT),
        person=reader.person(identity, phone, note),
        status=status.get("status"),
        status_since=status.get("since"),
        posting=reader.posting(),
        recruitment=reader.recruitment() or _NOTHING,
        card_number=reader.take(read_card_number(row.cell(Column.CARD_NUMBER))) or "",
        card=reader.card() or _NOTHING,
        hours=reader.hours() or _NOTHING,
    )
    if not facts.card_number and {"kind", "issued_on", "valid_to"} & facts.card.keys():
        reader.reasons.append(Refusal("intake.row_card_missing"))
    return tuple(reader.reasons) or facts


class _Reader(CellReader):
    """Reads what a row says of its person, group by group."""

    def unit_name(self, column: Column) -> str:
        """A unit as units are compared; folding may have made it longer."""
        name = fold_unit_name(text_of(self.row.cell(column)))
        if len(name) > LIMITS[column]:
            self.reasons.append(long(self.row, column))
        return name

    def person_key(self) -> int | None:
        """The number that the platform itself wrote, as P12; anybody else's tells nothing."""
        written = re.fullmatch(r"P(\d{1,18})", squeezed(self.row.cell(Column.PERSON)).upper())
        return int(written[1]) if written else None

    def identity_and_phone(self) -> tuple[Identity | None, str]:
        """Number and phone; a number that slipped into the phone column is put right."""
        kind = self.word("kind", Column.IDENTITY_KIND, IDENTITY_KIND_OF).get("kind")
        identity = read_identity(self.row.cell(Column.IDENTITY), self.today, kind)
        phone = read_phone(self.row.cell(Column.PHONE))
        if isinstance(phone, Refusal):
            slipped = read_identity(self.row.cell(Column.PHONE), self.today)
            if isinstance(slipped, Identity) and identity in {None, slipped}:
                return slipped, ""
        return self.take(identity), self.take(phone) or ""

    def person(self, identity: Identity | None, phone: str, note: str) -> dict[str, Any]:
        sex = self.word("sex", Column.SEX, SEXES)
        notes = [note, *self.text("note", Column.NOTE).values()]
        born = self.born(identity)
        if identity and identity.sex:
            if sex and sex["sex"] is not identity.sex:
                self.reasons.append(_sexes_differ(sex["sex"], identity.sex))
            sex = {"sex": identity.sex}
        joined = "；".join(filter(None, notes))[:200]
        return (
            sex | born | ({"phone": phone} if phone else {})
            | self.text("law_qualification", Column.QUALIFICATION)
            | ({"note": joined} if joined else {})
        )  # fmt: skip

    def born(self, identity: Identity | None) -> dict[str, date]:
        """Day of birth: the number's, which a date column must admit; else the column's."""
        if identity is None or identity.born_on is None:
            return self.day("born_on", Column.BORN)
        reading = self.reading(Column.BORN)
        if reading and not reading.admits(identity.born_on):
            given = text_of(self.row.cell(Column.BORN))
            number = identity.born_on.isoformat()
            self.reasons.append(
                Refusal("intake.row_birth_differs", {"given": given, "number": number})
            )
        return {"born_on": identity.born_on}

    def status(self) -> dict[str, Any]:
        """{status, since}: the day stands in a column of its own or behind the word."""
        found = self.word_with_day("status", "since", Column.STATUS, STATUS_OF)
        return self.day("since", Column.STATUS_SINCE) | found if found else {}

    def posting(self) -> dict[str, Any]:
        return (
            self.text("title", Column.TITLE)
            | self.text("rank", Column.RANK)
            | self.day("appointed_on", Column.APPOINTED)
            | self.text("document", Column.DOCUMENT)
            | self.text("establishment", Column.ESTABLISHMENT)
            | self.word("enforcement", Column.ENFORCEMENT, YES_OR_NO)
        )

    def recruitment(self) -> dict[str, Any]:
        """A column headed 录用时间/批次 holds either; only what is a date is taken for one."""
        both = self.row.cell(Column.HIRED_OR_INTAKE)
        facts: dict[str, Any] = {}
        if not is_blank(both):
            dated = isinstance(read_date(both, "", date1904=self.row.date1904), DateReading)
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
            | self.word_with_day("status", "cancelled_on", Column.CARD_STATUS, CARD_STATUS_OF)
        )
        ends = self.reading(Column.CARD_VALID_TO, end_of_range=True)
        if ends and ends.or_month:
            label = self.row.header.label(Column.CARD_VALID_TO)
            value = text_of(self.row.cell(Column.CARD_VALID_TO))
            self.reasons.append(ambiguous({"column": label, "value": value}, ends))
        elif ends:
            facts["valid_to"] = None if ends.forever else ends.last()
        return facts

    def hours(self) -> dict[int, Any]:
        """The year stands in the label, else above the table, else it is the year of the file."""
        label = self.row.header.label(Column.HOURS)
        hours = self.take(read_hours(self.row.cell(Column.HOURS), label))
        year = label_year(label) or self.row.year or self.today.year
        return {} if hours is None else {year: hours}


def _sexes_differ(given: Sex, number: Sex) -> Refusal:
    words = {Sex.MALE: "男", Sex.FEMALE: "女"}
    return Refusal("intake.row_sex_differs", {"given": words[given], "number": words[number]})
