from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from questionbank.questions.actions import retire_question, save_version
from questionbank.questions.models import Family, Question
from questionbank.questions.queries import content_of
from questionbank.questions.rules import (
    VERSION_KINDS,
    CasePlace,
    Difficulty,
    ItemKind,
    QuestionState,
)
from rosters.cohorts.rules import CohortKind
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.questionbank.factories import NOW, cite, make_law_version, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def listed(client, **filters):
    page = client.get(reverse("questions:list"), filters)
    return [question.pk for question in page.context["page"]]


def test_the_list_is_filtered_by_everything_it_shows(client, officer):
    law = make_law_version()
    first = make_question(
        stem="期限为（　）", difficulty=Difficulty.HARD, topics=["处罚"], code="X-1"
    )
    second = make_question(ItemKind.MULTIPLE, stem="机关为（　）", citations=[cite(law)])
    retired = make_question()
    retire_question(actor=SYSTEM, question=retired, reason="重复", now=NOW)
    topic = first.topics.get().pk
    assert listed(client) == [first.pk, second.pk]
    assert listed(client, kind="multiple") == [second.pk]
    assert listed(client, difficulty="hard") == [first.pk]
    assert listed(client, topic=topic) == [first.pk]
    assert listed(client, law=law.law_id) == [second.pk]
    assert listed(client, q="期限") == [first.pk]
    assert listed(client, q="x-1") == [first.pk]
    assert listed(client, q="期限", kind="multiple") == []
    assert listed(client, state="retired") == [retired.pk]
    assert listed(client, kind="nonsense", page="nonsense") == [first.pk, second.pk]


def test_the_list_finds_the_sub_questions_of_a_case_by_its_code_and_title(client, officer):
    make_question()
    parts = [
        make_question(case=CasePlace("AL-1", position, "某食品企业案"), material="材料。")
        for position in (1, 2)
    ]
    assert listed(client, q="al-1") == listed(client, q="食品") == [part.pk for part in parts]


def test_the_list_counts_and_pages_with_constant_queries(
    client, officer, django_assert_num_queries
):
    law = make_law_version()
    for _ in range(3):
        make_question(topics=["处罚"], citations=[cite(law)])
    url = reverse("questions:list")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(55):
        make_question(topics=[f"专题{number}"], citations=[cite(law)])
    with django_assert_num_queries(len(few)):
        page = client.get(url).context["page"]
    assert (page.paginator.count, len(page.object_list)) == (58, 50)
    assert len(client.get(url, {"page": 2}).context["page"].object_list) == 8


@pytest.mark.parametrize("kind", VERSION_KINDS)
def test_a_question_shows_its_key_and_citations(client, officer, kind):
    law = make_law_version()
    question = make_question(kind, rationale="说明在此", citations=[cite(law, "36", 1)])
    page = client.get(reverse("questions:detail", args=[question.pk])).content.decode()
    for text in (
        question.current.stem,
        "说明在此",
        "《行政处罚法》第三十六条第一款",
        "2021年7月15日",
    ):
        assert text in page


def test_an_earlier_version_can_be_seen(client, officer):
    question = make_question(rationale="因为。")
    changed = replace(content_of(question.current), rationale="另有说明")
    save_version(
        actor=SYSTEM, question=question, seen=question.current_id, code=None, content=changed,
        topics=(), citations=(), source="", now=NOW,
    )  # fmt: skip
    page = client.get(reverse("questions:version", args=[question.pk, 1]))
    assert page.context["shown"].version.rationale == "因为。"
    assert client.get(reverse("questions:version", args=[question.pk, 9])).status_code == 404


def test_the_list_finds_cohorts_articles_and_questions_without_citation(client, officer):
    law = make_law_version()
    leaders = make_question(cohorts=[CohortKind.NEW_LEADER], citations=[cite(law, "36.1")])
    enforcement = make_question(cohorts=[CohortKind.ENFORCEMENT], citations=[cite(law, "37")])
    everybody = make_question()
    assert listed(client, cohort="new_leader") == [leaders.pk, everybody.pk]
    assert listed(client, law=law.law_id, article="37") == [enforcement.pk]
    assert listed(client, law=law.law_id, article="第三十六条之一") == [leaders.pk]
    assert listed(client, article="38") == []
    assert listed(client, uncited="on") == [everybody.pk]


def test_the_list_counts_the_questions_in_each_state(client, officer):
    make_question()
    make_question(approved=False)
    make_question(submit=False)
    states = client.get(reverse("questions:list")).context["states"]
    assert {name: n for name, _, n in states if n} == {"draft": 1, "in_review": 1, "approved": 1}


def decide(client, question, decision, reason=""):
    data = {"decision": decision, "version": question.current_id, "reason": reason}
    address = reverse("questions:decide", args=[question.pk])
    answer = client.post(address, data, follow=True)
    return [message.level_tag for message in answer.context["messages"]], answer


