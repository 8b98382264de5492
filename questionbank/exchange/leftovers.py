"""The items of a preview that are held back, as a workbook that can be mended and read again."""

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from audit.wording import explain
from questionbank.exchange.models import ImportItem
from questionbank.exchange.queries import item_of
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.marks import KIND_NAMES, Field
from questionbank.exchange.rules.raw import Piece, RawItem
from questionbank.exchange.rules.verdicts import refusal_of
from questionbank.exchange.wording import where
from questionbank.questions.rules import LETTERS

# The names of the columns are those that `exchange.rules.table` reads, in every language.
_FIELDS = {
    Field.KEY: "答案",
    Field.RATIONALE: "解析",
    Field.BASIS: "依据",
    Field.QUOTE: "引文",
    Field.TOPIC: "专题",
    Field.DIFFICULTY: "难度",
    Field.CODE: "编号",
    Field.COHORTS: "对象",
    Field.ORDER: "填空顺序",
    Field.WEIGHT: "权重",
}
_CASE = ("案例", "案例标题", "案例序号", "材料")
_LONGEST_CELL = 32_000


def rejected_workbook(rows: Iterable[ImportItem]) -> bytes:
    """Every cell is written as text: nothing of a stranger's file can become a formula."""
    import xlsxwriter

    raws = [(row, item_of(row).raw) for row in rows]
    most = max((len(raw.options) for _, raw in raws if raw), default=4)
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for at, texts in enumerate([_header(most), *(_cells(*each, most) for each in raws)]):
            for place, text in enumerate(texts):
                sheet.write_string(at, place, text[:_LONGEST_CELL], plain if at else bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 1, 8)
        sheet.set_column(2, 2, 48)
        sheet.set_column(3, most + 2, 20)
        sheet.set_column(len(_header(most)) - 1, len(_header(most)) - 1, 48)
    return output.getvalue()


def _header(most: int) -> list[str]:
    options = [f"选项{letter}" for letter in LETTERS[:most]]
    return [
        "序号",
        "题型",
        "题干",
        *options,
        *_FIELDS.values(),
        *_CASE,
        gettext("Where"),
        gettext("Reason for rejection"),
    ]


def _cells(row: ImportItem, raw: RawItem | None, most: int) -> list[str]:
    reason = refusal_of(row.reason)
    told = [where(Line(row.line, "", row.sheet)), explain(reason) if reason else ""]
    if raw is None:
        return ["", "", row.text, *[""] * (most + len(_FIELDS) + len(_CASE)), *told]
    options = [_said(pieces) for _, pieces in raw.options]
    options += [""] * (most - len(options))
    fields = [_said(raw.fields.get(name, [])) for name in _FIELDS]
    kind = KIND_NAMES[raw.kind] if raw.kind else ""
    number = str(raw.number or "")
    return [number, kind, _said(raw.stem), *options, *fields, *_case(raw), *told]


def _case(raw: RawItem) -> list[str]:
    if raw.case is None:
        return [""] * len(_CASE)
    return [raw.case.code, raw.case.title, str(raw.case_place), _said(raw.case.material)]


def _said(pieces: Sequence[Piece]) -> str:
    return "\n".join(piece.text for piece in pieces)
