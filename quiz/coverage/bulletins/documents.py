"""A bulletin on A4 in the form of GB/T 9704: red head, number, text on fixed lines, annexes."""

from django.template.loader import render_to_string

from audit.rules import Refusal
from quiz.coverage.bulletins.sheet import issued_day, lay_out, red_head
from quiz.coverage.models import Bulletin
from rosters.typesetting.documents import typeset
from rosters.typesetting.glyphs import SERIF, unprintable


def bulletin_pdf(bulletin: Bulletin) -> bytes | Refusal:
    sheet = lay_out(bulletin)
    if refusal := unprintable([(text, text) for text in sheet.words()], SERIF):
        return refusal
    head, points = red_head(bulletin)
    context = {
        "sheet": sheet,
        "head": head,
        "head_points": points,
        "addressees": bulletin.addressees.rstrip("：:"),
        "day": issued_day(bulletin),
    }
    page = render_to_string("quiz/coverage/bulletin_sheet.html", context)
    return typeset([page], "quiz/coverage/bulletin_sheet.css")
