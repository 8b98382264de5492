"""The pages of a file: upload, progress, preview, and who may open them."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from audit.queries import history
from rosters.intake.actions import stage_upload
from rosters.intake.actions.staging import READ_AT_ONCE
from rosters.intake.models import RosterUpload
from rosters.people.models import Person
from rosters.roles.rules import Role
from tests.factories import make_person, make_unit, make_user
from tests.rosters.intake.factories import book, identity_number, sheets

pytestmark = pytest.mark.django_db
NUMBER = identity_number()
ROWS = (
    ["张三", NUMBER, "县司法局", None, None],
    ["李四", "3.6E+17", "县司法局", None, "=1+1"],
    ["王五", None, "<b>某局</b>", None, None],
)


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


@pytest.fixture
def unit():
    return make_unit("县司法局")


@pytest.fixture
def office(client, officer, unit):
    client.force_login(officer)
    return client


def send(client, content, name="名单.xlsx", **given):
    given["file"] = SimpleUploadedFile(name, content)
    return client.post(reverse("intake:upload"), given)


@pytest.fixture
def kept(office):
    response = send(office, book(*ROWS))
    upload = RosterUpload.objects.get()
    assert response.url == reverse("intake:preview", args=[upload.pk])
    return upload


def at(name, upload, *more):
    return reverse(f"intake:{name}", args=[upload.pk, *more])


def told(page):
    return [message.level_tag for message in page.context["messages"]]


def test_upload_page_says_what_is_read(office):
    response = office.get(reverse("intake:upload"))
    assert response.status_code == 200
    assert "执法证号" in response.content.decode()
    assert list(response.context["page"]) == []


def test_kept_file_is_sealed_and_writes_nobody(kept):
    assert NUMBER.encode() not in bytes(kept.sealed)
    assert b"PK\x03\x04" not in bytes(kept.sealed)
    assert (kept.state, kept.unit, Person.objects.count()) == ("ready", None, 0)


def test_preview_adds_up_and_hides_numbers(office, kept):
    response = office.get(at("preview", kept))
    assert response.status_code == 200
    assert [(row.name, row.verdict) for row in response.context["page"]] == [
        ("张三", "added"),
        ("李四", "rejected"),
        ("王五", "rejected"),
    ]
    counts = response.context["counts"]
    assert (counts.rows, counts.added, counts.rejected) == (3, 1, 2)
    assert sum(count for _, count in response.context["tabs"]) == 3
    assert "&lt;b&gt;某局&lt;/b&gt;" in response.content.decode()
    assert NUMBER not in response.content.decode()


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"verdict": "rejected"}, ["李四", "王五"]),
        ({"verdict": "added"}, ["张三"]),
        ({"verdict": "changed"}, []),
        ({"verdict": "nonsense"}, ["张三", "李四", "王五"]),
        ({"q": "李"}, ["李四"]),
        ({"q": "司法局"}, ["张三", "李四"]),
        ({"q": "李", "verdict": "added"}, []),
    ],
)
def test_preview_is_filtered(office, kept, given, names):
    response = office.get(at("preview", kept), given)
    assert [row.name for row in response.context["page"]] == names


def test_changes_stand_as_old_and_new(office, unit):
    make_person("张三", unit=unit, title="科员")
    send(office, book(["张三", None, "县司法局", None, "股长"]))
    page = office.get(at("preview", RosterUpload.objects.get()))
    ((row, reasons),) = page.context["lines"]
    assert (row.verdict, reasons) == ("changed", "")
    assert [change[1:] for change in row.changes] == [["科员", "股长"]]
    assert "科员 → 股长" in page.content.decode()


def test_sheets_without_a_header_are_named_but_for_the_guide(office):
    row = [["姓名", "工作单位"], ["张三", "县司法局"]]
    send(office, sheets({"名册": row, "填表说明": [["姓名必填"]], "草稿": [["甲"]]}))
    page = office.get(at("preview", RosterUpload.objects.get()))
    assert page.context["skipped"] == ["草稿"]


def test_rows_not_taken_download_with_purpose_reason_and_without_formulas(office, officer, kept):
    assert told(office.post(at("rejected", kept), follow=True)) == ["error"]
    assert not history(kept).filter(action="export").exists()
    response = office.post(at("rejected", kept), {"purpose": "check"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == ("姓名", "身份证号", "工作单位", "手机号", "现任职务")
    assert [row[0] for row in rows[1:]] == ["李四", "王五"]
    assert all(row[6] for row in rows[1:])
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    (record,) = history(kept).filter(action="export")
    assert (record.actor_id, record.facts) == (
        officer.pk, {"what": "rejected.xlsx", "count": 2, "purpose": "check"},
    )  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 damaged"])
def test_refused_file_is_explained_at_the_field(office, content):
    response = send(office, content)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not RosterUpload.objects.exists()


def test_no_file_and_too_large_a_file_are_refused(office, settings):
    assert office.post(reverse("intake:upload"), {}).status_code == 422
    settings.UPLOAD_MAX_BYTES = 1 << 20
    response = send(office, b"x" * (3 << 20), "全县.xlsx")
    assert response.status_code == 422
    (why,) = response.context["form"].errors["file"]
    assert "全县.xlsx" in why
    assert "3.0" in why


def test_a_file_whose_header_is_not_understood_leads_to_its_columns(office):
    content = book(["张三", "县司法局", "股长"], header=["同志", "处所", "干什么"])
    response = send(office, content)
    upload = RosterUpload.objects.get()
    assert upload.state == "failed"
    page = office.get(response.url)
    assert page.context["problem"]
    assert at("columns", upload) in page.content.decode()
    columns = {"column-0": "name", "column-1": "unit", "column-2": "title"}
    assert office.post(at("columns", upload), columns).url == at("preview", upload)
    page = office.get(at("preview", upload))
    assert [(row.name, row.verdict) for row in page.context["page"]] == [("张三", "added")]


# The worker.


def large():
    """More than is read while somebody waits."""
    lines = [f"张{chr(0x4E00 + n)},县司法局,{'甲' * 90}\n" for n in range(600)]
    content = ("姓名,工作单位,备注\n" + "".join(lines)).encode()
    assert len(content) > READ_AT_ONCE
    return content


@pytest.mark.django_db(transaction=True)  # the worker ends connections as it sees fit
@override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
def test_large_file_is_read_and_applied_by_the_worker(office):
    address = send(office, large(), "名单.csv").url
    upload = RosterUpload.objects.get()
    page = office.get(address)
    assert page.context["upload"].state == "waiting"
    assert '<meta http-equiv="refresh"' in page.content.decode()
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    assert office.get(address).context["counts"].added == 600
    assert office.post(at("apply", upload)).url == address
    assert office.get(address).context["upload"].state == "applying"
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    page = office.get(address, follow=True)
    assert page.redirect_chain == [(at("applied", upload), 302)]
    assert (page.context["counts"].added, Person.objects.count()) == (600, 600)


def test_without_a_sign_of_life_the_work_can_be_started_again(office, kept):
    RosterUpload.objects.update(state="waiting", touched_at=timezone.now())
    assert not office.get(at("preview", kept)).context["stalled"]
    assert told(office.post(at("again", kept), follow=True)) == ["error"]
    RosterUpload.objects.update(touched_at=timezone.now() - timedelta(minutes=3))
    assert office.get(at("preview", kept)).context["stalled"]
    assert office.post(at("again", kept), follow=True).context["counts"].rows == 3


# Who may.


def addresses(upload):
    row = upload.rows.first()
    return [
        ("get", at("preview", upload)),
        ("post", at("again", upload)),
        ("post", at("rejected", upload)),
        ("get", at("row", upload, row.pk)),
        ("post", at("choice", upload, row.pk)),
        ("get", at("columns", upload)),
        ("get", at("gone", upload)),
        ("get", at("confirm", upload)),
        ("post", at("apply", upload)),
        ("get", at("applied", upload)),
        ("post", at("undo", upload)),
    ]


def answers(client, upload):
    return {getattr(client, verb)(url).status_code for verb, url in addresses(upload)}


@pytest.mark.parametrize("role", [Role.MARKER, Role.LEADER, Role.REVIEWER])
def test_other_roles_are_refused(office, kept, role):
    office.force_login(make_user(role))
    assert answers(office, kept) == {403}
    assert office.get(reverse("intake:upload")).status_code == 403


def test_officer_of_one_unit_is_refused(office, kept):
    office.force_login(make_user(Role.OFFICER, unit=make_unit()))
    assert answers(office, kept) == {403}
    assert office.get(reverse("intake:upload")).status_code == 403


def test_strangers_are_sent_to_sign_in(office, kept):
    office.logout()
    for verb, url in addresses(kept):
        assert getattr(office, verb)(url).url.startswith(reverse("account_login"))


def test_officers_see_the_files_of_all(office, kept):
    office.force_login(make_user(Role.OFFICER))
    assert office.get(at("preview", kept)).status_code == 200
    assert list(office.get(reverse("intake:upload")).context["page"]) == [kept]


def staged(user, unit, *rows):
    found = stage_upload(
        actor=user, content=book(*rows), filename="a.xlsx", unit=unit, now=timezone.now()
    )
    assert isinstance(found, RosterUpload), found
    return found


def test_a_liaison_sends_and_sees_files_of_own_units_only(client, officer, unit):
    below, other = make_unit("法律援助中心", parent=unit), make_unit("县财政局")
    liaison = make_user(Role.LIAISON, unit=unit)
    client.force_login(liaison)
    page = client.get(reverse("intake:upload"))
    assert set(page.context["form"].fields["unit"].queryset) == {unit, below}
    row = ["张三", None, "县司法局", None, None]
    for given in ({}, {"unit": other.pk}):
        refused = send(client, book(row), **given)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["unit"])
    assert send(client, book(row), unit=unit.pk).status_code == 302
    mine = RosterUpload.objects.get()
    assert (mine.unit, mine.uploaded_by) == (unit, liaison)
    foreign, county = staged(officer, other, row), staged(officer, None, row)
    assert list(client.get(reverse("intake:upload")).context["page"]) == [mine]
    assert client.get(at("preview", mine)).status_code == 200
    assert answers(client, foreign) == {404}
    assert answers(client, county) == {404}


def test_a_row_or_a_missing_person_of_another_file_is_not_found(office, officer, kept):
    other = staged(officer, None, ["赵六", None, "县司法局", None, None])
    row = other.rows.get()
    assert office.get(at("row", kept, row.pk)).status_code == 404
    assert office.post(at("choice", kept, row.pk), {"choice": "skip"}).status_code == 404


@pytest.mark.parametrize(
    ("verb", "name"),
    [("get", "apply"), ("get", "undo"), ("get", "again"), ("get", "rejected"), ("post", "preview"),
     ("post", "confirm"), ("post", "applied")],
)  # fmt: skip
def test_wrong_method_is_refused(office, kept, verb, name):
    assert getattr(office, verb)(at(name, kept)).status_code == 405


def test_preview_costs_the_same_queries_for_one_row_and_for_many(
    office, officer, django_assert_max_num_queries
):
    rows = [[f"张{chr(0x4E00 + n)}", None, "县司法局", None, None] for n in range(120)]
    upload = staged(officer, None, *rows)
    with django_assert_max_num_queries(20):
        page = office.get(at("preview", upload))
    assert (page.context["page"].paginator.count, len(page.context["lines"])) == (120, 50)


def test_list_of_files_costs_the_same_queries_for_many(
    office, officer, unit, django_assert_max_num_queries
):
    for n in range(5):
        staged(officer, unit, [f"张{chr(0x4E00 + n)}", None, "县司法局", None, None])
    with django_assert_max_num_queries(10):
        assert len(office.get(reverse("intake:upload")).context["page"]) == 5
