"""Certificates on paper: pages, words, embedded fonts, code, and characters no font has."""

import re
from io import BytesIO

import pytest
import segno
from django.test import override_settings
from pypdf import PdfReader

from audit.rules import Refusal
from audit.wording import explain
from quiz.results import documents
from quiz.results.documents import (
    MOST_AT_ONCE,
    certificates_pdf,
    qr_svg,
    verification_url,
)
from quiz.results.models import Certificate
from rosters.typesetting.documents import typeset
from rosters.typesetting.glyphs import NAME_FONTS, missing_character, unprintable

PRIVATE, UNASSIGNED = "\ue000", "\U0003fffd"


def certificate(number=1, **facts):
    return Certificate(
        number=number,
        code=f"code-{number}",
        facts={
            "serial": f"应知〔2026〕{number:04}号",
            "name": "张三",
            "unit": "青山县司法局",
            "exam": "2026年法律知识考试",
            "verdict": "passed",
            "sat_on": "2026-11-12",
            "published_on": "2026-11-20",
            "issued_on": "2026-11-22",
        }
        | facts,
    )


def text_of(page):
    return re.sub(r"\s", "", page.extract_text())


def fonts_of(page):
    """(font name, whether a font file is embedded) for each font of a page."""
    for font in page["/Resources"]["/Font"].values():
        for descendant in font.get_object()["/DescendantFonts"]:
            descriptor = descendant.get_object()["/FontDescriptor"].get_object()
            embedded = any(key.startswith("/FontFile") for key in descriptor)
            yield descriptor["/FontName"], embedded


def test_certificate_is_one_landscape_page_with_its_words():
    reader = PdfReader(BytesIO(certificates_pdf([certificate(verdict="excellent")])))
    (page,) = reader.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    text = text_of(page)
    for words in (
        "应知〔2026〕0001号",
        "合格证书",
        "张三",
        "于2026年11月12日参加“2026年法律知识考试”",
        "成绩优秀",
        "青山县司法局",
        "二〇二六年十一月二十二日",
    ):
        assert words in text


def test_fonts_are_embedded_as_subsets():
    (page,) = PdfReader(BytesIO(certificates_pdf([certificate()]))).pages
    fonts = dict(fonts_of(page))
    assert all(fonts.values())
    assert all(re.match(r"/[A-Z]{6}\+", name) for name in fonts)
    assert any("WenKai" in name or "UKai" in name for name in fonts)


def test_each_certificate_has_a_page_of_its_own_across_documents(monkeypatch):
    monkeypatch.setattr(documents, "PAGES_AT_ONCE", 2)
    pages = PdfReader(BytesIO(certificates_pdf([certificate(n) for n in range(1, 6)]))).pages
    found = [re.search(r"〕(\d{4})号", text_of(page))[1] for page in pages]
    assert found == ["0001", "0002", "0003", "0004", "0005"]


@pytest.mark.parametrize("name", ["䶮", "𬭎", "买买提·吐尔逊", "欧阳 丽"])
def test_rare_name_is_printed_truthfully(name):
    """Either the very character is on the page, or the print is blocked and names it."""
    pdf = certificates_pdf([certificate(name=name)])
    missing = missing_character(name, NAME_FONTS)
    if missing:
        assert (pdf.code, pdf.facts["character"]) == ("typesetting.glyph_missing", missing)
    else:
        assert name.replace(" ", "") in text_of(PdfReader(BytesIO(pdf)).pages[0])


@pytest.mark.parametrize(
    ("field", "text", "character"),
    [
        ("name", f"张{PRIVATE}", PRIVATE),
        ("name", f"张{UNASSIGNED}", UNASSIGNED),
        ("unit", f"{PRIVATE}局", PRIVATE),
    ],
)
def test_character_that_no_font_holds_blocks_the_whole_print(field, text, character):
    bad = certificate(2, **{"name": "李四"} | {field: text})
    refusal = certificates_pdf([certificate(), bad])
    assert character in explain(refusal)
    assert refusal == Refusal(
        "typesetting.glyph_missing",
        {
            "name": text if field == "name" else "李四",
            "text": text,
            "character": character,
            "code_point": f"U+{ord(character):04X}",
        },
    )


def test_missing_fonts_are_named():
    fonts = ("No Such Font",)
    assert unprintable([("张三", "张三")], fonts) == Refusal(
        "typesetting.font_missing", {"fonts": "No Such Font"}
    )


def test_nothing_to_print_is_refused():
    assert certificates_pdf([]) == Refusal("results.nothing_to_print")


def drawn_modules(svg):
    """The dark modules that the strokes of the SVG cover, as (row, column)."""
    (path,) = re.findall(r' d="([^"]+)"', svg)
    x, y, dark = 0.0, 0.0, set()
    for command, arguments in re.findall(r"([Mmh])([-\d. ]+)", path):
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", arguments)]
        if command == "h":
            dark |= {(int(y), int(x) + i) for i in range(int(numbers[0]))}
            x += numbers[0]
        elif command == "M":
            x, y = numbers
        else:
            x, y = x + numbers[0], y + numbers[1]
    return dark


@override_settings(PUBLIC_URL="https://exam.example")
def test_code_leads_to_the_public_page():
    row = certificate(7)
    address = verification_url(row)
    assert address == "https://exam.example/c/code-7/"
    matrix = segno.make("https://exam.example/c/code-7/", error="m", micro=False).matrix
    assert drawn_modules(qr_svg(address)) == {
        (y, x) for y, line in enumerate(matrix) for x, dark in enumerate(line) if dark
    }


def test_more_certificates_than_one_print_holds_are_refused():
    assert certificates_pdf([certificate()] * (MOST_AT_ONCE + 1)) == Refusal(
        "results.too_many_to_print", {"number": MOST_AT_ONCE + 1, "most": MOST_AT_ONCE}
    )


def test_second_print_is_refused_while_one_is_under_way():
    def pages():
        yield "<p>一</p>"
        second.append(typeset(["<p>二</p>"], "quiz/results/certificate.css"))

    second = []
    assert typeset(pages(), "quiz/results/certificate.css").startswith(b"%PDF-")
    assert second == [Refusal("typesetting.press_busy")]
    assert typeset(["<p>三</p>"], "quiz/results/certificate.css").startswith(b"%PDF-")
