"""Small files of every kind, made for tests."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor
from xlsxwriter import Workbook

SHAPES = {"decimal": "%{}、", "upperLetter": "%{}．", "chineseCountingThousand": "%{}、"}


def saved(document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def word(*texts: str) -> bytes:
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return stream.getvalue()


def listed(*entries: tuple[str, int | None]) -> bytes:
    """A document whose paragraphs are numbered by Word: (text, level of its number or None)."""
    document = Document()
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for level, (form, shape) in enumerate(SHAPES.items()):
        entry = OxmlElement("w:lvl")
        entry.set(qn("w:ilvl"), str(level))
        for tag, said in (("w:numFmt", form), ("w:lvlText", shape.format(level + 1))):
            part = OxmlElement(tag)
            part.set(qn("w:val"), said)
            entry.append(part)
        abstract.append(entry)
    numbering.append(abstract)
    number = numbering.add_num(90).numId
    for text, place in entries:
        paragraph = document.add_paragraph(text)
        if place is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = place
            properties.get_or_add_numId().val = number
    return saved(document)


def shown(*paragraphs: Iterable[tuple[str, str]]) -> bytes:
    """A document of runs: (text, one of "", "red", "bold", "underline")."""
    document = Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text, style in runs:
            run = paragraph.add_run(text)
            if style == "red":
                run.font.color.rgb = RGBColor(255, 0, 0)
            run.bold, run.underline = style == "bold" or None, style == "underline" or None
    return saved(document)


def with_text_box(*texts: str) -> bytes:
    """A document whose text stands in a text box, with the copy for older programs behind it."""
    document = Document()
    box = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    document.add_paragraph()._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}"
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="x">'
            f"<w:drawing><w:txbxContent>{box}</w:txbxContent></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
    )
    return saved(document)


def changed(*, before: str, deleted: str, inserted: str, after: Iterable[str]) -> bytes:
    """A document with tracked changes in its first paragraph."""
    document = Document()
    paragraph = document.add_paragraph(before)._p
    for tag, inner, text in (("w:del", "w:delText", deleted), ("w:ins", "w:t", inserted)):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph.append(change)
    for text in after:
        document.add_paragraph(text)
    return saved(document)


def joined(first: str, *others: str) -> bytes:
    """A document whose first paragraph mark was deleted as a tracked change."""
    document = Document()
    mark = document.add_paragraph(first)._p.get_or_add_pPr()
    mark.append(parse_xml(f"<w:rPr {nsdecls('w')}><w:del w:id='1' w:author='x'/></w:rPr>"))
    for text in others:
        document.add_paragraph(text)
    return saved(document)


def pictured(*texts: str) -> bytes:
    """A document with a picture at the end of each paragraph."""
    document = Document()
    for text in texts:
        document.add_paragraph(text)._p.append(
            parse_xml(f"<w:r {nsdecls('w', 'a')}><w:drawing><a:blip/></w:drawing></w:r>")
        )
    return saved(document)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The package with one part more."""
    stream = BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, part)
    return stream.getvalue()


def zipped(**files: bytes) -> bytes:
    """A package; `word__document_xml` names the part word/document.xml."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def ole(*streams: str) -> bytes:
    """A minimal compound file whose directory names the streams."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    names = ["Root Entry", *streams]
    directory = b""
    for place, name in enumerate(names):
        text = name.encode("utf-16-le").ljust(64, b"\0")
        links = (free, place + 1 if 0 < place < len(streams) else free, 1 if place == 0 else free)
        directory += text + (len(name) * 2 + 2).to_bytes(2, "little")
        directory += (b"\x05" if place == 0 else b"\x02") + b"\x01"
        directory += b"".join(link.to_bytes(4, "little") for link in links) + b"\0" * 36
        directory += end.to_bytes(4, "little") + b"\0" * 8
    directory = directory.ljust(sector, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"
    header += b"\0" * 10 + (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + b"\0" * 4
    header += (4096).to_bytes(4, "little") + end.to_bytes(4, "little") + b"\0" * 4
    header += end.to_bytes(4, "little") + b"\0" * 4 + b"\0" * 4 + free.to_bytes(4, "little") * 108
    table = [0xFFFFFFFD, end] + [free] * 126
    return header + b"".join(entry.to_bytes(4, "little") for entry in table) + directory
