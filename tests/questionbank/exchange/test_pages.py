from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from audit.rules import Refusal
from audit.wording import explain
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
    assert [row.verdict for row in page.context["page"]] == ["added", "rejected"]
    assert [line.text for line in page.context["lines"]] == ["某县题库"]
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


def test_a_file_that_nobody_touches_is_forgotten_after_a_week(client, officer):
    paste(client)
    assert forget_old_imports(now=timezone.now() + timedelta(days=6)) == 0
    assert forget_old_imports(now=timezone.now() + timedelta(days=7)) == 1
    staged = QuestionImport.objects.get()
    assert (staged.content, staged.items.count(), staged.state) == (None, 0, "failed")
    page = client.get(reverse("exchange:preview", args=[staged.pk]))
    assert page.context["problem"] == explain(
        Refusal("exchange.forgotten", {"file": staged.filename})
    )
    answer = client.post(reverse("exchange:apply", args=[staged.pk]), follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Question.objects.exists()


def test_the_next_upload_forgets_the_old_ones(client, officer):
    paste(client)
    QuestionImport.objects.update(touched_at=timezone.now() - timedelta(days=7))
    paste(client)
    assert [staged.content is None for staged in QuestionImport.objects.all()] == [True, False]


def test_keys_of_a_second_file_are_taken(client, officer):
    questions = "一、单项选择题\n1.期限为（）\nA.甲\nB.乙\n2.机关为（）\nA.丙\nB.丁\n"
    files = {
        "file": SimpleUploadedFile("题目.txt", questions.encode()),
        "answers": SimpleUploadedFile("答案.txt", "一、单项选择题\n1.B\n2.A\n".encode()),
    }
    answer = client.post(reverse("exchange:upload"), files)
    page = client.get(answer.url)
    assert [shown.key for shown in page.context["items"]] == [["B"], ["A"]]
    assert QuestionImport.objects.get().answers_filename == "答案.txt"


def test_the_applied_page_adds_up_and_leads_to_the_review(client, officer):
    paste(client)
    staged = QuestionImport.objects.get()
    page = client.post(reverse("exchange:apply", args=[staged.pk]), follow=True)
    assert page.context["staged"].counts == {
        "items": 2, "added": 1, "changed": 0, "unchanged": 0, "duplicate": 0, "rejected": 1,
        "dropped": 0, "edited": 0,
    }  # fmt: skip
    assert reverse("questions:review") in page.content.decode()
    assert Question.objects.get().state == "in_review"


def test_rejected_questions_are_downloaded_before_and_after_applying(client, officer):
    paste(client)
    staged = QuestionImport.objects.get()
    address = reverse("exchange:rejected", args=[staged.pk])
    before = rows_of(client.get(address))
    assert [(row[2], row[3:5], row[-1]) for row in before[1:]] == [
        ("缺答案（）", ["甲", "乙"], explain(Refusal("questions.no_key")))
    ]
    client.post(reverse("exchange:apply", args=[staged.pk]))
    assert rows_of(client.get(address)) == before


def test_a_downloaded_workbook_is_read_again_once_it_is_mended(client, officer):
    case = "案例：AL-1 某局处罚案\n材料：甲局处罚乙店。\n"
    case += "1. 【单选】机关为（）\nA.丙\nB.丁\n权重：2\n"
    paste(client, TEXT + case)
    staged = QuestionImport.objects.get()
    rows = rows_of(client.get(reverse("exchange:rejected", args=[staged.pk])))
    key = rows[0].index("答案")
    book = Workbook()
    for row in rows:
        book.active.append([*row[:key], row[key] or "B", *row[key + 1 :]])
    stream = BytesIO()
    book.save(stream)
    upload = SimpleUploadedFile("改好.xlsx", stream.getvalue())
    page = client.get(client.post(reverse("exchange:upload"), {"file": upload}).url)
    assert [(shown.stem, shown.key) for shown in page.context["items"]] == [
        ("缺答案（　）", ["B"]), ("机关为（　）", ["B"]),
    ]  # fmt: skip
    second = page.context["items"][1].content
    assert (second.material, second.weight) == ("甲局处罚乙店。", 2)


def rows_of(response):
    sheet = load_workbook(BytesIO(response.content)).active
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


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
