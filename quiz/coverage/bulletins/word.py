"""A bulletin as a Word document in the form of GB/T 9704, for those who edit or seal it there.

The fonts are named as offices have them; each names another that stands in where it is missing.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from audit.rules import Refusal
from quiz.coverage.bulletins.rules import Block, BlockKind, Table, column_shares
from quiz.coverage.bulletins.sheet import Sheet, issued_day, lay_out, red_head, signature_indents
from quiz.coverage.models import Bulletin

BODY, TITLE, HEAD, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
STANDING_IN = {BODY: "仿宋", TITLE: "华文中宋", HEAD: "SimHei", KAI: "楷体", SONG: "SimSun"}
ER_HAO, SAN_HAO, SI_HAO, WU_HAO, XIAO_WU = 22, 16, 14, 10.5, 9
LINE = 28
RED = "C00000"
TEXT_WIDTH = 156  # mm: A4 less the margins of 28 and 26
_INVALID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def bulletin_docx(bulletin: Bulletin) -> bytes | Refusal:
    sheet = lay_out(bulletin)
    document = _document()
    _write_head(document, sheet)
    for block, table in sheet.text:
        _write_block(document, block, table)
    _write_foot(document, sheet)
    for place, table in enumerate(sheet.annexes, start=1):
        _write_annex(document, place, table)
    if sheet.copies:
        copies = _paragraph(document, f"抄送：{sheet.copies}", size=SI_HAO)
        _border(copies, ("top", "bottom"), "000000", 6)
    _name_stand_ins(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _document() -> Any:
    """A4 with the margins of the standard and page numbers on the outer side."""
    from docx import Document
    from docx.shared import Mm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    style = document.styles["Normal"]
    style.font.size = Pt(SAN_HAO)
    _name_font(style.element.get_or_add_rPr(), BODY)
    document.settings.odd_and_even_pages_header_footer = True
    _number_pages(section.footer, right=True)
    _number_pages(section.even_page_footer, right=False)
    return document


def _number_pages(footer: Any, *, right: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = footer.paragraphs[0]
    paragraph.alignment = ALIGN.RIGHT if right else ALIGN.LEFT
    _indent(paragraph, **{"right" if right else "left": 1})
    _run(paragraph, "— ", SONG, SI_HAO)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    number = _run(paragraph, "1", SONG, SI_HAO)
    field.append(number._r)
    _run(paragraph, " —", SONG, SI_HAO)


def _write_head(document: Any, sheet: Sheet) -> None:
    """Who issues it in red, its number, the red line, the title, and whom it goes to."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    bulletin = sheet.bulletin
    head, points = red_head(bulletin)
    paragraph = _paragraph(document, head, TITLE, points, align=ALIGN.CENTER, line=points * 1.5)
    _colour(paragraph, RED)
    number = _paragraph(document, bulletin.number or "（草稿）", align=ALIGN.CENTER)
    _border(number, ("bottom",), RED, 18)
    _paragraph(document, "")
    _paragraph(document, bulletin.title, TITLE, ER_HAO, align=ALIGN.CENTER, line=33)
    _paragraph(document, "")
    if bulletin.addressees:
        _paragraph(document, f"{bulletin.addressees.rstrip('：:')}：")


def _write_block(document: Any, block: Block, table: Table | None) -> None:
    if table:
        _write_table(document, table)
    elif block.kind == BlockKind.HEADING:
        _paragraph(document, block.text, HEAD, first=2)
    elif block.kind == BlockKind.SUBHEADING:
        paragraph = _paragraph(document, block.text, KAI, first=2)
        _run(paragraph, block.rest, BODY, SAN_HAO)
    else:
        _paragraph(document, block.text, first=2)


