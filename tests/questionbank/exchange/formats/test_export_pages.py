"""The page of exports and the command."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit.models import AuditRecord
from questionbank.questions.rules import ItemKind
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.questionbank.exchange.formats.readers import items
from tests.questionbank.factories import cite, make_law_version, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


@pytest.fixture
def bank():
    version = make_law_version()
    make_question(ItemKind.SINGLE, code="A-1", topics=["听证"], citations=[cite(version)])
    make_question(ItemKind.TRUE_FALSE, code="A-2", stem="听证免费。", topics=["听证"])
    make_question(ItemKind.SHORT, code="A-3", stem="简述听证。")


def codes(content):
    return [item.code for item in items(content)]


def test_page_tells_filters_and_count(client, officer, bank):
    response = client.get(reverse("exchange:export"), {"kind": "single", "q": "期限"})
    assert response.status_code == 200
    assert response.context["count"] == 1
    assert [value for _name, value in response.context["said"]] == ["期限", "单项选择题"]
    assert response.context["form"]["format"].initial == "xlsx"


@pytest.mark.parametrize(
    ("form", "filename"),
    [
        ("xlsx", ".xlsx"),
        ("txt", ".txt"),
        ("gift", ".gift"),
        ("moodle", ".xml"),
        ("qti", ".zip"),
        ("questions", ".docx"),
        ("answers", ".docx"),
    ],
)
def test_what_the_list_shows_is_downloaded(client, officer, bank, form, filename):
    address = reverse("exchange:export") + "?q=听证"
    response = client.post(address, {"format": form})
    assert (response.status_code, response.streaming) == (200, True)
    assert (
        response["Content-Disposition"].endswith(filename)
        or "utf-8''" in (response["Content-Disposition"])
    )
    content = b"".join(response.streaming_content)
    if filename != ".docx":
        assert codes(content) == ["A-2", "A-3"]
    record = AuditRecord.objects.get(action="export_questions")
    assert (record.actor_id, record.facts["format"], record.facts["questions"]) == (
        officer.pk, form, 2,
    )  # fmt: skip


def test_page_without_questions_says_what_to_do(client, officer):
    response = client.get(reverse("exchange:export"), {"q": "没有"})
    assert (response.status_code, response.context["count"]) == (200, 0)
    response = client.post(reverse("exchange:export") + "?q=没有", {"format": "xlsx"})
    assert response.status_code == 422
    assert not AuditRecord.objects.filter(action="export_questions").exists()


def test_unknown_format_is_no_format(client, officer, bank):
    response = client.post(reverse("exchange:export"), {"format": "pdf"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["format"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LIAISON, Role.LEADER, Role.MARKER])
def test_only_officers_export(client, bank, role):
    client.force_login(make_user(role))
    assert client.get(reverse("exchange:export")).status_code == 403
    assert client.post(reverse("exchange:export"), {"format": "txt"}).status_code == 403


def run(*arguments):
    stream = StringIO()
    call_command("export_questions", *map(str, arguments), "--json", stdout=stream)
    return json.loads(stream.getvalue())


def test_command_writes_the_file_and_tells(bank, tmp_path):
    path = tmp_path / "bank.txt"
    assert run("txt", path, "--law", "行政处罚法", "--topic", "听证") == {
        "file": "bank.txt",
        "format": "txt",
        "questions": 1,
    }
    assert codes(path.read_bytes()) == ["A-1"]
    assert run("gift", path, "--uncited", "--kind", "short")["questions"] == 1


def test_command_refuses_what_it_cannot_do(bank, tmp_path):
    stream = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command(
            "export_questions", "txt", str(tmp_path / "a"), "--q", "无", "--json", stdout=stream
        )
    assert (stop.value.code, json.loads(stream.getvalue())["error"]) == (
        2, "exchange.nothing_to_export",
    )  # fmt: skip
    stream = StringIO()
    with pytest.raises(SystemExit):
        call_command("export_questions", "txt", str(tmp_path), "--json", stdout=stream)
    assert json.loads(stream.getvalue())["error"] == "exchange.unwritable"
    for filters in (["--topic", "无"], ["--law", "无"], ["--kind", "essay"]):
        with pytest.raises(CommandError):
            call_command("export_questions", "txt", str(tmp_path / "a"), *filters)
    assert list(tmp_path.iterdir()) == []
