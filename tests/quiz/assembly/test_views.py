"""The pages of exams for officers: list, plan, draw, papers; nobody else gets in."""

from datetime import date

import pytest
from django.urls import reverse

from questionbank.questions.models import CELL_KIND_CHOICES, Topic
from questionbank.questions.rules import ItemKind
from quiz.assembly.models import Exam
from quiz.assembly.queries import load_cells
from rosters.roles.rules import Role
from tests.factories import make_person, make_release, make_roster, make_unit, make_user
from tests.quiz.factories import (
    EXAM_DAYS,
    make_case,
    make_exam,
    make_locked_exam,
    make_pool,
    make_question,
)

pytestmark = pytest.mark.django_db

PAGES = ("edit", "lock", "papers", "record")


@pytest.fixture
def officer(client):
    client.force_login(make_user(Role.OFFICER))
    return client


def address(page, *ids):
    return reverse(f"assembly:{page}", args=ids)


def plan_data(*rows, **changes):
    """A posted plan: rows are (kind, count, marks) or with more fields in a dict."""
    data = {
        "rules-title": "年度考试", "rules-starts_on": "2026-12-01", "rules-ends_on": "2026-12-31",
        "rules-minutes": "60", "rules-cut_score": "60",
        "rules-excellent_score": "90", "rules-attempts": "1", "rules-retake_rule": "best",
        "rules-multiple_rule": "all", "rules-pledge": "",
        "cells-TOTAL_FORMS": str(len(rows)), "cells-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, (kind, count, marks, *more) in enumerate(rows):
        fields = {"kind": kind, "difficulty": "", "count": count, "marks": marks}
        for name, value in (fields | dict(*more)).items():
            data[f"cells-{number}-{name}"] = value
    return data | changes


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("role", [Role.MARKER, Role.LEADER, Role.LIAISON])
def test_other_roles_are_refused(client, role):
    exam = make_locked_exam()
    client.force_login(make_user(role))
    pages = [address(page, exam.pk) for page in PAGES]
    pages += [address("list"), address("new"), address("paper", exam.pk, exam.papers.first().pk)]
    assert {client.get(page).status_code for page in pages} == {403}


def test_an_officer_of_one_unit_is_refused(client):
    client.force_login(make_user(Role.OFFICER, unit=make_unit()))
    assert client.get(address("list")).status_code == 403


def test_strangers_are_sent_to_sign_in(client):
    response = client.get(address("list"))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_exam_is_not_found(officer, page):
    assert officer.get(address(page, 404)).status_code == 404


def test_list_without_exams_says_what_to_do(officer):
    assert address("new") in text(officer.get(address("list")))


def test_list_filters_by_title_and_state(officer):
    make_exam(title="春季考试")
    make_locked_exam(title="秋季考试")

    def titles(**query):
        return [e.title for e in officer.get(address("list"), query).context["page"]]

    assert titles() == ["秋季考试", "春季考试"]
    assert titles(q="春季") == ["春季考试"]
    assert titles(state="locked") == ["秋季考试"]
    assert titles(state="locked", q="春季") == []


@pytest.mark.parametrize("query", ["%00", "%00&state=%00", "&state=zz", "&page=zz"])
def test_filters_that_cannot_be_understood_filter_nothing(officer, query):
    exam = make_locked_exam()
    assert list(officer.get(f"{address('list')}?q={query}").context["page"]) == [exam]
    papers = officer.get(f"{address('papers', exam.pk)}?q={query}").context["page"]
    assert list(papers) == list(exam.papers.all())


def test_list_counts_people_and_papers(officer, django_assert_max_num_queries):
    make_exam(people=3)
    make_locked_exam(people=2, attempts=2)
    with django_assert_max_num_queries(8):
        page = officer.get(address("list")).context["page"]
    assert [(exam.people, exam.drawn) for exam in page] == [(2, 4), (3, 0)]


def test_new_exam_needs_a_roster(officer):
    assert reverse("cohorts:freeze") in text(officer.get(address("new")))


def test_new_exam_leads_to_its_plan(officer):
    roster = make_roster(make_person())
    data = {"title": "年度考试", "roster": roster.pk, "preset": "jining"} | EXAM_DAYS
    response = officer.post(address("new"), data)
    exam = Exam.objects.get()
    assert (response.status_code, response.url) == (302, address("edit", exam.pk))
    assert (exam.title, exam.cut_score, exam.cells.count()) == ("年度考试", 80, 3)
    assert {name: getattr(exam, name) for name in EXAM_DAYS} == EXAM_DAYS


def test_new_exam_whose_days_are_backward(officer):
    data = {"title": "年度考试", "roster": make_roster(make_person()).pk, "preset": "county"}
    days = {"starts_on": "2026-12-02", "ends_on": "2026-12-01"}
    response = officer.post(address("new"), data | days)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["ends_on"]
    assert not Exam.objects.exists()


def test_new_exam_with_a_taken_title(officer):
    exam = make_exam()
    data = {"title": exam.title, "roster": exam.roster.pk, "preset": "county"} | EXAM_DAYS
    response = officer.post(address("new"), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["title"]


def test_plan_shows_how_many_questions_fit_each_cell(officer):
    make_pool(single=5, multiple=0, true_false=1)
    rows = officer.get(address("edit", make_exam().pk)).context["form"].rows
    assert [(row.matching, row.missing) for row in rows] == [
        (5, 0), (0, 1), (1, 0), (None, 0), (None, 0), (None, 0),
    ]  # fmt: skip


def test_plan_is_saved_with_filters_and_without_empty_rows(officer):
    topic = Topic.objects.create(name="程序")
    for _ in range(4):
        make_question(topics=[topic])
    exam = make_exam()
    rows = [
        ("single", "", ""),
        ("single", "4", "25", {"topics": [topic.pk], "difficulty": "medium"}),
        ("multiple", "0", "1"),
    ]
    response = officer.post(address("edit", exam.pk), plan_data(*rows, **{"rules-minutes": "45"}))
    assert (response.status_code, response.url) == (302, address("edit", exam.pk))
    exam.refresh_from_db()
    [cell] = load_cells(exam)
    assert (exam.title, exam.minutes) == ("年度考试", 45)
    assert (exam.starts_on, exam.ends_on) == (date(2026, 12, 1), date(2026, 12, 31))
    assert (cell.position, cell.count, cell.marks) == (1, 4, 25)
    assert (cell.difficulty, cell.topic_ids) == ("medium", {topic.pk})


def test_plan_that_the_bank_cannot_fill_shows_the_shortage_at_its_cell(officer):
    make_pool(single=5, true_false=2)
    exam = make_exam()
    data = plan_data(("single", "5", "10"), ("single", "", ""), ("true_false", "5", "10"))
    response = officer.post(address("edit", exam.pk), data)
    assert response.status_code == 422
    rows = response.context["form"].rows
    assert [(row.matching, row.missing) for row in rows] == [(5, 0), (None, 0), (2, 3)]
    assert "3" in str(next(iter(response.context["messages"])))
    assert len(load_cells(exam)) == 3


def test_plan_with_a_count_but_no_marks(officer):
    make_pool()
    exam = make_exam()
    response = officer.post(address("edit", exam.pk), plan_data(("single", "2", "")))
    assert response.status_code == 422
    assert list(response.context["form"].rows[0].errors) == ["marks"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("rules-ends_on", "2026-11-30"), ("rules-starts_on", ""),
     ("rules-minutes", "0"), ("rules-attempts", "99"), ("rules-title", ""), ("cells-0-marks", "x"),
     ("cells-0-kind", "essay"), ("cells-0-topics", ["99"]), ("cells-0-count", "-1")],
)  # fmt: skip
def test_plan_with_impossible_values(officer, field, value):
    make_pool()
    exam = make_exam()
    data = plan_data(("single", "2", "50"), **{field: value})
    assert officer.post(address("edit", exam.pk), data).status_code == 422
    assert len(load_cells(exam)) == 3


def test_plan_with_a_taken_title(officer):
    make_pool()
    taken, exam = make_exam(), make_exam()
    data = plan_data(("single", "2", "50"), **{"rules-title": taken.title})
    assert officer.post(address("edit", exam.pk), data).status_code == 422


def test_plan_of_a_locked_exam_is_read_only(officer):
    exam = make_locked_exam()
    assert '<form method="post" novalidate' not in text(officer.get(address("edit", exam.pk)))
    response = officer.post(address("edit", exam.pk), plan_data(("single", "2", "50")))
    assert response.status_code == 409
    assert exam.title in str(next(iter(response.context["messages"])))


def test_plan_takes_a_constant_number_of_queries(officer, django_assert_max_num_queries):
    make_pool(single=30)
    exam = make_exam(cells=[("single", 1, 1)] * 20)
    with django_assert_max_num_queries(18):
        officer.get(address("edit", exam.pk))


def test_lock_page_says_what_will_happen_to_how_many(officer):
    make_pool()
    roster = make_roster(*(make_person() for _ in range(4)))
    make_release(roster.entries.first())
    exam = make_exam(roster, attempts=2)
    context = officer.get(address("lock", exam.pk)).context
    assert [context[name] for name in ("people", "released", "papers", "items", "total")] == [
        3, 1, 6, 5, 100,
    ]  # fmt: skip
    assert context["objection"] == ""


def test_lock_page_names_the_obstacle_and_offers_no_draw(officer):
    response = officer.get(address("lock", make_exam().pk))
    assert "可用 0 道，缺 3 道" in response.context["objection"]
    assert "button-primary" not in text(response)


def test_lock_draws_and_leads_to_the_papers(officer):
    make_pool()
    exam = make_exam()
    response = officer.post(address("lock", exam.pk))
    assert (response.status_code, response.url) == (302, address("papers", exam.pk))
    assert exam.papers.count() == 2


def test_lock_from_a_second_tab_changes_nothing(officer):
    exam = make_locked_exam()
    response = officer.post(address("lock", exam.pk))
    assert (response.status_code, response.url) == (302, address("papers", exam.pk))
    assert exam.papers.count() == 2
    assert exam.title in str(next(iter(officer.get(response.url).context["messages"])))


def test_lock_that_is_refused_stays_on_the_page(officer):
    assert officer.post(address("lock", make_exam().pk)).status_code == 409


def test_papers_before_the_draw_point_to_it(officer):
    exam = make_exam()
    assert address("lock", exam.pk) in text(officer.get(address("papers", exam.pk)))


def test_papers_show_the_record_and_are_found_by_name_or_unit(officer):
    unit = make_unit("青山县水利局")
    people = [make_person("赵一", unit=unit), make_person("钱二", unit=make_unit("青山县林业局"))]
    exam = make_locked_exam(make_roster(*people))
    page = text(officer.get(address("papers", exam.pk)))
    for code in (exam.draw.seed, exam.draw.inputs_hash, exam.draw.result_hash):
        assert code in page

    def names(query):
        page = officer.get(address("papers", exam.pk), {"q": query}).context["page"]
        return [paper.entry.name for paper in page]

    assert (names(""), names("钱"), names("水利")) == (["赵一", "钱二"], ["钱二"], ["赵一"])


def test_papers_come_in_pages_at_constant_cost(officer, django_assert_max_num_queries):
    exam = make_locked_exam(people=60)
    with django_assert_max_num_queries(8):
        page = officer.get(address("papers", exam.pk), {"page": 2}).context["page"]
    assert (len(page), page.paginator.count) == (10, 60)


def test_one_paper_is_shown_as_drawn(officer):
    exam = make_locked_exam()
    paper = exam.papers.first()
    page = text(officer.get(address("paper", exam.pk, paper.pk)))
    first = paper.items.first()
    order = [page.index(first.version.options.get(letter=x).text) for x in first.option_order]
    assert order == sorted(order)
    assert paper.content_hash in page


def test_a_paper_shows_the_material_of_a_case_once(officer):
    make_case(material="某县某局查处一案。", weights=[1, 3])
    exam = make_locked_exam(cells=[(ItemKind.CASE, 1, 100)], people=1)
    response = officer.get(address("paper", exam.pk, exam.papers.get().pk))
    assert text(response).count("某县某局查处一案。") == 1
    heading = str(dict(CELL_KIND_CHOICES)[ItemKind.CASE])
    items = response.context["shown"].items
    assert [(item.heading, item.marks) for item in items] == [(heading, 25), (heading, 75)]


def test_a_paper_of_another_exam_is_not_found(officer):
    exam, other = make_locked_exam(), make_locked_exam()
    assert officer.get(address("paper", exam.pk, other.papers.first().pk)).status_code == 404
