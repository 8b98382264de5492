"""The candidate's pages without script, from the list of exams to the receipt."""

import gzip
import random
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.rules import Refusal
from audit.wording import explain
from quiz.assembly.rules import CasePart
from quiz.delivery.models import Attempt, JournalEntry
from quiz.delivery.queries import last_answers
from quiz.delivery.rules import AttemptState
from quiz.marking.models import Score
from rosters.roles.rules import Role
from tests.factories import make_person, make_release, make_user
from tests.quiz.delivery.factories import (
    FIVE_KINDS,
    HOUR,
    MATERIAL,
    NEW_KINDS,
    make_attempts,
    make_exam,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person("李青山")


@pytest.fixture
def client(person):
    return client_of(person)


def client_of(person):
    client = Client()
    client.force_login(make_user(person=person))
    return client


def open_exam(*people, **fields):
    now = timezone.now()
    fields = {"opens_at": now - HOUR, "closes_at": now + HOUR} | fields
    exam = make_exam(*people, **fields)
    return exam, make_attempts(exam)


def page(client, name, attempt, **kwargs):
    return client.get(reverse(f"delivery:{name}", args=[attempt.pk]), **kwargs)


def text_of(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def token_in(response):
    return re.search(r'name="token" value="([^"]+)"', response.content.decode())[1]


def start(client, attempt):
    url = reverse("delivery:start", args=[attempt.pk])
    return client.post(url, {"pledge": "1"}, follow=True)


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_whole_exam_without_script(client, person):
    exam, [attempt] = open_exam(person)
    assert exam.title in text_of(client.get("/my/"))
    gate = page(client, "attempt", attempt)
    assert "独立作答" in text_of(gate)
    assert "行政处罚由谁设定" not in text_of(gate)
    sheet = start(client, attempt)
    assert "行政处罚由谁设定" in text_of(sheet)

    fields = {
        "token": token_in(sheet), "q1": "B", "q2": ["D", "A"], "q3": "T", "q4.1": "2日",
        "q4.2": "机关", "q5": "", "next": "stay",
    }  # fmt: skip
    url = reverse("delivery:attempt", args=[attempt.pk])
    saved = client.post(url, fields, follow=True)
    html = saved.content.decode()
    assert re.search(r'name="q1" value="B" checked', html)
    assert 'value="2日"' in html
    given = {slot: one.answer for slot, one in last_answers(attempt.pk).items()}
    assert given == {1: "B", 2: "AD", 3: "T", 4: "2日\n机关"}

    fields |= {"q1": "C", "next": "review", "token": token_in(saved)}
    review = client.post(url, fields, follow=True)
    assert review.redirect_chain[-1][0] == reverse("delivery:review", args=[attempt.pk])
    assert f"{url}#q5" in review.content.decode()

    receipt = client.post(reverse("marking:submit"), {"token": token_in(review)}, follow=True)
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUBMITTED
    assert attempt.receipt in text_of(receipt)
    assert "李青山" in text_of(receipt)
    assert Score.objects.get().total == 5
    assert attempt.receipt in text_of(page(client, "attempt", attempt))


def test_other_candidates_attempt_is_not_there(person):
    _, [attempt] = open_exam(person)
    stranger = client_of(make_person())
    for name in ("attempt", "review"):
        assert page(stranger, name, attempt).status_code == 404
    for name in ("start", "take_over", "attempt"):
        url = reverse(f"delivery:{name}", args=[attempt.pk])
        assert stranger.post(url).status_code == 404
    assert client_of(None).get(reverse("delivery:attempt", args=[attempt.pk])).status_code == 404


def test_nobody_sees_an_attempt_without_signing_in(person):
    _, [attempt] = open_exam(person)
    assert page(Client(), "attempt", attempt).status_code == 302


def test_my_exams_says_so_when_there_is_none(client):
    assert 'class="empty"' in client.get("/my/").content.decode()


def test_my_exams_takes_the_same_statements_for_many(client, person, django_assert_max_num_queries):
    def statements():
        with django_assert_max_num_queries(9) as seen:
            client.get("/my/")
        return len(seen)

    open_exam(person)
    few = statements()
    for _ in range(3):
        open_exam(person, attempts=2)
    assert statements() == few


def test_exams_of_a_row_that_was_merged_into_the_person_are_theirs(client, person):
    gone = make_person()
    exam, _ = open_exam(gone)
    assert client.get("/my/").context["exams"] == []
    gone.merged_into = person
    gone.save()
    assert [mine.exam for mine in client.get("/my/").context["exams"]] == [exam]


@pytest.mark.parametrize(
    ("opens", "closes", "code"),
    [(1, 2, "delivery.too_early"), (-2, -1, "delivery.window_closed")],
)
def test_gate_is_shut_outside_the_window(client, person, opens, closes, code):
    now = timezone.now()
    _, [attempt] = open_exam(
        person, opens_at=now + timedelta(hours=opens), closes_at=now + timedelta(hours=closes)
    )
    gate = page(client, "attempt", attempt)
    assert gate.context["barred"] == code
    assert 'name="pledge"' not in gate.content.decode()
    assert start(client, attempt).status_code == 422
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.READY


def test_gate_is_shut_for_people_released_since(client, person):
    exam, [attempt] = open_exam(person)
    make_release(exam.roster.entries.get())
    assert page(client, "attempt", attempt).context["barred"] == "delivery.released_from_duty"


def test_start_without_pledge_is_refused_on_the_page(client, person):
    _, [attempt] = open_exam(person)
    refused = client.post(reverse("delivery:start", args=[attempt.pk]))
    assert refused.status_code == 422
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.READY


def test_second_device_asks_and_then_the_first_is_refused(client, person):
    _, [attempt] = open_exam(person)
    old_token = token_in(start(client, attempt))
    second = Client()
    second.force_login(person.user)
    asked = page(second, "attempt", attempt)
    assert "行政处罚由谁设定" not in text_of(asked)
    url = reverse("delivery:take_over", args=[attempt.pk])
    taken = second.post(url, follow=True)
    assert "行政处罚由谁设定" in text_of(taken)
    attempt_url = reverse("delivery:attempt", args=[attempt.pk])
    client.post(attempt_url, {"token": old_token, "q1": "A", "next": "stay"})
    assert JournalEntry.objects.count() == 0
    assert "行政处罚由谁设定" not in text_of(page(client, "attempt", attempt))
    second.post(attempt_url, {"token": token_in(taken), "q1": "A", "next": "stay"})
    assert JournalEntry.objects.get().device == 2


def test_overdue_attempt_shows_its_receipt_even_before_the_closer_came(client, person):
    _, [attempt] = open_exam(person)
    start(client, attempt)
    Attempt.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    closed = page(client, "attempt", attempt)
    assert "行政处罚由谁设定" not in text_of(closed)
    receipt = client.post(reverse("marking:submit"), {"token": token_in(closed)}, follow=True)
    assert receipt.context["receipt"].by_clock


def test_misfit_on_the_plain_page_is_named_and_the_rest_is_saved(client, person):
    _, [attempt] = open_exam(person)
    token = token_in(start(client, attempt))
    url = reverse("delivery:attempt", args=[attempt.pk])
    fields = {"token": token, "q1": "Z", "q3": "F", "next": "review"}
    response = client.post(url, fields)
    assert response["Location"] == url
    assert told(response) == ["第 1 题的答案不符合要求，未保存。", "已保存 1 题。"]
    assert {slot: one.answer for slot, one in last_answers(attempt.pk).items()} == {3: "F"}


def test_page_never_holds_the_key(client, person):
    _, [attempt] = open_exam(person)
    html = start(client, attempt).content.decode()
    assert "较大数额罚款等" not in html
    assert "二日" not in html


def test_options_stand_in_the_drawn_order(client, person):
    _, [attempt] = open_exam(person)
    html = start(client, attempt).content.decode()
    assert re.findall(r'name="q1" value="(.)"', html) == list("CBDA")


def test_page_of_fifty_questions_with_script_and_style_is_light(client, person):
    """120 KB is the limit of the design for a throttled 3G phone; random text packs badly."""
    rng = random.Random(1)

    def words(length):
        return "".join(chr(rng.randint(0x4E00, 0x62FF)) for _ in range(length))

    kinds = [
        (kind, words(60), key, [words(20) for _ in options], order)
        for kind, _, key, options, order in FIVE_KINDS * 9
    ]
    case = {"material": words(3000)}
    kinds += [(kind, words(60), key, [], "", case) for kind, _, key, _, _ in FIVE_KINDS[2:]]
    kinds += [(kind, words(60), key, [], "", case) for kind, _, key, _, _ in FIVE_KINDS[3:]]
    _, [attempt] = open_exam(person, kinds=kinds)
    start(client, attempt)
    reply = page(client, "attempt", attempt, headers={"Accept-Encoding": "gzip"})
    assert reply["Content-Encoding"] == "gzip"
    static = Path(settings.BASE_DIR) / "static"
    files = ("site.css", "sit.css", "sit.js", "sit-log.js")
    weight = len(reply.content)
    weight += sum(len(gzip.compress((static / name).read_bytes())) for name in files)
    assert weight < 120 * 1024


def test_a_case_is_shown_once_for_its_questions(client, person):
    _, [attempt] = open_exam(person, kinds=[*FIVE_KINDS[:1], *NEW_KINDS])
    response = start(client, attempt)
    html = response.content.decode()
    assert html.count("某县市场监督管理局") == 1
    assert re.findall(r'id="case(\d+)"', html) == ["2"]
    assert re.findall(r'id="q(\d)"[^>]* data-case="(case\d)"', html) == [
        ("2", "case2"), ("3", "case2"),
    ]  # fmt: skip
    assert html.index('id="case2"') < html.index('id="q2"') < html.index('id="q3"')
    assert [question["item"].case for question in response.context["questions"]] == [
        None, CasePart(2, 1, 2, MATERIAL), CasePart(2, 2, 2, MATERIAL), None,
    ]  # fmt: skip


def test_several_letters_of_an_indefinite_question_are_saved_without_script(client, person):
    _, [attempt] = open_exam(person, kinds=NEW_KINDS)
    fields = sheet_fields(start(client, attempt), q1=["C", "A"])
    client.post(reverse("delivery:attempt", args=[attempt.pk]), fields)
    assert {slot: one.answer for slot, one in last_answers(attempt.pk).items()} == {1: "AC"}
    html = page(client, "attempt", attempt).content.decode()
    assert re.findall(r'type="(\w+)" name="q1" value="(\w)"( checked)?', html) == [
        ("checkbox", "C", " checked"), ("checkbox", "A", " checked"), ("checkbox", "B", ""),
    ]  # fmt: skip


def test_officer_releases_an_exam_once():
    officer = Client()
    officer.force_login(make_user(Role.OFFICER))
    exam = make_exam(make_person(), make_person())
    url = reverse("delivery:release", args=[exam.pk])
    assert officer.get(url).context["release"].attempts == 0
    officer.post(url)
    officer.post(url)
    assert Attempt.objects.count() == 2
    marker = Client()
    marker.force_login(make_user(Role.MARKER))
    assert marker.get(url).status_code == 403


def sheet_fields(response, **answers):
    seen = re.search(r'name="seen" value="([^"]*)"', response.content.decode())
    return {"token": token_in(response), "seen": seen[1] if seen else "", **answers}


def test_older_tab_of_the_plain_page_leaves_what_it_did_not_change(client, person):
    _, [attempt] = open_exam(person)
    start(client, attempt)
    url = reverse("delivery:attempt", args=[attempt.pk])
    first, second = page(client, "attempt", attempt), page(client, "attempt", attempt)
    shown = client.post(url, sheet_fields(first, q1="A", q5="写好的长答案"), follow=True)
    client.post(url, sheet_fields(second, q3="T"))
    given = {slot: one.answer for slot, one in last_answers(attempt.pk).items()}
    assert given == {1: "A", 3: "T", 5: "写好的长答案"}
    client.post(url, sheet_fields(shown, q1="A", q5=""))
    given = {slot: one.answer for slot, one in last_answers(attempt.pk).items()}
    assert given == {1: "A", 3: "T", 5: ""}


@pytest.mark.parametrize("seen", ["", "²", "-1", "9" * 5000])
def test_page_that_does_not_say_what_it_showed_erases_nothing(client, person, seen):
    _, [attempt] = open_exam(person)
    token = token_in(start(client, attempt))
    url = reverse("delivery:attempt", args=[attempt.pk])
    client.post(url, {"token": token, "q5": "写好的长答案"})
    client.post(url, {"token": token, "seen": seen, "q3": "T"})
    given = {slot: one.answer for slot, one in last_answers(attempt.pk).items()}
    assert given == {3: "T", 5: "写好的长答案"}


def test_plain_page_tells_what_was_refused_and_does_not_go_on(client, person, monkeypatch):
    """Two posts that reach for the same sequence numbers at once: the second is refused."""
    _, [attempt] = open_exam(person)
    token = token_in(start(client, attempt))
    url = reverse("delivery:attempt", args=[attempt.pk])
    client.post(url, {"token": token, "q1": "A"})
    monkeypatch.setattr("quiz.delivery.actions.last_sequence", lambda attempt_id, device: 0)
    response = client.post(url, {"token": token, "q1": "B", "next": "review"})
    assert response["Location"] == url
    assert explain(Refusal("delivery.sequence_reused", {"sequence": 1})) in told(response)
