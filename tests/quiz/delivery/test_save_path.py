"""The save path over HTTP: with the middleware in front, and by the plain view."""

import json

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from quiz.delivery import views
from quiz.delivery.actions import save_sheet
from quiz.delivery.models import JournalEntry
from quiz.delivery.rules import AttemptState
from tests.quiz.delivery.factories import make_exam, make_running, token_of

pytestmark = pytest.mark.django_db
URL = "/my/answers/"
ONE = {"sequence": 1, "slot": 1, "answer": "B", "client_at": 1_790_000_000_000}


@pytest.fixture
def attempt():
    now = timezone.now()
    hour = timezone.timedelta(hours=1)
    return make_running(make_exam(opens_at=now - hour, closes_at=now + hour), started_at=now)


def post(body, token="", client=None):
    headers = {"X-Attempt": token} if token else {}
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return (client or Client(enforce_csrf_checks=True)).post(
        URL, data, content_type="application/json", headers=headers
    )


def test_address_is_the_one_the_middleware_listens_at():
    assert reverse("delivery:save") == URL


def test_save_needs_neither_session_nor_csrf_and_one_statement(
    attempt, django_assert_max_num_queries
):
    token = token_of(attempt)
    with django_assert_max_num_queries(6):
        reply = post({"answers": [ONE]}, token)
    assert reply.status_code == 200
    body = reply.json()
    assert (body["saved"], body["refused"]) == ([1], {})
    assert body["ends_at"] == round(attempt.ends_at.timestamp() * 1000)
    assert reply["Cache-Control"] == "no-store"
    assert "sessionid" not in reply.cookies and "csrftoken" not in reply.cookies
    entry = JournalEntry.objects.get()
    assert (entry.answer, entry.client_at.year) == ("B", 2026)


def test_beacon_brings_the_token_in_the_body(attempt):
    body = json.dumps({"token": token_of(attempt), "answers": [ONE]})
    reply = Client().post(URL, body, content_type="text/plain;charset=UTF-8")
    assert (reply.status_code, reply.json()["saved"]) == (200, [1])


def test_plain_view_answers_the_same(attempt):
    request = RequestFactory().post(
        URL, json.dumps({"answers": [ONE]}), content_type="application/json",
        headers={"X-Attempt": token_of(attempt)},
    )  # fmt: skip
    assert json.loads(views.save(request).content)["saved"] == [1]


def test_get_is_refused():
    assert Client().get(URL).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"", b"nonsense", b"[]", b"{}", b"\xff\xfe", '{"answers": 3}', '{"answers": "ab"}',
        {"answers": [3]}, {"answers": [{"sequence": 1}]}, {"answers": [ONE | {"sequence": 0}]},
        {"answers": [ONE | {"sequence": True}]}, {"answers": [ONE | {"sequence": 2**31}]},
        {"answers": [ONE | {"sequence": 10**9 + 1}]}, {"answers": [ONE | {"slot": 0}]},
        {"answers": [ONE | {"slot": 40000}]}, {"answers": [ONE | {"answer": 3}]},
        {"answers": [ONE] * 501}, {"answers": [], "token": 5}, b"[" * 100_000,
        {"answers": [ONE | {"answer": "x" * 300_000}]},
    ],
)  # fmt: skip
def test_malformed_body_is_told_so(attempt, body):
    reply = post(body, token_of(attempt))
    assert (reply.status_code, reply.json()["code"]) == (400, "delivery.malformed")
    assert JournalEntry.objects.count() == 0


@pytest.mark.parametrize("moment", ["yesterday", 10**30, None, float("nan")])
def test_nonsense_in_the_clock_of_the_phone_does_no_harm(attempt, moment):
    reply = post({"answers": [ONE | {"client_at": moment}]}, token_of(attempt))
    assert reply.json()["saved"] == [1]


def test_forged_token_is_forbidden(attempt):
    reply = post({"answers": [ONE]}, token_of(attempt) + "x")
    assert (reply.status_code, reply.json()["code"]) == (403, "delivery.token_forged")


def test_half_a_character_in_the_token_is_forbidden():
    body = b'{"token": "\\ud800:a", "answers": []}'
    reply = post(body)
    assert (reply.status_code, reply.json()["code"]) == (403, "delivery.token_forged")


@pytest.mark.parametrize("length", ["²", "x", "9" * 5000])
def test_nonsense_in_the_length_is_malformed(attempt, length):
    reply = Client().generic("POST", URL, b"{}", CONTENT_LENGTH=length)
    assert (reply.status_code, reply.json()["code"]) == (400, "delivery.malformed")


def test_foreign_host_is_refused_before_anything_is_saved(attempt):
    body = json.dumps({"token": token_of(attempt), "answers": [ONE]})
    reply = Client().generic("POST", URL, body, headers={"Host": "evil.example"})
    assert (reply.status_code, reply.json()["code"]) == (400, "delivery.malformed")
    assert JournalEntry.objects.count() == 0


def test_plain_page_can_go_on_from_the_highest_number_of_the_script(attempt):
    token = token_of(attempt)
    post({"answers": [ONE | {"sequence": 10**9}]}, token)
    saved = save_sheet(
        attempt_id=attempt.pk, token=token, answers={3: "T"}, seen=10**9, now=timezone.now()
    )
    assert saved.sequences == (10**9 + 1,)


def test_no_token_is_forbidden():
    assert post({"answers": [ONE]}).status_code == 403


def test_other_device_is_a_conflict(attempt):
    token = token_of(attempt)
    attempt.device = 2
    attempt.save()
    reply = post({"answers": [ONE]}, token)
    assert (reply.status_code, reply.json()["code"]) == (409, "delivery.other_device")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": AttemptState.SUBMITTED}, "delivery.closed"),
        ({"ends_at": timezone.now()}, "delivery.overdue"),
    ],
)
def test_closed_and_overdue_are_locked_and_name_what_is_stored(attempt, change, code):
    token = token_of(attempt)
    post({"answers": [ONE]}, token)
    for name, value in change.items():
        setattr(attempt, name, value)
    attempt.save()
    reply = post({"answers": [ONE, ONE | {"sequence": 2, "answer": "C"}]}, token)
    assert (reply.status_code, reply.json()["code"]) == (423, code)
    assert reply.json()["saved"] == [1]


def test_refusal_is_worded_in_the_language_of_the_reader(attempt):
    client = Client()
    client.cookies["django_language"] = "en"
    assert "key is not valid" in post({"answers": []}, "x", client).json()["message"]
