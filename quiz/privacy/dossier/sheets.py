"""The form in which a dossier is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Sheet:
    """One table; every cell is a text."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheet(title: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> Sheet:
    """A table of whatever values, each as it is read."""
    return Sheet(title, tuple(headers), tuple(tuple(map(as_text, row)) for row in rows))


def as_text(value: Any) -> str:
    """Days as 2026-11-22, moments to the minute in local time, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
