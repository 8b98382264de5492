"""Files that are read in the background."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from audit.actions import SYSTEM
from audit.rules import Refusal
from questionbank.exchange import preparing
from questionbank.exchange.actions import READ_AT_ONCE, read_again, read_staged, stage_import
from questionbank.exchange.models import ImportItem, QuestionImport
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.questionbank.factories import NOW

pytestmark = pytest.mark.django_db

TEXT = "".join(f"{n}.第{n}项为（）\nA.甲\nB.乙\n答案：B\n" for n in range(1, 601))


def stage(content, at_once=0, actor=SYSTEM):
    staged = stage_import(
        actor=actor, content=content, filename="题库.txt", now=NOW, at_once=at_once
    )
    assert isinstance(staged, QuestionImport), staged
    return staged


def read(staged, clock=lambda: NOW):
    done = read_staged(import_id=staged.pk, clock=clock)
    staged.refresh_from_db()
    return done


@pytest.mark.parametrize("which", ["content", "answers"])
def test_a_file_that_is_too_big_is_refused_and_not_kept(which, settings):
    settings.UPLOAD_MAX_BYTES = 2**20
    files = {"content": b"1.", "answers": (b"1.A", "答案.txt")}
    big = b"1" * (2**20 + 1)
    files[which] = (big, "大.txt") if which == "answers" else big
    refused = stage_import(actor=SYSTEM, filename="大.txt", now=NOW, **files)
    assert refused == Refusal("exchange.too_big", {"file": "大.txt", "limit": 1})
    assert not QuestionImport.objects.exists()


def test_a_large_file_waits_and_is_read_whole():
    staged = stage(TEXT.encode())
    assert (staged.state, staged.items.count()) == ("waiting", 0)
    assert read(staged)
    assert (staged.state, staged.progress, staged.total) == ("ready", 600, 600)
    assert staged.items.filter(verdict="added").count() == 600
    assert not read(staged)  # a second worker finds nothing to do


def test_progress_is_told_while_reading():
    staged = stage(TEXT.encode())
    told = []

    def clock():
        row = QuestionImport.objects.get()
        told.append((row.state, row.progress, row.total, row.items.count()))
        return NOW + timedelta(seconds=2 * len(told))

    read(staged, clock)
    assert [entry for entry in dict.fromkeys(told) if entry[0] == "reading"] == [
        ("reading", 0, 0, 0), ("reading", 0, 600, 0), ("reading", 250, 600, 0),
        ("reading", 500, 600, 0), ("reading", 600, 600, 0),
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_says_why():
    staged = stage("关于培训的通知".encode())
    assert read(staged)
    assert (staged.state, staged.refusal["code"]) == ("failed", "exchange.no_items")


def test_a_small_file_that_cannot_be_read_leaves_nothing():
    content = "关于培训的通知".encode()
    refused = stage_import(actor=SYSTEM, content=content, filename="通知.txt", now=NOW)
    assert isinstance(refused, Refusal)
    assert not QuestionImport.objects.exists()


def test_reading_that_breaks_off_is_told_and_can_be_started_again(monkeypatch):
    staged = stage(TEXT.encode())

    def broken(*_):
        raise RuntimeError

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(preparing, "mark_similar", broken)
        read(staged)
    staged.refresh_from_db()
    assert (staged.state, staged.refusal["code"]) == ("failed", "exchange.reading_broke_off")
    assert not ImportItem.objects.exists()
    assert read_again(actor=SYSTEM, upload=staged, now=NOW) is None
    assert read(staged)
    assert (staged.state, staged.refusal) == ("ready", None)


def test_a_reading_whose_worker_died_is_taken_up_again():
    staged = stage(TEXT.encode())
    QuestionImport.objects.update(state="reading", progress=250, total=600, touched_at=NOW)
    refusal = Refusal("exchange.not_stopped", {"file": "题库.txt"})
    soon, later = NOW + timedelta(seconds=119), NOW + timedelta(seconds=120)
    assert read_again(actor=SYSTEM, upload=staged, now=soon) == refusal
    assert not read(staged, lambda: soon)
    assert read_again(actor=SYSTEM, upload=staged, now=later) is None
    assert read(staged, lambda: later)
    assert staged.items.count() == 600


def test_a_worker_takes_over_what_gave_no_sign_of_life():
    staged = stage(TEXT.encode())
    QuestionImport.objects.update(state="reading", touched_at=NOW)
    assert read(staged, lambda: NOW + timedelta(minutes=2))
    assert staged.items.count() == 600


# The pages of it.


@pytest.fixture
def officer(client):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def large():
    text = TEXT + "说明\n" * (READ_AT_ONCE // 5)
    assert len(text.encode()) > READ_AT_ONCE
    return text


@pytest.mark.django_db(transaction=True)  # the worker ends connections as it sees fit
@override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
def test_a_large_file_is_read_by_the_worker(client, officer):
    answer = client.post(reverse("exchange:upload"), {"text": large()})
    page = client.get(answer.url)
    assert page.context["staged"].state == "waiting"
    assert '<meta http-equiv="refresh"' in page.content.decode()
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    page = client.get(answer.url)
    assert page.context["counts"]["added"] == 600


def test_without_a_sign_of_life_reading_can_be_started_again(client, officer):
    staged = stage(TEXT.encode(), actor=officer)
    address = reverse("exchange:preview", args=[staged.pk])
    QuestionImport.objects.update(touched_at=timezone.now())
    assert not client.get(address).context["stalled"]
    page = client.post(reverse("exchange:again", args=[staged.pk]), follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    QuestionImport.objects.update(touched_at=timezone.now() - timedelta(minutes=2))
    assert client.get(address).context["stalled"]
    page = client.post(reverse("exchange:again", args=[staged.pk]), follow=True)
    assert page.context["counts"]["items"] == 600


def test_a_file_that_was_not_read_says_so_on_its_page(client, officer):
    staged = stage("关于培训的通知".encode(), actor=officer)
    read(staged)
    page = client.get(reverse("exchange:preview", args=[staged.pk]))
    assert page.context["problem"]
    listed = client.get(reverse("exchange:upload")).context["recent"]
    assert [each.state for each in listed] == ["failed"]
