"""What a request may have attached, told by its content. Pure."""

import io
import zipfile
from dataclasses import dataclass

MOST_BYTES = 5 * 1024 * 1024
LONGEST_NAME = 100

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAGIC = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
}


@dataclass(frozen=True)
class Attachment:
    """A file as it was sent."""

    name: str
    content: bytes


def sniffed(content: bytes) -> tuple[str, str] | None:
    """(media type, ending) of a PDF, image or Word document; None for everything else."""
    for magic, found in _MAGIC.items():
        if content.startswith(magic):
            return found
    if content.startswith(b"PK\x03\x04"):
        return (_DOCX, ".docx") if _is_docx(content) else None
    if content.startswith(_OLE) and "WordDocument".encode("utf-16-le") in content:
        return "application/msword", ".doc"
    return None


def _is_docx(content: bytes) -> bool:
    """A package with a Word text and without macros. Nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return False  # of a version that nobody reads, too: the reader calls it a RuntimeError
    return "word/document.xml" in names and "word/vbaProject.bin" not in names


def kept_name(name: str, ending: str) -> str:
    """The name under which a file is given back: short, no path, the ending of what it is."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = "".join(char for char in bare if char.isprintable() and char not in '"<>|:*?')
    stem = stem.rsplit(".", 1)[0].strip(". ")[:LONGEST_NAME]
    return (stem or "attachment") + ending
