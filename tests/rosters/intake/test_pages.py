"""The pages: upload, preview, apply once, and the rejected rows as a workbook."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from rosters.intake.actions import forget_old_uploads, keep_upload
from rosters.intake.models import RosterUpload
from rosters.people.models import Person
from rosters.roles.rules import Role
from tests.factories import make_unit, make_user
from tests.rosters.intake.factories import book, identity_number

pytestmark = pytest.mark.django_db
NUMBER = identity_number()


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    make_unit("县司法局")
    return client


def send(client, content, name="名单.xlsx"):
    return client.post(reverse("intake:upload"), {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def kept(office):
    content = book(
        ["张三", NUMBER, "县司法局", None, None],
        ["李四", "3.6E+17", "县司法局", None, "=1+1"],
        ["王五", None, "<b>某局</b>", None, None],
    )
    response = send(office, content)
    upload = RosterUpload.objects.get()
    assert response.url == reverse("intake:preview", args=[upload.pk])
    return upload


def test_upload_page_says_what_is_read(office):
    response = office.get(reverse("intake:upload"))
    assert response.status_code == 200
    assert "执法证号" in response.content.decode()


def test_kept_file_is_sealed_and_writes_nobody(kept):
    assert NUMBER.encode() not in bytes(kept.sealed)
    assert b"PK\x03\x04" not in bytes(kept.sealed)
    assert not Person.objects.exists()


def test_preview_shows_rejected_rows_first_and_adds_up(office, kept):
    response = office.get(reverse("intake:preview", args=[kept.pk]))
    assert response.status_code == 200
    assert [line.name for line in response.context["page"]] == ["李四", "王五", "张三"]
    assert [(verdict, count) for verdict, _, count in response.context["tabs"]] == [
        ("rejected", 2),
        ("added", 1),
        ("changed", 0),
        ("unchanged", 0),
    ]
    assert "&lt;b&gt;某局&lt;/b&gt;" in response.content.decode()
    assert NUMBER not in response.content.decode()


@pytest.mark.parametrize(
    ("verdict", "names"),
    [("rejected", ["李四", "王五"]), ("added", ["张三"]), ("changed", []), ("nonsense", None)],
)
def test_preview_is_filtered_by_verdict(office, kept, verdict, names):
    response = office.get(reverse("intake:preview", args=[kept.pk]), {"verdict": verdict})
    shown = [line.name for line in response.context["page"]]
    assert shown == (["李四", "王五", "张三"] if names is None else names)


def test_apply_adds_people_and_forgets_the_file(office, kept):
    response = office.post(reverse("intake:apply", args=[kept.pk]))
    assert response.url == reverse("people:list")
    assert list(Person.objects.values_list("name", flat=True)) == ["张三"]
    kept.refresh_from_db()
    assert (kept.sealed, kept.applied_at is not None) == (None, True)


@pytest.mark.parametrize("again", ["apply", "preview", "rejected"])
def test_second_click_is_refused_and_changes_nothing(office, kept, again):
    office.post(reverse("intake:apply", args=[kept.pk]))
    Person.objects.update(note="touched since")
    address = reverse(f"intake:{again}", args=[kept.pk])
    response = office.post(address) if again == "apply" else office.get(address)
    assert response.url == reverse("intake:upload")
    assert "名单.xlsx" in office.get(response.url).content.decode()
    assert Person.objects.get().note == "touched since"


def test_file_of_yesterday_is_forgotten(office, kept):
    RosterUpload.objects.update(uploaded_at=timezone.now() - timedelta(days=1, seconds=1))
    response = office.post(reverse("intake:apply", args=[kept.pk]))
    assert response.url == reverse("intake:upload")
    assert not Person.objects.exists()
    assert forget_old_uploads(now=timezone.now()) == 1
    kept.refresh_from_db()
    assert kept.sealed is None


def test_rejected_rows_download_with_where_and_reason_and_without_formulas(office, kept):
    response = office.get(reverse("intake:rejected", args=[kept.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == ("姓名", "身份证号", "工作单位", "手机号", "现任职务")
    assert [row[0] for row in rows[1:]] == ["李四", "王五"]
    assert [row[5] for row in rows[1:]] == ["名单!3", "名单!4"]
    assert all(row[6] for row in rows[1:])
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"PK\x03\x04 damaged", book(["张三", 1], header=["甲", "乙"])]
)
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
    (told,) = response.context["form"].errors["file"]
    assert "全县.xlsx" in told
    assert "3.0" in told


def addresses(upload):
    return [
        ("get", reverse("intake:upload")),
        ("get", reverse("intake:preview", args=[upload.pk])),
        ("post", reverse("intake:apply", args=[upload.pk])),
        ("get", reverse("intake:rejected", args=[upload.pk])),
    ]


@pytest.mark.parametrize("role", [Role.MARKER, Role.LEADER, Role.LIAISON])
def test_other_roles_are_refused(office, kept, role):
    office.force_login(make_user(role))
    assert [getattr(office, verb)(url).status_code for verb, url in addresses(kept)] == [403] * 4


def test_officer_of_one_unit_is_refused(office, kept):
    office.force_login(make_user(Role.OFFICER, unit=make_unit()))
    assert [getattr(office, verb)(url).status_code for verb, url in addresses(kept)] == [403] * 4


def test_strangers_are_sent_to_sign_in(office, kept):
    office.logout()
    for verb, url in addresses(kept):
        assert getattr(office, verb)(url).url.startswith(reverse("account_login"))


def test_upload_of_another_officer_is_not_found(office, kept):
    office.force_login(make_user(Role.OFFICER))
    assert [getattr(office, verb)(url).status_code for verb, url in addresses(kept)] == [
        200, 404, 404, 404,
    ]  # fmt: skip
    assert not Person.objects.exists()


@pytest.mark.parametrize(("verb", "name"), [("get", "apply"), ("post", "preview")])
def test_wrong_method_is_refused(office, kept, verb, name):
    address = reverse(f"intake:{name}", args=[kept.pk])
    assert getattr(office, verb)(address).status_code == 405


def test_preview_costs_the_same_queries_for_one_row_and_for_many(
    office, officer, django_assert_max_num_queries
):
    rows = [[f"张{chr(0x4E00 + n)}", None, "县司法局", None, None] for n in range(120)]
    upload = keep_upload(actor=officer, content=book(*rows), filename="a.xlsx", now=timezone.now())
    with django_assert_max_num_queries(20):
        assert office.get(reverse("intake:preview", args=[upload.pk])).status_code == 200
