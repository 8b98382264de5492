"""The notice stands before ordinary pages and never before a running exam."""

import pytest
from django.urls import reverse
from django.utils import timezone

from quiz.delivery.models import Attempt
from quiz.delivery.rules import AttemptState
from rosters.accounts.notices import issue_notice
from rosters.roles.rules import Role
from tests.factories import make_person, make_user
from tests.quiz.delivery.factories import HOUR, make_exam, make_running, token_of

NOTICE = reverse("accounts:notice")
MINE = reverse("delivery:mine")


@pytest.fixture
def attempt(db):
    """The exam of an official is open and their clock runs."""
    now = timezone.now()
    exam = make_exam(make_person(), opens_at=now - HOUR, closes_at=now + HOUR)
    return make_running(exam, started_at=now)


@pytest.fixture
def official(attempt):
    text = {"purpose": "用于考试", "retention": "三十六个月", "contact": "县司法局"}
    issue_notice(actor=make_user(Role.OFFICER), now=timezone.now(), **text)
    return make_user(person=attempt.candidate.entry.person)


def test_whoever_sits_is_not_stopped_by_a_notice(client, official, attempt):
    client.force_login(official)
    pages = [MINE, reverse("laws:list"), reverse("delivery:attempt", args=[attempt.pk])]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]


def test_before_and_after_the_exam_the_notice_comes_first(client, official, attempt):
    for state in (AttemptState.READY, AttemptState.SUBMITTED):
        Attempt.objects.update(state=state)
        client.force_login(official)
        assert client.get(MINE).url == f"{NOTICE}?next=%2Fmy%2F"


def test_the_pages_of_an_attempt_are_open_in_every_state(client, official, attempt):
    address = reverse("delivery:attempt", args=[attempt.pk])
    for state in (AttemptState.READY, AttemptState.IN_PROGRESS, AttemptState.SUBMITTED):
        Attempt.objects.update(state=state)
        client.force_login(official)
        assert client.get(address).status_code == 200


def test_saving_asks_nothing_about_notices(
    client, official, attempt, django_assert_max_num_queries
):
    client.force_login(official)
    address, token = reverse("delivery:save"), token_of(attempt)
    answers = {"answers": [{"sequence": 1, "slot": 1, "answer": "A"}]}
    with django_assert_max_num_queries(10) as asked:
        saved = client.post(
            address, answers, content_type="application/json", headers={"X-Attempt": token}
        )
    assert saved.json()["saved"] == [1]
    statements = " ".join(query["sql"] for query in asked.captured_queries)
    assert "notice" not in statements and "session" not in statements


def test_an_officer_is_led_to_the_notice_too(client, official):
    client.force_login(make_user(Role.OFFICER))
    assert client.get(reverse("people:list")).url.startswith(NOTICE)


def test_a_public_check_of_a_certificate_is_open(client, official):
    Attempt.objects.update(state=AttemptState.SUBMITTED)
    client.force_login(official)
    assert client.get(reverse("results:verify", args=["unknown"])).status_code == 404
