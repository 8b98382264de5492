"""The list and the handbook as PDF and Word."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from audit.rules import Refusal
from questionbank.laws.models import Article
from questionbank.questions.rules import ItemKind
from questionbank.syllabus.documents import handbook_pdf, list_pdf
from questionbank.syllabus.handbook import handbook_sections
from questionbank.syllabus.queries import shown_lines
from questionbank.syllabus.word import handbook_docx, list_docx
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.questionbank.factories import cite, make_question
from tests.questionbank.syllabus.factories import TODAY, make_law_text, make_line, make_syllabus

pytestmark = pytest.mark.django_db


@pytest.fixture
def syllabus():
    law = make_law_text(3)
    make_question(
        ItemKind.MULTIPLE, stem="下列属于行政处罚的有（　）。", rationale="见种类。",
        citations=[cite(law, "2")],
    )  # fmt: skip
    make_question(
        ItemKind.TRUE_FALSE, stem="听证免费。", topics=["听证"], citations=[cite(law, "2")]
    )
    return make_syllabus(
        make_line(law, must_be_tested=True, note="重点"), make_line(topic="听证"), issued=True
    )


def squeezed(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def words(docx: bytes) -> str:
    document = Document(BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_whole_law_prints_the_articles_that_questions_rest_on_and_each_question_once(syllabus):
    law, topic = handbook_sections(shown_lines(syllabus, TODAY))
    assert [label for label, _ in law.articles] == ["第二条"]
    assert [(q.number, q.key) for q in law.questions] == [(1, "AC"), (2, "正确")]
    assert topic.questions == ()


def test_named_articles_are_printed_whether_anything_is_asked_or_not():
    syllabus = make_syllabus(make_line(make_law_text(3), articles="1-2"))
    (section,) = handbook_sections(shown_lines(syllabus, TODAY))
    assert [label for label, _ in section.articles] == ["第一条", "第二条"]


def test_the_list_names_every_line_with_its_weight(syllabus):
    lines = shown_lines(syllabus, TODAY)
    for said in (squeezed(list_pdf(syllabus, lines)), words(list_docx(syllabus, lines))):
        for text in ("《行政处罚法》", "听证", "重点", syllabus.title, "行政执法人员"):
            assert text in said
        assert "2021-01-22" in said
        assert syllabus.content_hash[:16] in said


@pytest.mark.parametrize("keys", [True, False])
def test_the_handbook_has_keys_only_when_they_are_asked_for(syllabus, keys):
    lines = shown_lines(syllabus, TODAY)
    pdf = squeezed(handbook_pdf(syllabus, lines, keys=keys))
    word = words(handbook_docx(syllabus, lines, keys=keys))
    for said in (pdf, word):
        assert "本法第2项规定的内容" in said
        assert "下列属于行政处罚的有" in said
        assert "2021年1月22日" in said
        assert ("见种类" in said) is keys


def test_a_handbook_of_nothing_is_refused():
    syllabus = make_syllabus(make_line(topic="听证"))
    lines = shown_lines(syllabus, TODAY)
    refusal = Refusal("syllabus.nothing_to_print", {"title": syllabus.title})
    assert handbook_pdf(syllabus, lines, keys=False) == refusal
    assert handbook_docx(syllabus, lines, keys=False) == refusal


def test_a_character_that_no_font_has_stops_the_print():
    law = make_law_text(1)
    Article.objects.update(text="\ue000")
    syllabus = make_syllabus(make_line(law, articles="1"))
    refusal = handbook_pdf(syllabus, shown_lines(syllabus, TODAY), keys=False)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "typesetting.glyph_missing"


def test_a_note_that_no_font_has_stops_the_print_of_the_list():
    syllabus = make_syllabus(make_line(topic="听证", note="\ue000"))
    refusal = list_pdf(syllabus, shown_lines(syllabus, TODAY))
    assert isinstance(refusal, Refusal)
    assert refusal.facts["text"] == "\ue000"


def test_characters_that_no_word_document_can_hold_are_left_out():
    law = make_law_text(1)
    Article.objects.update(text="本\x1b法\ufffe。")
    make_question(stem="听\x0b证（　）。", citations=[cite(law, "1")])
    syllabus = make_syllabus(make_line(law, note="重\x01点"))
    lines = shown_lines(syllabus, TODAY)
    assert "重点" in words(list_docx(syllabus, lines))
    said = words(handbook_docx(syllabus, lines, keys=True))
    assert "第一条　本法。" in said
    assert "听证（　）。" in said


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("list_pdf", b"%PDF-"),
        ("handbook_pdf", b"%PDF-"),
        ("list_docx", b"PK"),
        ("handbook_docx", b"PK"),
    ],
)
def test_the_files_are_handed_out_under_the_title(client, syllabus, name, start):
    client.force_login(make_user(Role.OFFICER))
    reply = client.get(reverse(f"syllabus:{name}", args=[syllabus.pk]))
    assert b"".join(reply.streaming_content).startswith(start)
    assert "attachment" in reply["Content-Disposition"]
