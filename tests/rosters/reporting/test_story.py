"""From the opening of a round to a confirmed list, and what happens when somebody changes then."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditRecord
from rosters.accounts.models import User
from rosters.intake.models import RosterUpload
from rosters.people.models import Person
from rosters.reporting.models import Collection
from rosters.reporting.workbook import SHEET
from rosters.roles.rules import Role
from tests.factories import PASSWORD, make_person, make_unit, make_user
from tests.rosters.intake.factories import identity_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    client = Client()
    client.force_login(make_user(Role.OFFICER))
    return client


@pytest.fixture
def unit():
    """A unit with four people; two of them are called the same."""
    unit = make_unit("县水利局")
    make_unit("县气象局")
    make_person("张三", unit=unit, phone="13800000001", title="科员")
    make_person("张三", unit=unit, title="科员", identity_number=identity_number())
    make_person("李四", unit=unit, phone="13800000003", title="科员")
    make_person("王五", unit=unit, title="局长")
    return unit


def standing(county, collection, unit):
    page = county.get(reverse("reporting:round", args=[collection.pk]))
    (at,) = [report.at for report in page.context["page"] if report.unit == unit]
    return str(at)


def appointed(county, unit, person):
    """A client signed in as the liaison, by the code that the officer handed over."""
    page = county.post(reverse("reporting:appoint", args=[unit.pk]), {"person": person.pk})
    (slip,) = page.context["slips"]
    client = Client()
    entered = {"login": slip.username, "code": slip.code, "password1": PASSWORD}
    client.post(reverse("accounts:activate"), entered | {"password2": PASSWORD})
    return client


def filled_in(content):
    """Two people changed and one added, as somebody does it in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[SHEET]
    place = {cell.value: cell.column for cell in sheet[3]}
    rows = {(row[place["姓名"] - 1].value, row[place["手机号"] - 1].value): row for row in sheet}
    rows["张三", "13800000001"][place["手机号"] - 1].value = "13900000001"
    retired = rows["王五", None]
    retired[place["人员状态"] - 1].value = "退休"
    retired[place["状态日期"] - 1].value = "2026-11-01"
    added = {"姓名": "赵六", "工作单位": "县水利局", "现任职务": "科员"}
    line = sheet.max_row + 1
    for label, text in added.items():
        sheet.cell(line, place[label], text)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def test_a_unit_reports_and_confirms_its_people(county, unit):
    today = timezone.localdate()
    county.post(
        reverse("reporting:open"),
        {"title": "年底报送", "as_of": today, "due_on": today + timedelta(days=7), "which": "all"},
    )
    collection = Collection.objects.get()
    assert standing(county, collection, unit) == "nothing"
    liaison = appointed(county, unit, Person.objects.get(name="李四"))
    county.post(reverse("reporting:remind", args=[collection.pk]), {"unit": unit.pk})

    (own,) = liaison.get(reverse("reporting:mine")).context["rounds"]
    assert [(each.report.unit, each.reminded) for each in own.units] == [(unit, True)]
    here = [collection.pk, unit.pk]
    template = liaison.post(reverse("reporting:template", args=here), {"purpose": "check"})
    file = SimpleUploadedFile("县水利局.xlsx", filled_in(template.content))
    address = liaison.post(reverse("intake:upload"), {"file": file, "unit": unit.pk}).url
    page = liaison.get(address)
    counts = page.context["counts"]
    assert page.context["skipped"] == []
    assert (counts.rows, counts.added, counts.changed, counts.unchanged) == (5, 1, 2, 2)
    assert standing(county, collection, unit) == "reported"

    upload = RosterUpload.objects.get()
    refused = liaison.post(
        reverse("reporting:confirm", args=here),
        {
            "signed": "李四",
            "seen": liaison.get(reverse("reporting:unit", args=here)).context["seen"],
        },
    )
    assert refused.status_code == 422
    assert liaison.get(reverse("intake:confirm", args=[upload.pk])).context["anything"]
    liaison.post(reverse("intake:apply", args=[upload.pk]))
    page = liaison.get(reverse("reporting:unit", args=here))
    assert sorted(posting.person.name for posting in page.context["page"]) == [
        "张三", "张三", "李四", "赵六",
    ]  # fmt: skip
    seen = page.context["seen"]
    liaison.post(reverse("reporting:confirm", args=here), {"signed": "李四", "seen": seen})
    assert standing(county, collection, unit) == "confirmed"
    confirmation = collection.confirmations.get()
    assert (confirmation.people, confirmation.signed) == (4, "李四")
    assert confirmation.confirmed_by == User.objects.get(person__name="李四")

    Person.objects.filter(name="赵六").update(phone="13700000000")
    assert standing(county, collection, unit) == "changed"
    page = liaison.get(reverse("reporting:unit", args=here))
    assert (page.context["report"].at, page.context["seen"] != seen) == ("changed", True)
    done = [row.action for row in AuditRecord.objects.filter(subject_type="rosters.collection")]
    assert done == ["open_collection", "remind_units", "confirm_list"]


def test_a_template_that_nobody_touched_leaves_the_list_as_it_is(county, unit):
    today = timezone.localdate()
    county.post(
        reverse("reporting:open"),
        {
            "title": "年底报送",
            "as_of": today,
            "due_on": today,
            "which": "chosen",
            "units": [unit.pk],
        },
    )
    here = [Collection.objects.get().pk, unit.pk]
    seen = county.get(reverse("reporting:unit", args=here)).context["seen"]
    template = county.post(reverse("reporting:template", args=here), {"purpose": "check"})
    file = SimpleUploadedFile("县水利局.xlsx", template.content)
    county.post(reverse("intake:upload"), {"file": file, "unit": unit.pk})
    upload = RosterUpload.objects.get()
    page = county.post(reverse("intake:apply", args=[upload.pk]), follow=True)
    assert page.context["counts"].unchanged == 4
    assert county.get(reverse("reporting:unit", args=here)).context["seen"] == seen
