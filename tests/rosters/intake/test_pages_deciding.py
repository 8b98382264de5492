"""The pages on which a person decides: rows, cells, columns, who is gone."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from rosters.intake.actions import stage_upload
from rosters.intake.models import ColumnMemory, RosterUpload
from rosters.people.models import Person
from rosters.roles.rules import Role
from tests.factories import make_person, make_unit, make_user
from tests.rosters.intake.factories import book, identity_number
from tests.rosters.intake.staged import apply

pytestmark = pytest.mark.django_db
NUMBER = identity_number()


@pytest.fixture
def unit():
    return make_unit("县司法局")


@pytest.fixture
def office(client, unit):
    client.force_login(make_user(Role.OFFICER))
    return client


def staged(*rows, unit=None, **options):
    found = stage_upload(
        actor=make_user(),
        content=book(*rows, **options),
        filename="名单.xlsx",
        unit=unit,
        now=timezone.now(),
    )
    assert isinstance(found, RosterUpload), found
    return found


def at(name, upload, *more):
    return reverse(f"intake:{name}", args=[upload.pk, *more])


def verdicts(upload):
    return dict(upload.rows.values_list("name", "verdict"))


# Whom a row is about.


@pytest.fixture
def doubtful(office, unit):
    """A file whose row may be about the one on file, or about a namesake."""
    make_person("张三", unit=unit, phone="13800000001")
    return staged(["张三", None, "县司法局", "13900000002", None])


def test_a_doubtful_row_is_decided_and_the_decision_taken_back(office, doubtful):
    row = doubtful.rows.get()
    assert row.verdict == "decision"
    same = row.proposals[0][0]
    page = office.get(at("preview", doubtful))
    assert f'<option value="{same}">' in page.content.decode()
    answer = office.post(at("choice", doubtful, row.pk), {"choice": same, "verdict": "decision"})
    assert answer.url == f"{at('preview', doubtful)}?verdict=decision#row-{row.pk}"
    assert verdicts(doubtful) == {"张三": "changed"}
    office.post(at("choice", doubtful, row.pk), {"choice": "new"})
    assert verdicts(doubtful) == {"张三": "changed"}  # nothing else is offered any more
    office.post(at("choice", doubtful, row.pk), {"choice": ""})
    assert verdicts(doubtful) == {"张三": "decision"}
    office.post(at("choice", doubtful, row.pk), {"choice": "new"})
    assert verdicts(doubtful) == {"张三": "added"}


def test_a_choice_that_was_not_offered_is_refused(office, doubtful):
    row = doubtful.rows.get()
    page = office.post(at("choice", doubtful, row.pk), {"choice": "same:999999"}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert verdicts(doubtful) == {"张三": "decision"}


def test_a_rejected_row_is_left_out(office):
    upload = staged(["李四", "3.6E+17", "县司法局", None, None])
    row = upload.rows.get()
    office.post(at("choice", upload, row.pk), {"choice": "skip"})
    assert verdicts(upload) == {"李四": "left_out"}
    page = office.get(at("preview", upload))
    assert (page.context["counts"].left_out, page.context["counts"].rejected) == (1, 0)


# Cells of a row.


@pytest.fixture
def wrong(office):
    return staged(["李四", NUMBER[:17], "县司发局", "139", "股长"])


def cells(page):
    return {field.name: field.initial for field in page.context["form"]}


def test_cells_are_shown_with_numbers_masked(office, wrong):
    page = office.get(at("row", wrong, wrong.rows.get().pk))
    assert cells(page) == {
        "name": "李四",
        "identity": None,
        "clear-identity": None,
        "unit": "县司发局",
        "phone": None,
        "clear-phone": None,
        "title": "股长",
        "born": "",
    }
    assert page.context["reasons"]
    assert NUMBER[:17] not in page.content.decode()


def correct(client, upload, **given):
    row = upload.rows.get()
    usual = {"name": "李四", "unit": "县司发局", "title": "股长"}
    return client.post(at("row", upload, row.pk), usual | given)


def test_a_corrected_row_is_weighed_again(office, wrong):
    row = wrong.rows.get()
    given = {"unit": "县司法局", "identity": NUMBER, "clear-phone": "on", "q": "李", "page": "1"}
    answer = correct(office, wrong, **given)
    assert answer.url == f"{at('preview', wrong)}?q=%E6%9D%8E&page=1#row-{row.pk}"
    assert verdicts(wrong) == {"李四": "added"}
    apply(wrong, timezone.now())
    person = Person.objects.get()
    assert (person.id_masked[:4], person.phone) == (NUMBER[:4], "")


def test_what_is_left_empty_of_a_number_stays(office, wrong):
    correct(office, wrong, unit="县司法局")
    assert verdicts(wrong) == {"李四": "rejected"}
    reasons = [reason["code"] for reason in wrong.rows.get().reasons]
    assert reasons == ["intake.row_id_format", "intake.row_phone"]


def test_what_was_typed_is_kept_sealed(office, wrong):
    correct(office, wrong, identity=NUMBER)
    assert NUMBER.encode() not in bytes(wrong.rows.get().corrections)


def test_an_applied_file_is_corrected_no_more(office, unit):
    upload = staged(["李四", None, "县司法局", None, None])
    apply(upload, timezone.now())
    answer = office.post(at("row", upload, upload.rows.get().pk), {"name": "王五"})
    assert answer.status_code == 422
    assert Person.objects.get().name == "李四"


# Columns.


def test_columns_show_samples_and_are_changed_and_remembered(office, unit):
    header = ["姓名", "工作单位", "代号", "备注"]
    upload = staged(["张三", "县司法局", "13800001234", "甲"], unit=unit, header=header)
    page = office.get(at("columns", upload))
    assert [(told.label, told.column) for told, _ in page.context["form"].lines()] == [
        ("姓名", "name"),
        ("工作单位", "unit"),
        ("代号", ""),
        ("备注", "note"),
    ]
    assert "13800001234" not in page.content.decode()
    choice = {"column-0": "name", "column-1": "unit", "column-2": "phone", "column-3": ""}
    assert office.post(at("columns", upload), choice).url == at("preview", upload)
    told = [told for told, _ in office.get(at("columns", upload)).context["form"].lines()]
    assert [each.column for each in told] == ["name", "unit", "phone", ""]
    assert set(ColumnMemory.objects.values_list("unit", "label", "column")) == {
        (unit.pk, "代号", "phone"),
        (unit.pk, "备注", "unused"),
    }
    again = staged(["李四", "县司法局", "13800001235", "乙"], unit=unit, header=header)
    told = [told for told, _ in office.get(at("columns", again)).context["form"].lines()]
    assert [(each.column, each.remembered) for each in told] == [
        ("name", False), ("unit", False), ("phone", True), ("", True),
    ]  # fmt: skip


def test_a_column_that_does_not_exist_is_refused(office):
    upload = staged(["张三", None, "县司法局", None, None])
    answer = office.post(at("columns", upload), {"column-0": "spaceship"})
    assert (answer.status_code, "column-0" in answer.context["form"].errors) == (422, True)
    assert not ColumnMemory.objects.exists()


# Who is gone.


@pytest.fixture
def second(office, unit):
    """The second file of a unit; two people of the first one are missing."""
    names = ("张三", "李四", "王五")
    first = staged(*[[name, None, "县司法局", None, None] for name in names], unit=unit)
    apply(first, timezone.now())
    return staged(["张三", None, "县司法局", None, None], unit=unit)


def keys(upload):
    return [str(line.pk) for line in upload.gone.order_by("pk")]


def test_missing_people_are_listed_and_given_a_status(office, second):
    page = office.get(at("gone", second))
    assert {form.line.person.name for form in page.context["forms"]} == {"李四", "王五"}
    retired, other = keys(second)
    given = {
        f"{retired}-status": "retired",
        f"{retired}-since": "2026-11-01",
        f"{other}-status": "",
    }
    assert office.post(at("gone", second), given).url == at("gone", second)
    lines = second.gone.order_by("pk").values_list("status", "since")
    assert list(lines) == [("retired", date(2026, 11, 1)), ("", None)]
    page = office.get(at("confirm", second))
    assert (page.context["ended"], page.context["unasked"]) == (1, 1)
    apply(second, timezone.now())
    statuses = set(Person.objects.values_list("status", flat=True))
    assert statuses == {"in_post", "retired"}


def test_a_status_needs_its_day_and_nothing_is_saved_without(office, second):
    retired, other = keys(second)
    given = {f"{retired}-status": "retired", f"{other}-status": "left", f"{other}-since": "昨天"}
    answer = office.post(at("gone", second), given)
    assert answer.status_code == 422
    assert [list(form.errors) for form in answer.context["forms"]] == [["since"], ["since"]]
    assert set(second.gone.values_list("status", flat=True)) == {""}


def test_choices_about_all_are_taken_back_at_once(office, second):
    given = {}
    for key in keys(second):
        given |= {f"{key}-status": "left", f"{key}-since": "2026-11-01"}
    office.post(at("gone", second), given)
    assert set(second.gone.values_list("status", flat=True)) == {"left"}
    office.post(at("gone", second), {"nothing": "1"})
    assert set(second.gone.values_list("status", "since")) == {("", None)}


def test_nobody_missing_says_so(office):
    upload = staged(["张三", None, "县司法局", None, None])
    assert office.get(at("gone", upload)).context["forms"] == []


def test_no_form_is_shown_for_a_file_that_was_applied(office, unit):
    upload = staged(["甲一", NUMBER, unit.name], unit=unit)
    row = upload.rows.get()
    forms = [
        reverse("intake:row", args=[upload.pk, row.pk]),
        reverse("intake:columns", args=[upload.pk]),
    ]
    assert [office.get(address).status_code for address in forms] == [200, 200]
    apply(upload)
    back = reverse("intake:preview", args=[upload.pk])
    assert [office.get(address).url for address in forms] == [back, back]
