"""Files with the text of a law made into lines: what a file is is told by its bytes."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.conf import settings

from audit.rules import Refusal
from rosters.intake.rules.files import (
    MOST_UNFOLDED,
    Flaw,
    decode_text,
    foreign_type,
    is_ole,
    is_zip,
    look_into_ole,
    look_into_zip,
)

SUFFIXES = (".md", ".txt", ".docx")
# Reading the XML of a Word document takes thirty times its size in memory.
_MOST_WORD_XML = 10 * 2**20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset({f"{_W}pPr", f"{_W}del", f"{_W}moveFrom"})


def too_big(size: int, name: str) -> Refusal | None:
    """The same limit for every way in."""
    limit = settings.UPLOAD_MAX_BYTES
    facts = {"file": name, "limit": limit // 2**20}
    return Refusal("laws.too_big", facts) if size > limit else None


def read_lines(content: bytes, name: str) -> list[str] | Refusal:
    """The lines of a .md, .txt or .docx file."""
    if refusal := too_big(len(content), name):
        return refusal
    if not content.strip():
        return Refusal("laws.empty", {"file": name})
    if foreign := foreign_type(content):
        return Refusal("laws.wrong_type", {"file": name, "type": foreign})
    if is_zip(content):
        return _read_package(content, name)
    if is_ole(content):
        return _refuse_old(content, name)
    text = decode_text(content)
    if text is None:
        return Refusal("laws.wrong_type", {"file": name, "type": "binary"})
    return text.splitlines()


def _refuse_old(content: bytes, name: str) -> Refusal:
    locked = look_into_ole(content) is Flaw.LOCKED
    return Refusal("laws.password" if locked else "laws.old_word", {"file": name})


def _read_package(content: bytes, name: str) -> list[str] | Refusal:
    package = look_into_zip(content)
    if package is Flaw.TOO_LARGE:
        return _unfolds(name, MOST_UNFOLDED)
    if isinstance(package, Flaw):
        return Refusal("laws.damaged", {"file": name})
    if "word/document.xml" not in package.members:
        return Refusal("laws.wrong_type", {"file": name, "type": "zip"})
    if _size_of_xml(content) > _MOST_WORD_XML:
        return _unfolds(name, _MOST_WORD_XML)
    lines = _read_word(content)
    return Refusal("laws.damaged", {"file": name}) if lines is None else lines


def _unfolds(name: str, most: int) -> Refusal:
    return Refusal("laws.unfolds_too_big", {"file": name, "limit": most // 2**20})


def _size_of_xml(content: bytes) -> int:
    """Unfolded size of all XML in a package that was looked into."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
    return sum(part.file_size for part in parts)


def _read_word(content: bytes) -> list[str] | None:
    """The paragraphs of a Word document without deleted text; None when it is damaged.

    python-docx reads its XML without resolving entities.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        body = Document(BytesIO(content)).element.body
        blocks = body.iterchildren(f"{_W}p", f"{_W}tbl")
        texts = [
            "".join(_pieces(paragraph)) for block in blocks for paragraph in block.iter(f"{_W}p")
        ]
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, OSError):
        return None
    return [line for text in texts for line in text.split("\n")]


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}tab":
            yield " "
        else:
            yield from _pieces(child)