def test_retiring_needs_a_reason_and_is_shown(client, officer):
    question = make_question()
    assert decide(client, question, "retire")[0] == ["error"]
    said, answer = decide(client, question, "retire", "法条已修改")
    assert said == ["success"]
    assert [review.reason for review in answer.context["reviews"]] == ["法条已修改", "", ""]
    assert listed(client) == []


@pytest.mark.parametrize("reason", ["法\0条", "长" * 501])
def test_a_reason_that_cannot_be_kept_is_refused(client, officer, reason):
    question = make_question()
    assert decide(client, question, "retire", reason)[0] == ["error"]
    assert Question.objects.get().state == QuestionState.APPROVED


def relate(client, question, **fields):
    seen = client.get(reverse("questions:detail", args=[question.pk])).context["relations"]["seen"]
    address = reverse("questions:relate", args=[question.pk])
    return client.post(address, {"seen": seen.value(), **fields})


def test_cohorts_variants_and_enemies_are_set_by_code_and_shown(client, officer):
    question, other, third = make_question(), make_question(code="X-1"), make_question(code="X-2")
    enemies = f"X-2、#{other.pk}"
    fields = {"cohorts": ["new_leader", "first_time"], "variants": "X-1", "enemies": enemies}
    assert relate(client, question, **fields).status_code == 302
    detail = client.get(reverse("questions:detail", args=[question.pk]))
    shown = detail.context["relations"].initial
    assert (shown["cohorts"], shown["variants"], shown["enemies"]) == (
        ["first_time", "new_leader"], "X-1", "X-1、X-2",
    )  # fmt: skip
    question.refresh_from_db()
    other.refresh_from_db()
    assert question.family_id == other.family_id is not None
    assert list(third.enemies.all()) == [question]

    assert relate(client, question).status_code == 302
    question.refresh_from_db()
    assert (question.family, list(question.enemies.all())) == (None, [])
    assert not Family.objects.exists()
    assert [entry.action for entry in history(question)][-2:] == ["relate_question"] * 2


@pytest.mark.parametrize(
    ("name", "code"), [("X-9", "questions.unknown_code"), ("X-1", "questions.own_enemy")]
)
def test_a_code_that_names_nothing_else_is_refused(client, officer, name, code):
    question, enemy = make_question(code="X-1"), make_question(code="X-2")
    for field in ("enemies", "variants"):
        answer = relate(client, question, **{field: f"X-2、{name}"})
        assert answer.status_code == 422
        said = answer.context["relations"].non_field_errors()
        assert said == [explain(Refusal(code, {"code": name}))]
    assert not enemy.enemies.exists()


def test_a_code_may_have_a_space_in_it(client, officer):
    question, enemy = make_question(), make_question(code="X 1")
    assert relate(client, question, enemies=" X 1 ，").status_code == 302
    assert list(question.enemies.all()) == [enemy]


def families():
    """The variants that may not meet, by code."""
    rows = Question.objects.exclude(family=None).order_by("code").values_list("family", "code")
    return sorted([code for other, code in rows if other == family] for family in set(dict(rows)))


def test_a_variant_brings_its_family_and_who_is_taken_out_leaves_alone(client, officer):
    one, _two, three, *_ = (make_question(code=f"X-{n}") for n in range(1, 6))
    relate(client, one, variants="X-2")
    relate(client, three, variants="X-4、X-5")
    assert families() == [["X-1", "X-2"], ["X-3", "X-4", "X-5"]]
    relate(client, one, variants="X-2、X-4")
    assert families() == [["X-1", "X-2", "X-3", "X-4", "X-5"]]
    relate(client, three, variants="X-4、X-5、X-2")
    assert families() == [["X-2", "X-3", "X-4", "X-5"]]
    assert Family.objects.count() == 1


def test_relations_that_somebody_else_changed_meanwhile_are_left_as_they_are(client, officer):
    question, *_ = (make_question(code=f"X-{n}") for n in range(1, 4))
    first_tab = client.get(reverse("questions:detail", args=[question.pk])).context["relations"]
    relate(client, question, variants="X-2")
    answer = relate(client, question, enemies="X-3", seen=first_tab["seen"].value())
    stale = explain(Refusal("questions.stale", {"code": "X-1"}))
    assert answer.context["relations"].non_field_errors() == [stale]
    assert families() == [["X-1", "X-2"]]


URLS = ["questions:list", "questions:new", "questions:detail", "questions:edit", "questions:decide"]


def address(name, question):
    return reverse(name, args=[] if name in URLS[:2] else [question.pk])


@pytest.mark.parametrize("role", [Role.MARKER, Role.LEADER, Role.LIAISON])
def test_only_officers_see_questions(client, role):
    question = make_question()
    client.force_login(make_user(role))
    for name in URLS:
        assert client.post(address(name, question)).status_code == 403
        if name != "questions:decide":
            assert client.get(address(name, question)).status_code == 403


def test_strangers_are_sent_to_sign_in(client):
    question = make_question()
    for name in URLS[:4]:
        assert client.get(address(name, question)).status_code == 302


def test_an_unknown_question_is_not_found(client, officer):
    assert client.get(reverse("questions:detail", args=[999])).status_code == 404
