"""The template that a unit fills in: its own people under headers that the intake reads.

What is on file comes back unchanged. Identity numbers are not in it, but a masked one in a column
that is not read; an empty cell erases nothing, so the number on file stays. Who a row is about is
told by the number in its first column.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from rosters.intake.rules.columns import SPELLINGS, Column
from rosters.people.models import Credential, Posting
from rosters.people.rules import CredentialStatus, PersonStatus, Sex
from rosters.reporting.rules import (
    CARD_STATUS_WORDS,
    ESTABLISHMENT_WORDS,
    SEX_WORDS,
    STATUS_WORDS,
    YES_OR_NO_WORDS,
)
from rosters.units.models import Unit

SHEET, GUIDE_SHEET = "名册", "填表说明"
NUMBER = SPELLINGS[Column.PERSON]
MASKED = "已登记证件号（仅供核对）"
_ROWS_TO_FILL = 2000
_TITLE, _UNIT_LINE, _HEADER = 0, 1, 2

Cell = Callable[[Posting], Any]


def _hiring(name: str) -> Cell:
    return lambda posting: getattr(getattr(posting.person, "recruitment", None), name, None)


def _of_person(name: str) -> Cell:
    return lambda posting: getattr(posting.person, name)


# Column, width in characters, and what stands in it for a person.
_PERSON_COLUMNS: tuple[tuple[Column, int, Cell], ...] = (
    (Column.NAME, 10, _of_person("name")),
    (Column.SEX, 6, lambda posting: _word(SEX_WORDS, Sex, posting.person.sex)),
    (Column.BORN, 12, _of_person("born_on")),
    (Column.IDENTITY, 21, lambda posting: None),
    (Column.UNIT, 22, lambda posting: posting.unit.name),
    (Column.PHONE, 14, _of_person("phone")),
    (Column.STATUS, 10, lambda posting: STATUS_WORDS[PersonStatus(posting.person.status)]),
    (Column.STATUS_SINCE, 12, lambda posting: None),
    (Column.TITLE, 18, lambda posting: posting.title),
    (Column.RANK, 14, lambda posting: posting.rank),
    (Column.APPOINTED, 13, lambda posting: posting.appointed_on),
    (Column.DOCUMENT, 20, lambda posting: posting.document),
    (Column.ESTABLISHMENT, 11, lambda posting: posting.establishment),
    (Column.ENFORCEMENT, 10, lambda posting: YES_OR_NO_WORDS.get(posting.enforcement)),
    (Column.HIRED, 12, _hiring("hired_on")),
    (Column.INTAKE, 14, _hiring("intake")),
    (Column.PROBATION, 12, _hiring("probation_until")),
    (Column.QUALIFICATION, 16, _of_person("law_qualification")),
    (Column.NOTE, 20, _of_person("note")),
)
_CARD_COLUMNS: tuple[tuple[Column, int, Callable[[Credential], Any]], ...] = (
    (Column.CARD_NUMBER, 18, lambda card: card.number),
    (Column.CARD_KIND, 12, lambda card: card.kind),
    (Column.CARD_FIELD, 16, lambda card: card.field),
    (Column.CARD_AREA, 14, lambda card: card.area),
    (Column.CARD_ISSUED, 12, lambda card: card.issued_on),
    (Column.CARD_VALID_TO, 12, lambda card: card.valid_to or "长期"),
    (
        Column.CARD_STATUS,
        10,
        lambda card: _word(CARD_STATUS_WORDS, CredentialStatus, card.status),
    ),
)
_REPEATED = {Column.NAME, Column.UNIT}
_CHOICES: dict[Column, tuple[Sequence[str], bool]] = {
    Column.SEX: (tuple(SEX_WORDS.values()), True),
    Column.STATUS: (tuple(STATUS_WORDS.values()), True),
    Column.ESTABLISHMENT: (ESTABLISHMENT_WORDS, False),
    Column.ENFORCEMENT: (tuple(YES_OR_NO_WORDS.values()), True),
    Column.CARD_STATUS: (tuple(CARD_STATUS_WORDS.values()), True),
}
_NEEDED = {Column.NAME, Column.UNIT}
_GUIDE = (
    (NUMBER, "系统编号，用于识别本人，请勿改动。新增人员此格留空。"),
    ("姓名", "必填。只填姓名，少数民族姓名用“·”连接。姓名有误的，请联系考务人员更正。"),
    ("身份证号", "新增人员填写18位号码。已登记的留空即可；登记有误的，请联系考务人员更正。"),
    (MASKED, "仅供核对是否已登记，导入时不读取。"),
    ("工作单位", "必填。填写单位全称。"),
    ("手机号", "填写本人11位手机号码，不填办公电话。"),
    ("人员状态", "从下拉列表中选择。调离、退休、辞职、去世的，请保留该行并改选状态，不要删行。"),
    ("状态日期", "改选人员状态的，填写变动日期；未变动的留空。"),
    ("各类日期", "填写为 2021-03-15；不知道日的填写 2021年3月。"),
    ("有效期至", "证件无截止日期的，填写“长期”。"),
    ("现任职务、职级、任现职时间、任命文号", "按任职文件填写。"),
    ("录用时间、批次、试用期满", "新录用公务员填写，其他人员留空。"),
    ("执法证号等", "持证人员填写。一人多证的，每证一行，各行人员编号、姓名、工作单位相同。"),
    ("空格", "空格不会清除已登记的内容。"),
    ("新增人员", "在表末逐行填写。"),
)  # fmt: skip


def template_workbook(unit: Unit, postings: Sequence[Posting], today: date) -> bytes:
    """The people of a unit, prefilled; every cell is text, so that long numbers survive."""
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        formats = _formats(book)
        sheet.write_string(
            _TITLE, 0, f"{unit.name}人员名册（{today:%Y年%m月%d日}）", formats["title"]
        )
        sheet.write_string(_UNIT_LINE, 0, f"填报单位：{unit.name}", formats["plain"])
        for place, (label, width, column) in enumerate(_layout()):
            known = label in {NUMBER, MASKED}
            sheet.set_column(place, place, width, formats["known" if known else "text"])
            head = "needed" if column in _NEEDED else "head"
            sheet.write_string(_HEADER, place, label, formats[head])
            _offer(sheet, place, column)
        for at, texts in enumerate(_lines(postings), start=_HEADER + 1):
            for place, text in enumerate(texts):
                if text:
                    sheet.write_string(at, place, text)
        sheet.freeze_panes(_HEADER + 1, 2)
        _guide(book.add_worksheet(GUIDE_SHEET), formats)
    return output.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    frame = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "plain": book.add_format({}),
        "text": book.add_format({"num_format": "@"}),
        "known": book.add_format(
            {"num_format": "@", "font_color": "#6b655d", "bg_color": "#f1eee9"}
        ),
        "head": book.add_format({**frame, "bg_color": "#f1eee9"}),
        "needed": book.add_format({**frame, "bg_color": "#f1eee9", "font_color": "#8f1d1d"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _label(column: Column) -> str:
    return SPELLINGS[column].split()[0]


def _layout() -> list[tuple[str, int, Column | None]]:
    """Label, width and meaning of each column, from left to right."""
    layout: list[tuple[str, int, Column | None]] = [(NUMBER, 11, Column.PERSON)]
    for column, width, _ in (*_PERSON_COLUMNS, *_CARD_COLUMNS):
        layout.append((_label(column), width, column))
        if column is Column.IDENTITY:
            layout.append((MASKED, 21, None))
    return layout


def _offer(sheet: Any, place: int, column: Column | None) -> None:
    """A list to choose from below a header; strict where only these words are understood."""
    if column not in _CHOICES:
        return
    words, strict = _CHOICES[column]
    first = _HEADER + 1
    options = {
        "validate": "list",
        "source": list(words),
        "error_type": "stop" if strict else "information",
        "error_title": "请从列表中选择",
        "error_message": "可选：" + "、".join(words),
    }
    sheet.data_validation(first, place, first + _ROWS_TO_FILL, place, options)


def _lines(postings: Sequence[Posting]) -> Iterator[list[str]]:
    """One line for each person, and one more for each further card."""
    for posting in postings:
        cards: list[Credential | None] = list(posting.person.credentials.all())
        for number, card in enumerate(cards or [None]):
            yield _line(posting, card, repeated=number > 0)


def _line(posting: Posting, card: Credential | None, *, repeated: bool) -> list[str]:
    texts = [f"P{posting.person_id}"]
    for column, _, value in _PERSON_COLUMNS:
        texts.append("" if repeated and column not in _REPEATED else _text(value(posting)))
        if column is Column.IDENTITY:
            texts.append("" if repeated else posting.person.id_masked)
    for _, _, value_of_card in _CARD_COLUMNS:
        texts.append(_text(value_of_card(card)) if card else "")
    return texts


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _word(words: Any, kind: Any, value: str) -> str:
    return words[kind(value)] if value else ""


def _guide(sheet: Any, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 26, formats["wrap"])
    sheet.set_column(1, 1, 90, formats["wrap"])
    sheet.write_string(0, 0, "填表说明", formats["title"])
    for at, (what, how) in enumerate(_GUIDE, start=1):
        sheet.write_string(at, 0, what, formats["wrap"])
        sheet.write_string(at, 1, how, formats["wrap"])
