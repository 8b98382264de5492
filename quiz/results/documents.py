"""Certificates on paper."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from audit.rules import Refusal
from quiz.results.models import Certificate
from quiz.results.rules import chinese_date
from rosters.typesetting.documents import typeset
from rosters.typesetting.glyphs import NAME_FONTS, SERIF, unprintable

MOST_AT_ONCE = 200
PAGES_AT_ONCE = 50  # WeasyPrint slows down as a document grows; this is the fastest measured


def certificates_pdf(certificates: Iterable[Certificate]) -> bytes | Refusal:
    """One A4 page, landscape, for each certificate, from the facts frozen at its issue.

    Those whose name was removed after the time of keeping are not printed any more.
    """
    rows = [row for row in certificates if row.facts["name"]]
    if not rows:
        return Refusal("results.nothing_to_print")
    if len(rows) > MOST_AT_ONCE:
        return Refusal("results.too_many_to_print", {"number": len(rows), "most": MOST_AT_ONCE})
    people = [(row.facts["name"], row.facts["name"]) for row in rows]
    others = [(row.facts["name"], row.facts[key]) for row in rows for key in ("unit", "exam")]
    if refusal := unprintable(people, NAME_FONTS) or unprintable(others, SERIF):
        return refusal
    return typeset(_certificate_pages(rows), "quiz/results/certificate.css")


def _certificate_pages(rows: Sequence[Certificate]) -> Iterator[str]:
    for start in range(0, len(rows), PAGES_AT_ONCE):
        pages = [_page(row) for row in rows[start : start + PAGES_AT_ONCE]]
        yield render_to_string("quiz/results/certificate.html", {"pages": pages})


def _page(certificate: Certificate) -> dict[str, Any]:
    facts = certificate.facts
    return facts | {
        "sat_on": date.fromisoformat(facts["sat_on"]),
        "signed_on": chinese_date(date.fromisoformat(facts["issued_on"])),
        "qr": qr_svg(verification_url(certificate)),
        "code": certificate.code,
    }


def verification_url(certificate: Certificate) -> str:
    """The address in the QR code, where anyone may check the certificate."""
    return settings.PUBLIC_URL + reverse("results:verify", args=[certificate.code])


def qr_svg(address: str) -> SafeString:
    """A QR code (error correction M) as inline SVG, sized by the style sheet."""
    import segno

    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(border=0, omitsize=True))  # noqa: S308
