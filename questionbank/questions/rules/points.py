"""The points of a short answer: its key with （n分） behind each. Pure."""

import re
from decimal import Decimal

_POINT = re.compile(r"[（(]\s*(?P<marks>\d{1,2}(?:\.5)?)\s*分\s*[）)]")
_TOTAL = re.compile(r"(?:共|合计|总计|满分)\s*(?P<marks>\d{1,3}(?:\.5)?)\s*分")


def marks_of_points(key: str) -> tuple[Decimal, ...]:
    """The marks named behind the points, in order."""
    return tuple(Decimal(match["marks"]) for match in _POINT.finditer(key))


def stated_total(text: str) -> Decimal | None:
    """What a text says that its points come to, such as 共10分."""
    match = _TOTAL.search(text)
    return Decimal(match["marks"]) if match else None
