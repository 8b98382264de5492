from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.actions import SYSTEM
from questionbank.questions.actions import retire_question
from questionbank.questions.models import Question
from questionbank.questions.queries import places_of
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


FORM = {
    "kind": "single", "stem": "由（　）管辖。", "options": "县级以上\n\n市级以上\n", "key": "a",
    "rationale": "因为。", "difficulty": "hard", "topics": "处罚、程序",
    "citations": "《行政处罚法》第三十六条第一款", "code": "X-1",
}  # fmt: skip


def new(client, **fields):
    return client.post(reverse("questions:new"), {**FORM, **fields})


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
    make_law_version()
    new(client)
    question = Question.objects.get()
    edit = reverse("questions:edit", args=[question.pk])
    client.post(edit, {**FORM, "rationale": "另有说明", "version": question.current_id})
    page = client.get(reverse("questions:version", args=[question.pk, 1]))
    assert page.context["shown"].version.rationale == "因为。"
    assert client.get(reverse("questions:version", args=[question.pk, 9])).status_code == 404


def test_a_new_question_is_stored_with_all_its_parts(client, officer):
    version = make_law_version()
    assert new(client).status_code == 302
    question = Question.objects.get()
    current = question.current
    assert (question.code, current.kind, current.key, current.difficulty) == (
        "X-1", "single", "A", "hard",
    )  # fmt: skip
    assert [option.text for option in current.options.all()] == ["县级以上", "市级以上"]
    assert [topic.name for topic in question.topics.all()] == ["处罚", "程序"]
    assert places_of(current) == (cite(version, "36", 1),)


@pytest.mark.parametrize(
    ("kind", "stem", "key", "stored"),
    [("true_false", "甲。", "正确", "T"),
     ("blanks", "期限为_____。", "十日/10日\r\n", "十日/10日"),
     ("multiple", "有（）", "b、A", "AB"), ("short", "简述", "一\r\n二", "一\n二")],
)  # fmt: skip
def test_the_key_of_each_kind_is_understood(client, officer, kind, stem, key, stored):
    options = FORM["options"] if kind == "multiple" else ""
    answer = new(client, kind=kind, stem=stem, key=key, options=options, citations="")
    assert answer.status_code == 302
    assert Question.objects.get().current.key == stored


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"key": "C"}, "key"), ({"key": "见附页"}, "key"), ({"key": "AB"}, "key"),
     ({"options": "甲"}, "options"), ({"options": "甲\n甲。"}, "options"), ({"stem": "略"}, "stem"),
     ({"kind": "true_false", "key": "对"}, "options"), ({"kind": "blanks", "options": ""}, "key"),
     ({"citations": "《行政复议法》第一条"}, "citations"), ({"citations": "见教材"}, "citations"),
     ({"topics": "长" * 61}, "topics")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(client, officer, fields, wrong):
    make_law_version()
    answer = new(client, **fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [wrong])
    assert not Question.objects.exists()


def test_a_question_that_is_there_already_is_refused(client, officer):
    make_law_version()
    new(client)
    answer = new(client, code="X-2")
    assert answer.status_code == 422
    assert "X-1" in answer.context["form"].non_field_errors()[0]


def test_editing_makes_a_version_and_the_form_reads_back_what_it_shows(client, officer):
    make_law_version(adopted_on=date(2017, 9, 1), effective_on=date(2018, 1, 1))
    make_law_version()
    new(client, citations="《行政处罚法》（2017-09-01）第二十九条")
    question = Question.objects.get()
    edit = reverse("questions:edit", args=[question.pk])
    shown = client.get(edit).context["form"].initial
    assert client.post(edit, shown).status_code == 302
    question.refresh_from_db()
    assert question.current.number == 1

    assert client.post(edit, {**shown, "key": "B"}).status_code == 302
    question.refresh_from_db()
    assert (question.current.number, question.current.key) == (2, "B")


def test_a_change_on_top_of_an_unseen_one_is_refused(client, officer):
    make_law_version()
    new(client)
    edit = reverse("questions:edit", args=[Question.objects.get().pk])
    shown = client.get(edit).context["form"].initial
    client.post(edit, {**shown, "key": "B"})
    for version in (shown["version"], ""):
        answer = client.post(edit, {**shown, "rationale": "另有说明", "version": version})
        assert answer.status_code == 422
    assert Question.objects.get().versions.count() == 2


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
