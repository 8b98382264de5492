"""Pages of must-know lists: preparing one in the browser's forms, and who may read what."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import gettext

from questionbank.laws.models import Law
from questionbank.syllabus.models import Syllabus
from questionbank.syllabus.queries import digest_of, load_lines
from questionbank.syllabus.rules import Line
from rosters.roles.rules import Role
from tests.factories import make_person, make_user
from tests.questionbank.factories import cite, make_question
from tests.questionbank.syllabus.factories import (
    fill,
    make_law_text,
    make_line,
    make_syllabus,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(make_user(Role.OFFICER))
    return client


def rows(*lines: dict[str, object], stored: int = 0) -> dict[str, object]:
    """Form data of the lines, of which some were stored before; of a list seen as it is."""
    data: dict[str, object] = {"lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": stored}
    if syllabus := Syllabus.objects.first():
        data["seen"] = digest_of(syllabus)
    for n, line in enumerate(lines):
        data |= {f"lines-{n}-{name}": value for name, value in line.items()}
    return data


def test_an_officer_begins_fills_and_issues_a_list(officer):
    law = make_law_text()
    begun = officer.post(reverse("syllabus:new"), {"cohort": "enforcement", "title": "清单"})
    syllabus = Syllabus.objects.get()
    assert begun.url == reverse("syllabus:edit", args=[syllabus.pk])
    line = {"law": law.law_id, "articles": "第一条至第三条", "weight": 2, "must_be_tested": "on"}
    data = rows(line, {"law": "", "weight": 1}) | {"title": "执法人员清单"}
    saved = officer.post(begun.url, data)
    assert saved.url == reverse("syllabus:detail", args=[syllabus.pk])
    assert load_lines(syllabus) == [Line("中华人民共和国行政处罚法", "1-3", "", 2, True)]
    detail = officer.get(saved.url)
    officer.post(reverse("syllabus:issue", args=[syllabus.pk]), {"seen": detail.context["seen"]})
    syllabus.refresh_from_db()
    assert (syllabus.title, syllabus.state) == ("执法人员清单", "issued")
    refused = officer.post(begun.url, data)
    assert refused.url == reverse("syllabus:detail", args=[syllabus.pk])


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"law": "{law}", "articles": "总则"}, "articles"),
        ({"law": "", "articles": "8"}, "law"),
        ({"law": "", "note": "重点"}, "law"),
        ({"law": "{law}", "ORDER": "99999999999999999999"}, "ORDER"),
        ({"law": "{law}", "topic": "{topic}"}, "topic"),
        ({"law": "99999"}, "law"),
        ({"law": "{law}", "weight": "-1"}, "weight"),
    ],
)
def test_a_line_that_makes_no_sense_is_marked_and_nothing_is_saved(officer, line, field):
    law = make_law_text()
    topic = make_line(topic="听证").topic
    syllabus = make_syllabus(make_line(law))
    values = {
        name: str(value).format(law=law.law_id, topic=topic.pk) for name, value in line.items()
    }
    page = officer.post(
        reverse("syllabus:edit", args=[syllabus.pk]), rows(values) | {"title": "改名"}
    )
    assert page.status_code == 422
    assert list(page.context["form"].rows[0].errors) == [field]
    assert len(load_lines(syllabus)) == 1


def test_lines_are_moved_and_taken_out(officer):
    law = make_law_text()
    syllabus = make_syllabus(*(make_line(law, articles=str(n)) for n in (1, 2, 3)))
    lines = [
        {"law": law.law_id, "articles": 1, "ORDER": 3},
        {"law": law.law_id, "articles": 2, "ORDER": 2, "DELETE": "on"},
        {"law": law.law_id, "articles": 3, "ORDER": 1},
        {"law": law.law_id, "articles": 4},
    ]
    data = rows(*lines, stored=3) | {"title": "清单"}
    assert officer.post(reverse("syllabus:edit", args=[syllabus.pk]), data).status_code == 302
    assert [line.articles for line in load_lines(syllabus)] == ["3", "1", "4"]


def test_a_form_filled_beside_an_older_list_is_kept_and_can_be_saved_again(officer):
    law = make_law_text()
    syllabus = make_syllabus(make_line(law, articles="1"))
    edit = reverse("syllabus:edit", args=[syllabus.pk])
    data = rows({"law": law.law_id, "articles": "2"}) | {"title": "清单"}
    assert fill(syllabus, make_line(law, articles="3")) is None
    page = officer.post(edit, data)
    assert page.status_code == 422
    form = page.context["form"]
    assert form.rows[0]["articles"].value() == "2"
    assert [line.articles for line in load_lines(syllabus)] == ["3"]
    assert officer.post(edit, data | {"seen": form["seen"].value()}).status_code == 302
    assert [line.articles for line in load_lines(syllabus)] == ["2"]


def test_more_lines_than_a_list_takes_are_refused_in_words(officer):
    law = make_law_text()
    syllabus = make_syllabus(make_line(law))
    data = rows(*[{"law": law.law_id}] * 201) | {"title": "清单"}
    page = officer.post(reverse("syllabus:edit", args=[syllabus.pk]), data)
    assert page.status_code == 422
    [said] = page.context["form"].rows.non_form_errors()
    assert said in unescape(page.content.decode())


def test_of_a_law_that_is_not_in_force_the_page_says_so(officer):
    law = make_law_text(3)
    Law.objects.update(repealed_on=date(2020, 1, 1))
    syllabus = make_syllabus(make_line(law))
    page = officer.get(reverse("syllabus:detail", args=[syllabus.pk]))
    (line,) = page.context["lines"]
    assert (line.version, line.articles) == (None, ())
    assert gettext("None in force") in page.content.decode()
    assert gettext("The text of the law is not imported.") not in page.content.decode()


def test_who_only_reads_a_list_makes_nobody_count_questions(client, django_assert_max_num_queries):
    syllabus = make_syllabus(make_line(make_law_text()), issued=True)
    client.force_login(make_user(person=make_person()))
    with django_assert_max_num_queries(10):
        client.get(reverse("syllabus:detail", args=[syllabus.pk]))


def test_everybody_reads_issued_lists_and_only_officers_see_drafts_and_figures(client):
    law = make_law_text(3)
    make_question(citations=[cite(law, "1")])
    syllabus = make_syllabus(make_line(law))
    detail = reverse("syllabus:detail", args=[syllabus.pk])
    client.force_login(make_user(person=make_person()))
    assert client.get(detail).status_code == 404
    assert list(client.get(reverse("syllabus:list")).context["page"]) == []
    Syllabus.objects.update(state="issued")
    page = client.get(detail)
    assert (page.status_code, page.context["prepares"]) == (200, False)
    assert "学习手册" not in page.content.decode()
    for name in ("edit", "issue", "discard", "handbook_pdf", "handbook_docx"):
        assert client.post(reverse(f"syllabus:{name}", args=[syllabus.pk])).status_code == 403


def test_the_officers_page_names_the_articles_without_a_question(officer):
    law = make_law_text(3)
    make_question(citations=[cite(law, "1")])
    syllabus = make_syllabus(make_line(law))
    (line,) = officer.get(reverse("syllabus:detail", args=[syllabus.pk])).context["lines"]
    assert [article.number for article in line.bare] == ["2", "3"]


def test_the_list_of_lists_takes_the_same_queries_however_many_there_are(
    officer, django_assert_max_num_queries
):
    for n in range(3):
        Syllabus.objects.create(cohort="enforcement", number=n + 1, title=str(n), state="issued")
    with django_assert_max_num_queries(8):
        assert officer.get(reverse("syllabus:list")).status_code == 200
