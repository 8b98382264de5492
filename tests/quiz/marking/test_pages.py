"""Marking short answers, one at a time and without names; handing in over HTTP."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quiz.delivery.actions import record_answers
from quiz.delivery.models import Attempt
from quiz.delivery.rules import Answer
from quiz.marking.actions import submit_attempt
from quiz.marking.models import Response, Score
from quiz.marking.queries import next_response
from rosters.people.models import Person
from rosters.roles.rules import Role
from tests.factories import make_person, make_user
from tests.quiz.delivery.factories import HOUR, NEW_KINDS, make_attempts, make_exam, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam():
    now = timezone.now()
    exam = make_exam(make_person("李青山"), make_person("王小河"), closes_at=now + HOUR)
    make_attempts(exam)
    Attempt.objects.update(state="progress", started_at=now, ends_at=now + HOUR, device=1)
    for attempt in Attempt.objects.all():
        token = token_of(attempt)
        answer = Answer(1, 5, f"第{attempt.pk}份作答")
        record_answers(token=token, answers=[answer], now=now)
        submit_attempt(token=token, now=now)
    return exam


def client_with(*roles):
    client = Client()
    client.force_login(make_user(*roles))
    return client


def test_list_names_the_exams_and_how_many_wait(exam):
    page = client_with(Role.MARKER).get(reverse("marking:list"))
    assert [(one.title, one.waiting, one.marked) for one in page.context["exams"]] == [
        (exam.title, 2, 0)
    ]


def test_list_says_so_when_nothing_waits():
    page = client_with(Role.OFFICER).get(reverse("marking:list"))
    assert 'class="empty"' in page.content.decode()


def test_marker_goes_through_all_answers_without_names(exam):
    client, url = client_with(Role.MARKER), reverse("marking:exam", args=[exam.pk])
    seen = set()
    for _ in range(2):
        page = client.get(url)
        html = page.content.decode()
        assert "李青山" not in html and "王小河" not in html
        response = page.context["response"]
        assert response.answer in html and "较大数额罚款等" in html
        seen.add(response.pk)
        client.post(url, {"response": response.pk, "seen": "", "mark": "1.5"}, follow=True)
    assert len(seen) == 2
    assert client.get(url).context["response"] is None
    assert list(Score.objects.values_list("total", flat=True)) == [1.5, 1.5]


def test_marker_sees_the_material_of_a_case():
    now = timezone.now()
    exam = make_exam(kinds=NEW_KINDS, closes_at=now + HOUR)
    [attempt] = make_attempts(exam)
    Attempt.objects.update(state="progress", started_at=now, ends_at=now + HOUR, device=1)
    attempt.refresh_from_db()
    token = token_of(attempt)
    record_answers(token=token, answers=[Answer(1, 2, "应当。")], now=now)
    submit_attempt(token=token, now=now)
    page = client_with(Role.MARKER).get(reverse("marking:exam", args=[exam.pk]))
    assert "某县市场监督管理局" in page.content.decode()


def test_mark_can_be_changed_from_the_page(exam):
    client, url = client_with(Role.MARKER), reverse("marking:exam", args=[exam.pk])
    response = Response.objects.filter(mark=None).first()
    client.post(url, {"response": response.pk, "seen": "", "mark": "1"})
    page = client.get(url, {"response": response.pk})
    assert page.context["form"]["seen"].value() == 1
    client.post(url, {"response": response.pk, "seen": "1.00", "mark": "2"})
    response.refresh_from_db()
    assert response.mark == 2


@pytest.mark.parametrize("mark", ["", "abc", "-1", "2.5"])
def test_wrong_mark_is_told_beside_the_field(exam, mark):
    client, url = client_with(Role.MARKER), reverse("marking:exam", args=[exam.pk])
    response = Response.objects.filter(mark=None).first()
    page = client.post(url, {"response": response.pk, "seen": "", "mark": mark})
    assert page.status_code == 422
    assert page.context["form"].errors["mark"]
    response.refresh_from_db()
    assert response.mark is None


def test_two_markers_have_an_order_of_their_own(exam):
    firsts = {next_response(exam, make_user()).pk for _ in range(30)}
    assert len(firsts) == 2


@pytest.mark.parametrize("merged", [False, True], ids=["one row", "merged"])
def test_marker_never_meets_their_own_answer(exam, merged):
    own = Response.objects.filter(mark=None).first()
    person = own.attempt.candidate.entry.person
    if merged:
        kept = make_person(person.name)
        Person.objects.filter(pk=person.pk).update(merged_into=kept)
        person = kept
    client, url = Client(), reverse("marking:exam", args=[exam.pk])
    client.force_login(make_user(Role.MARKER, person=person))
    page = client.get(url)
    assert page.context["response"] == Response.objects.filter(mark=None).exclude(pk=own.pk).get()
    assert page.context["progress"].waiting == 1
    assert client.get(url, {"response": own.pk}).status_code == 404
    fields = {"response": own.pk, "seen": "", "mark": "2"}
    assert client.post(url, fields).status_code == 404
    own.refresh_from_db()
    assert own.mark is None
    listed = client.get(reverse("marking:list")).context["exams"]
    assert [(one.waiting, one.marked) for one in listed] == [(1, 0)]


@pytest.mark.parametrize("number", ["²", "x", "", "9" * 10, "9" * 5000])
def test_nonsense_for_an_answer_is_not_found(exam, number):
    client, url = client_with(Role.MARKER), reverse("marking:exam", args=[exam.pk])
    assert client.get(url, {"response": number}).status_code == 404
    assert client.post(url, {"response": number, "mark": "1"}).status_code == 404


def test_others_cannot_mark(exam):
    url = reverse("marking:exam", args=[exam.pk])
    assert client_with(Role.LEADER).get(url).status_code == 403
    assert Client().get(url).status_code == 302


def submit(token):
    body = json.dumps({"token": token})
    client = Client(enforce_csrf_checks=True)
    return client.post(reverse("marking:submit"), body, content_type="application/json")


def test_script_gets_the_receipt_and_the_same_one_again(exam):
    attempt = Attempt.objects.first()
    reply = submit(token_of(attempt))
    assert reply.status_code == 200
    facts = reply.json()
    assert (facts["code"], facts["answered"], facts["slots"]) == (attempt.receipt, 1, 5)
    assert submit(token_of(attempt)).json() == facts


@pytest.mark.parametrize(
    ("token", "status"), [("x", 403), ("\ud800:a", 403), (None, 400), (3, 400)]
)
def test_bad_token_is_refused(token, status):
    assert submit(token).status_code == status


@pytest.mark.parametrize("body", [" ", "[]", "{}", "nonsense", "[" * 100_000])
def test_malformed_hand_in_is_told_so(body):
    url = reverse("marking:submit")
    reply = Client().post(url, body, content_type="application/json")
    assert (reply.status_code, reply.json()["code"]) == (400, "delivery.malformed")