def _write_foot(document: Any, sheet: Sheet) -> None:
    """The annexes by title, who signs, and the day."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    if sheet.annexes:
        _paragraph(document, "")
    for place, table in enumerate(sheet.annexes, start=1):
        lead = "附件：" if place == 1 else "　　　"
        _paragraph(document, f"{lead}{place}．{table.title}", first=2)
    _paragraph(document, "")
    _paragraph(document, "")
    issuer, day = sheet.bulletin.issuer, issued_day(sheet.bulletin)
    for text, right in zip((issuer, day), signature_indents(issuer, day), strict=True):
        _indent(_paragraph(document, text, align=ALIGN.RIGHT), right=right)


def _write_annex(document: Any, place: int, table: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    _paragraph(document, f"附件{place}", HEAD).paragraph_format.page_break_before = True
    _paragraph(document, "", size=WU_HAO, line=14)
    _paragraph(document, table.title, TITLE, ER_HAO, align=ALIGN.CENTER, line=33)
    _paragraph(document, "", size=WU_HAO, line=14)
    _write_table(document, table)


def _write_table(document: Any, table: Table) -> None:
    """Header on every page, no row broken by a page."""
    from docx.shared import Mm

    laid = document.add_table(rows=0, cols=len(table.heads), style="Table Grid")
    laid.autofit = False
    _narrow_margins(laid)
    widths = [Mm(TEXT_WIDTH * share) for share in column_shares(table)]
    for column, width in zip(laid.columns, widths, strict=True):
        column.width = width
    size = XIAO_WU if len(table.heads) > 8 else WU_HAO
    for place, texts in enumerate((table.heads, *table.rows)):
        row = laid.add_row()
        _mark_row(row, header=place == 0)
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[column]
            _fill_cell(cell, text, HEAD if place == 0 else SONG, size, left=column == table.wide)
    _paragraph(document, "", size=WU_HAO, line=14)


def _narrow_margins(laid: Any) -> None:
    """Little air beside the text of a cell, so that figures stay on one line."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "40")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    laid._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption")


def _mark_row(row: Any, *, header: bool) -> None:
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _fill_cell(cell: Any, text: str, font: str, size: float, *, left: bool) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    cell.vertical_alignment = VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN.LEFT if left else ALIGN.CENTER
    _lines(paragraph, size * 1.4)
    _run(paragraph, text, font, size)


def _paragraph(
    document: Any,
    text: str,
    font: str = BODY,
    size: float = SAN_HAO,
    *,
    align: Any = None,
    first: int = 0,
    line: float = LINE,
) -> Any:
    """A paragraph on fixed lines; `first` is the indent of its first line in characters."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    _lines(paragraph, line)
    if first:
        _indent(paragraph, firstLine=first)
    _run(paragraph, text, font, size)
    return paragraph


def _lines(paragraph: Any, points: float) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    spacing = paragraph.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(round(points))


def _indent(paragraph: Any, **characters: float) -> None:
    """Indents in characters, and in twentieths of a point for programs that know no characters."""
    from docx.oxml.ns import qn

    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for side, number in characters.items():
        indent.set(qn(f"w:{side}Chars"), str(round(number * 100)))
        indent.set(qn(f"w:{side}"), str(round(number * SAN_HAO * 20)))


def _run(paragraph: Any, text: str, font: str, size: float) -> Any:
    from docx.shared import Pt

    run = paragraph.add_run(_INVALID.sub("", text))
    run.font.size = Pt(size)
    _name_font(run._r.get_or_add_rPr(), font)
    return run


def _name_font(properties: Any, font: str) -> None:
    """The font of Chinese and of Latin characters alike."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _colour(paragraph: Any, colour: str) -> None:
    from docx.shared import RGBColor

    for run in paragraph.runs:
        run.font.color.rgb = RGBColor.from_string(colour)


def _border(paragraph: Any, sides: Sequence[str], colour: str, eighths: int) -> None:
    """Lines along a paragraph, in eighths of a point."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", eighths), ("space", 4), ("color", colour)):
            line.set(qn(f"w:{name}"), str(value))
        borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _name_stand_ins(document: Any) -> None:
    """Tells the font table which font stands in for one that a computer has not."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in STANDING_IN.items()
    )
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            text = part.blob.decode("utf-8")
            part._blob = text.replace("</w:fonts>", f"{entries}</w:fonts>").encode()
