"""The officer sees how long each exam is kept, sets another time, and forgets what is due."""

import pytest
from django.urls import reverse

from quiz.privacy.models import Purge, Retention
from quiz.privacy.rules import Keeping
from rosters.people.sealing import KeyMissing
from rosters.roles.rules import Role
from tests.factories import NOW, make_user
from tests.quiz.delivery.factories import make_exam as make_ready_exam
from tests.quiz.privacy.factories import keep_for, make_kept_exam

LIST = reverse("privacy:list")


@pytest.fixture
def exam(db):
    return make_kept_exam()


@pytest.fixture
def officer(client, db):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


@pytest.fixture
def long_after(monkeypatch):
    """Pages are asked for when half a year has gone by."""
    later = NOW.replace(year=2027, month=8)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    return later


def states(client, **filters):
    page = client.get(LIST, filters).context["page"]
    return {kept.exam.title: (kept.state, kept.term.months) for kept in page}


def test_the_list_shows_every_exam_with_its_state(client, officer, exam):
    draft = make_ready_exam(title="未公布的考试")
    assert states(client) == {
        exam.title: (Keeping.KEPT, 36),
        draft.title: (Keeping.UNPUBLISHED, 36),
    }
    assert states(client, state="kept") == {exam.title: (Keeping.KEPT, 36)}
    assert states(client, state="due") == {}


def test_the_list_costs_the_same_for_many_exams(
    client, officer, exam, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as first:
        client.get(LIST)
    for _ in range(3):
        make_ready_exam()
    with django_assert_max_num_queries(len(first)):
        client.get(LIST)


def test_a_time_is_set_with_its_basis(client, officer, exam):
    address = reverse("privacy:exam", args=[exam.pk])
    assert client.get(address).context["form"].initial == {"months": 36, "basis": ""}
    assert client.post(address, {"months": 12, "basis": ""}).status_code == 422
    assert client.post(address, {"months": "x"}).status_code == 422
    assert client.post(address, {"months": 12, "basis": "档案规定"}).url == address
    assert list(Retention.objects.values_list("months", "basis")) == [(12, "档案规定")]


def test_what_would_be_forgotten_is_counted_before_and_told_after(
    client, officer, exam, long_after
):
    keep_for(exam, 6)
    address = reverse("privacy:exam", args=[exam.pk])
    client.force_login(officer)
    counts = dict(client.get(address).context["counts"])
    assert counts["entries"] == 3
    client.post(reverse("privacy:purge", args=[exam.pk]))
    assert Purge.objects.get().counts == counts
    after = client.get(address).context
    assert (after["kept"].state, after["purge"].purged_by) == (Keeping.FORGOTTEN, officer)


def test_an_exam_is_not_forgotten_by_a_click_before_its_time(client, officer, exam):
    answer = client.post(reverse("privacy:purge", args=[exam.pk]), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Purge.objects.exists()


def test_a_page_that_needs_a_lost_key_says_which(client, officer, monkeypatch):
    def lost(*_):
        raise KeyMissing("0123456789abcdef")

    monkeypatch.setattr("quiz.privacy.views.load_kept_exams", lost)
    answer = client.get(LIST)
    assert answer.status_code == 503
    assert answer.context["key"] == "0123456789abcdef"
