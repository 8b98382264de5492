from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.actions import SYSTEM
from questionbank.questions.actions import retire_question, save_version
from questionbank.questions.models import Question
from questionbank.questions.queries import content_of
from questionbank.questions.rules import VERSION_KINDS, Difficulty, ItemKind, QuestionState
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


def test_retiring_needs_a_reason_and_is_shown(client, officer):
    question = make_question()
    retire = reverse("questions:retire", args=[question.pk])
    answer = client.post(retire, {"reason": ""}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    answer = client.post(retire, {"reason": "法条已修改"}, follow=True)
    assert "法条已修改" in answer.content.decode()
    assert listed(client) == []


@pytest.mark.parametrize("reason", ["法\0条", "长" * 201])
def test_a_reason_that_cannot_be_kept_is_refused(client, officer, reason):
    question = make_question()
    retire = reverse("questions:retire", args=[question.pk])
    answer = client.post(retire, {"reason": reason}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert Question.objects.get().state == QuestionState.APPROVED


URLS = ["questions:list", "questions:new", "questions:detail", "questions:edit", "questions:retire"]


def address(name, question):
    return reverse(name, args=[] if name in URLS[:2] else [question.pk])


@pytest.mark.parametrize("role", [Role.MARKER, Role.LEADER, Role.LIAISON])
def test_only_officers_see_questions(client, role):
    question = make_question()
    client.force_login(make_user(role))
    for name in URLS:
        assert client.post(address(name, question)).status_code == 403
        if name != "questions:retire":
            assert client.get(address(name, question)).status_code == 403


def test_strangers_are_sent_to_sign_in(client):
    question = make_question()
    for name in URLS[:4]:
        assert client.get(address(name, question)).status_code == 302


def test_an_unknown_question_is_not_found(client, officer):
    assert client.get(reverse("questions:detail", args=[999])).status_code == 404
