"""The reminder of a round (催报通知) on A4."""

from collections.abc import Sequence
from datetime import date

from django.template.loader import render_to_string

from audit.rules import Refusal
from rosters.reporting.models import Collection
from rosters.reporting.queries import UnitReport
from rosters.typesetting.documents import typeset
from rosters.typesetting.glyphs import SERIF, unprintable


def reminder_pdf(
    collection: Collection, awaited: Sequence[UnitReport], today: date
) -> bytes | Refusal:
    """A notice that names the units which have not confirmed; it names no person."""
    if not awaited:
        return Refusal("reporting.nobody_awaited", {"title": collection.title})
    texts = [(report.unit.name, report.unit.name) for report in awaited]
    texts += [(collection.title, text) for text in (collection.title, collection.note)]
    if refusal := unprintable(texts, SERIF):
        return refusal
    context = {"collection": collection, "awaited": awaited, "today": today}
    page = render_to_string("rosters/reporting/notice.html", context)
    return typeset([page], "rosters/reporting/notice.css")
