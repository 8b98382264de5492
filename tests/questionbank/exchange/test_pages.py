from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from questionbank.exchange.actions import forget_old_imports
from questionbank.exchange.models import QuestionImport
from questionbank.questions.models import Question
from rosters.roles.rules import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db

TEXT = "某县题库\n1.期限为（）\nA.甲\nB.乙\n答案：B\n2.缺答案（）\nA.甲\nB.乙\n"


@pytest.fixture
def officer(client):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def paste(client, text=TEXT):
    return client.post(reverse("exchange:upload"), {"text": text})


def test_pasted_text_goes_to_a_preview_and_then_into_the_bank(client, officer):
    answer = paste(client)
    staged = QuestionImport.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("exchange:preview", args=[staged.pk]))
    page = client.get(answer.url)
    assert [entry.verdict for entry in page.context["page"]] == ["rejected", "added"]
    assert "某县题库" in page.content.decode()
    assert not Question.objects.exists()

    done = client.post(reverse("exchange:apply", args=[staged.pk]), follow=True)
    assert Question.objects.count() == 1
    assert done.context["staged"].counts["rejected"] == 1


def test_a_file_goes_the_same_way_and_is_applied_once(client, officer):
    upload = SimpleUploadedFile("题库.txt", TEXT.encode("gb18030"))
    answer = client.post(reverse("exchange:upload"), {"file": upload})
    staged = QuestionImport.objects.get()
    assert (answer.status_code, staged.filename) == (302, "题库.txt")
    apply = reverse("exchange:apply", args=[staged.pk])
    client.post(apply)
    again = client.post(apply, follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["success", "error"]
    assert Question.objects.count() == 1


def test_a_file_that_nobody_applies_is_forgotten_after_a_day(client, officer):
    paste(client)
    staged = QuestionImport.objects.get()
    assert forget_old_imports(now=timezone.now() + timedelta(hours=23)) == 0
    assert forget_old_imports(now=timezone.now() + timedelta(days=1)) == 1
    staged.refresh_from_db()
    assert staged.content is None
    preview = reverse("exchange:preview", args=[staged.pk])
    answer = client.get(preview, follow=True)
    assert answer.redirect_chain == [(reverse("exchange:upload"), 302)]
    answer = client.post(reverse("exchange:apply", args=[staged.pk]), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error", "error"]
    assert not Question.objects.exists()


def test_the_next_upload_forgets_the_old_ones(client, officer):
    paste(client)
    QuestionImport.objects.update(created_at=timezone.now() - timedelta(days=1))
    paste(client)
    assert [staged.content is None for staged in QuestionImport.objects.all()] == [True, False]


@pytest.mark.parametrize(
    "data",
    [{}, {"text": "关于培训的通知"}, {"file": SimpleUploadedFile("空.docx", b"")},
     {"text": TEXT, "file": SimpleUploadedFile("题库.txt", TEXT.encode())}],
)  # fmt: skip
def test_what_cannot_be_read_comes_back_with_a_reason(client, officer, data):
    answer = client.post(reverse("exchange:upload"), data)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert not QuestionImport.objects.exists()


def test_a_preview_belongs_to_who_uploaded_it(client, officer):
    paste(client)
    staged = QuestionImport.objects.get()
    client.force_login(make_user(Role.OFFICER))
    assert client.get(reverse("exchange:preview", args=[staged.pk])).status_code == 404
    assert client.post(reverse("exchange:apply", args=[staged.pk])).status_code == 404
    assert not Question.objects.exists()


@pytest.mark.parametrize("role", [Role.MARKER, Role.LEADER, Role.LIAISON])
def test_only_officers_import(client, role):
    client.force_login(make_user(role))
    assert client.get(reverse("exchange:upload")).status_code == 403
    assert paste(client).status_code == 403
    assert client.get(reverse("exchange:preview", args=[1])).status_code == 403
    assert client.post(reverse("exchange:apply", args=[1])).status_code == 403


def test_strangers_are_sent_to_sign_in(client):
    for url in (reverse("exchange:upload"), reverse("exchange:preview", args=[1])):
        assert client.get(url).status_code == 302


def test_apply_takes_only_posts(client, officer):
    assert client.get(reverse("exchange:apply", args=[1])).status_code == 405
