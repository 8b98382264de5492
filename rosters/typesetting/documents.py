"""The typesetting that every PDF goes through."""

from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from threading import Lock
from typing import Any

from django.template.loader import render_to_string

from audit.rules import Refusal

_press = Lock()


def typeset(documents: Iterable[str], stylesheet: str) -> bytes | Refusal:
    """One PDF from HTML documents, each with its fonts embedded as a subset.

    One at a time in a process: typesetting is all computing, and while several requests do it
    together, candidates who share the process wait minutes for their answers to be saved.
    """
    if not _press.acquire(blocking=False):
        return Refusal("typesetting.press_busy")
    try:
        fonts, style = _typesetter(stylesheet)
        return _merged([_written(document, fonts, style) for document in documents])
    finally:
        _press.release()


def _written(document: str, fonts: Any, style: Any) -> bytes:
    from weasyprint import HTML

    return HTML(string=document).write_pdf(stylesheets=[style], font_config=fonts)


def _merged(parts: Sequence[bytes]) -> bytes:
    from pypdf import PdfWriter

    if len(parts) == 1:
        return parts[0]
    writer, merged = PdfWriter(), BytesIO()
    for part in parts:
        writer.append(BytesIO(part))
    writer.write(merged)
    return merged.getvalue()


@cache
def _typesetter(stylesheet: str) -> tuple[Any, Any]:
    """Font configuration and parsed style sheet, made once for each process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    return fonts, CSS(string=render_to_string(stylesheet), font_config=fonts)
