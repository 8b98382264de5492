"""行政执法证件注销名单（公示） on A4. It names no identity number."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from audit.rules import Refusal
from quiz.clearance.models import CancellationList, CancelledCard
from rosters.typesetting.documents import typeset
from rosters.typesetting.glyphs import SERIF, unprintable


def cancellation_pdf(
    cancellation: CancellationList, lines: Sequence[CancelledCard]
) -> bytes | Refusal:
    """The list as it is announced; one that is not is marked as a draft."""
    if not lines:
        return Refusal("clearance.list_empty", {"title": cancellation.title})
    texts = [(cancellation.title, cancellation.title), (cancellation.title, cancellation.number)]
    texts += [
        (line.name, text)
        for line in lines
        for text in (line.name, line.unit_name, line.number, line.reason)
    ]
    if refusal := unprintable(texts, SERIF):
        return refusal
    context = {"cancellation": cancellation, "lines": lines}
    page = render_to_string("quiz/clearance/cancellation.html", context)
    return typeset([page], "quiz/clearance/cancellation.css")
