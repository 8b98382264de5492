"""The list of cancelled cards as it was announced. Pure."""

from collections.abc import Sequence
from datetime import date

from audit.rules import digest


def content_hash(
    title: str, number: str, day: date, lines: Sequence[tuple[str, str, str, str]]
) -> str:
    """Digest of an announced list: (card number, name, unit, reason) of each line, in order."""
    return digest(
        {
            "title": title,
            "number": number,
            "day": day.isoformat(),
            "lines": [list(line) for line in lines],
        }
    )
