"""The county's pages of a round and the liaison's own."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from audit.actions import SYSTEM
from audit.queries import history
from rosters.people.models import Person
from rosters.people.rules import PersonStatus
from rosters.reporting.actions import close_collection, remind_units
from rosters.reporting.models import Collection, Confirmation, Reminder
from rosters.reporting.queries import list_digests
from rosters.reporting.workbook import SHEET
from rosters.roles.rules import Role
from rosters.units.rules import UnitKind
from tests.factories import make_person, make_unit, make_user
from tests.rosters.intake.factories import identity_number
from tests.rosters.reporting.factories import make_confirmation, make_round, make_upload

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def soon():
    return today() + timedelta(days=7)


@pytest.fixture
def officer():
    return make_user(Role.OFFICER)


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def unit():
    return make_unit("县水利局")


@pytest.fixture
def liaison(unit):
    return make_user(Role.LIAISON, unit=unit)


def started(*units, **given):
    return make_round(*units, now=timezone.now(), **{"due_on": soon()} | given)


def told(page):
    return [message.level_tag for message in page.context["messages"]]


def opening(**given):
    usual = {
        "title": "年底报送", "as_of": today().isoformat(), "due_on": soon().isoformat(),
        "note": "只报在职人员", "which": "all",
    }  # fmt: skip
    return usual | given


def test_officer_opens_a_round_for_all_units(office, unit):
    make_unit("原农机局", order=9).__class__.objects.filter(name="原农机局").update(
        dissolved_on=today()
    )
    answer = office.post(reverse("reporting:open"), opening())
    opened = Collection.objects.get()
    assert answer.url == reverse("reporting:round", args=[opened.pk])
    assert (opened.title, opened.note, list(opened.units.all())) == (
        "年底报送", "只报在职人员", [unit],
    )  # fmt: skip


def test_officer_opens_a_round_for_a_kind_or_for_chosen_units(office, unit):
    town, village = (make_unit(name, kind=UnitKind.TOWNSHIP) for name in ("青山镇", "白水镇"))
    office.post(reverse("reporting:open"), opening(which="kinds", kinds=["township"]))
    assert list(Collection.objects.get().units.all()) == [town, village]
    chosen = opening(title="补报", which="chosen", units=[unit.pk, town.pk])
    office.post(reverse("reporting:open"), chosen)
    assert set(Collection.objects.get(title="补报").units.all()) == {unit, town}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"which": "kinds"}, "kinds"),
        ({"which": "chosen"}, "units"),
        ({"which": "chosen", "units": ["999999"]}, "units"),
        ({"which": ""}, "which"),
        ({"title": ""}, "title"),
        ({"due_on": "昨天"}, "due_on"),
        ({"due_on": "2026-01-01"}, "__all__"),
    ],
)
def test_a_round_that_asks_nothing_sensible_is_refused(office, unit, given, field):
    answer = office.post(reverse("reporting:open"), opening(**given))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Collection.objects.exists()


def test_list_of_rounds_says_how_many_have_confirmed(office, unit):
    assert list(office.get(reverse("reporting:list")).context["page"]) == []
    other = make_unit()
    collection = started(unit, other)
    make_confirmation(collection, unit)
    make_confirmation(collection, unit)
    (row,) = office.get(reverse("reporting:list")).context["page"]
    assert (row.asked, row.confirmed) == (2, 1)


def test_round_page_counts_and_filters(office, unit):
    other = make_unit("青山镇", kind=UnitKind.TOWNSHIP)
    collection = started(unit, other)
    make_confirmation(collection, unit)
    make_upload(other, at=timezone.now())
    address = reverse("reporting:round", args=[collection.pk])
    page = office.get(address)
    assert page.context["counts"] == {
        "units": 2, "confirmed": 1, "changed": 0, "reported": 1, "nothing": 0, "overdue": 0,
    }  # fmt: skip
    assert [report.unit for report in page.context["page"]] == [unit, other]
    for query, expected in [
        ({"at": "confirmed"}, [unit]),
        ({"at": "reported"}, [other]),
        ({"at": "nothing"}, []),
        ({"q": "青山"}, [other]),
        ({"kind": "township"}, [other]),
        ({"overdue": "on"}, []),
        ({"kind": "spaceship"}, [unit, other]),
    ]:
        page = office.get(address, query)
        assert [report.unit for report in page.context["page"]] == expected, query
        assert page.context["counts"]["units"] == 2


def test_reminding_from_the_page(office, unit):
    other = make_unit()
    collection = started(unit, other)
    address = reverse("reporting:remind", args=[collection.pk])
    assert told(office.post(address, {"unit": unit.pk}, follow=True)) == ["success"]
    assert told(office.post(address, follow=True)) == ["success"]
    assert list(Reminder.objects.values_list("unit", flat=True)) == [unit.pk, unit.pk, other.pk]
    assert office.post(address, {"unit": make_unit().pk}).status_code == 404


def test_closing_from_the_page(office, unit):
    collection = started(unit)
    address = reverse("reporting:close", args=[collection.pk])
    assert told(office.post(address, follow=True)) == ["success"]
    assert told(office.post(address, follow=True)) == ["error"]
    remind = reverse("reporting:remind", args=[collection.pk])
    assert told(office.post(remind, follow=True)) == ["error"]


def test_reminder_is_printed_for_those_who_have_not_confirmed(office, unit):
    pypdf = pytest.importorskip("pypdf")
    other = make_unit("青山镇")
    collection = started(unit, other, title="年底报送")
    address = reverse("reporting:notice", args=[collection.pk])
    make_confirmation(collection, unit)
    answer = office.get(address)
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages
    )
    assert "年底报送" in text and "青山镇" in text and "县水利局" not in text
    make_confirmation(collection, other)
    assert told(office.get(address, follow=True)) == ["error"]


def test_a_unit_whose_name_cannot_be_printed_is_named(office):
    odd = make_unit("县\U0003ffff局")
    collection = started(odd)
    page = office.get(reverse("reporting:notice", args=[collection.pk]), follow=True)
    assert told(page) == ["error"]


# The liaison.


def test_liaison_sees_open_rounds_of_own_units(client, liaison, unit):
    below, other = make_unit("水政大队", parent=unit), make_unit()
    collection = started(unit, below, other)
    client.force_login(liaison)
    (own,) = client.get(reverse("reporting:mine")).context["rounds"]
    assert own.collection == collection
    assert [each.report.unit for each in own.units] == [unit, below]
    close_collection(actor=SYSTEM, collection=collection, now=timezone.now())
    assert client.get(reverse("reporting:mine")).context["rounds"] == []


def test_a_liaison_of_several_units_sees_them_all(client, unit):
    other = make_unit()
    user = make_user(Role.LIAISON, unit=unit)
    user.grants.create(role=Role.LIAISON, unit=other)
    started(unit, other, make_unit())
    client.force_login(user)
    (own,) = client.get(reverse("reporting:mine")).context["rounds"]
    assert [each.report.unit for each in own.units] == [unit, other]


def test_reminder_stands_on_the_liaisons_pages(client, liaison, unit):
    collection = started(unit)
    client.force_login(liaison)
    address = reverse("reporting:unit", args=[collection.pk, unit.pk])
    assert not client.get(address).context["reminded"]
    remind_units(actor=SYSTEM, collection=collection, unit=None, now=timezone.now())
    assert client.get(address).context["reminded"]
    (own,) = client.get(reverse("reporting:mine")).context["rounds"]
    assert [each.reminded for each in own.units] == [True]


def test_people_are_shown_masked(client, liaison, unit):
    person = make_person("张三", unit=unit, identity_number=identity_number(), phone="13812345678")
    make_person("李四", unit=unit, status=PersonStatus.RETIRED)
    collection = started(unit)
    client.force_login(liaison)
    page = client.get(reverse("reporting:unit", args=[collection.pk, unit.pk]))
    assert [posting.person for posting in page.context["page"]] == [person]
    text = page.content.decode()
    assert person.id_masked in text and person.phone_masked in text
    assert identity_number() not in text and "13812345678" not in text


def test_template_asks_for_a_purpose_and_is_recorded(client, liaison, unit):
    make_person("张三", unit=unit)
    collection = started(unit)
    client.force_login(liaison)
    address = reverse("reporting:template", args=[collection.pk, unit.pk])
    assert told(client.post(address, follow=True)) == ["error"]
    assert not history(unit).filter(action="export").exists()
    answer = client.post(address, {"purpose": "check"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))[SHEET]
    assert [row[1] for row in sheet.iter_rows(min_row=4, values_only=True)] == ["张三"]
    (row,) = history(unit).filter(action="export")
    assert (row.actor_id, row.facts) == (
        liaison.pk, {"what": "template.xlsx", "count": 1, "purpose": "check"},
    )  # fmt: skip


def confirming(client, collection, unit, **given):
    address = reverse("reporting:confirm", args=[collection.pk, unit.pk])
    usual = {"signed": "张三", "seen": list_digests([unit])[unit.pk]}
    return client.post(address, usual | given)


def test_liaison_confirms_what_was_shown(client, liaison, unit):
    make_person(unit=unit)
    collection = started(unit)
    client.force_login(liaison)
    page = client.get(reverse("reporting:unit", args=[collection.pk, unit.pk]))
    answer = confirming(client, collection, unit, seen=page.context["seen"])
    assert answer.url == reverse("reporting:unit", args=[collection.pk, unit.pk])
    done = Confirmation.objects.get()
    assert (done.signed, done.people, done.confirmed_by) == ("张三", 1, liaison)
    assert client.get(answer.url).context["report"].confirmation == done


def test_confirming_without_a_name_or_with_another_list_is_refused(client, liaison, unit):
    collection = started(unit)
    client.force_login(liaison)
    nameless = confirming(client, collection, unit, signed=" ")
    assert (nameless.status_code, list(nameless.context["form"].errors)) == (422, ["signed"])
    seen = list_digests([unit])[unit.pk]
    make_person(unit=unit)
    stale = confirming(client, collection, unit, seen=seen)
    assert (stale.status_code, list(stale.context["form"].errors)) == (409, ["__all__"])
    assert stale.context["seen"] == list_digests([unit])[unit.pk]
    assert not Confirmation.objects.exists()


def test_confirming_while_a_file_waits_is_refused(client, liaison, unit):
    collection = started(unit)
    upload = make_upload(unit, "ready", at=timezone.now())
    client.force_login(liaison)
    page = client.get(reverse("reporting:unit", args=[collection.pk, unit.pk]))
    assert page.context["waiting"] == upload
    assert confirming(client, collection, unit).status_code == 422
    assert not Confirmation.objects.exists()


def test_officer_confirms_for_a_unit_without_a_liaison(office, officer, unit):
    collection = started(unit)
    assert confirming(office, collection, unit).status_code == 302
    assert Confirmation.objects.get().confirmed_by == officer


def own_pages(collection, unit):
    arguments = [collection.pk, unit.pk]
    return [
        ("get", reverse("reporting:unit", args=arguments)),
        ("post", reverse("reporting:template", args=arguments)),
        ("post", reverse("reporting:confirm", args=arguments)),
    ]


def test_a_unit_of_somebody_else_or_outside_the_round_is_not_found(client, liaison, unit):
    other, unasked = make_unit(), make_unit(parent=unit)
    collection = started(unit, other)
    client.force_login(liaison)
    for each in (other, unasked):
        answers = [getattr(client, verb)(url) for verb, url in own_pages(collection, each)]
        assert [answer.status_code for answer in answers] == [404] * 3


@pytest.mark.parametrize("role", [Role.LEADER, Role.MARKER, Role.REVIEWER])
def test_other_roles_are_refused(client, unit, role):
    collection = started(unit)
    client.force_login(make_user(role))
    pages = [("get", reverse("reporting:mine")), *own_pages(collection, unit)]
    assert [getattr(client, verb)(url).status_code for verb, url in pages] == [403] * 4


def test_officer_of_one_unit_neither_opens_rounds_nor_reports(client, unit):
    collection = started(unit)
    client.force_login(make_user(Role.OFFICER, unit=unit))
    pages = [
        ("get", reverse("reporting:list")),
        ("get", reverse("reporting:round", args=[collection.pk])),
        ("get", reverse("reporting:mine")),
        *own_pages(collection, unit),
    ]
    assert [getattr(client, verb)(url).status_code for verb, url in pages] == [403] * 6


def test_unit_page_costs_the_same_queries_for_many_people(
    client, liaison, unit, django_assert_max_num_queries
):
    for n in range(60):
        make_person(unit=unit, card=f"证{n}")
    collection = started(unit)
    client.force_login(liaison)
    address = reverse("reporting:unit", args=[collection.pk, unit.pk])
    with django_assert_max_num_queries(30):
        page = client.get(address)
    assert (page.context["report"].people, len(page.context["page"])) == (60, 50)


def test_round_page_costs_the_same_queries_for_many_units(office, django_assert_max_num_queries):
    units = [make_unit() for _ in range(60)]
    collection = started(*units)
    for unit in units[:55]:
        make_confirmation(collection, unit)
    with django_assert_max_num_queries(20):
        page = office.get(reverse("reporting:round", args=[collection.pk]))
    assert page.context["page"].paginator.count == 60


def test_a_person_who_changes_after_the_confirmation_shows(office, unit):
    person = make_person(unit=unit)
    collection = started(unit)
    confirming(office, collection, unit)
    address = reverse("reporting:round", args=[collection.pk])
    assert office.get(address).context["counts"]["confirmed"] == 1
    Person.objects.filter(pk=person.pk).update(phone="13800000000")
    page = office.get(address)
    assert (page.context["counts"]["confirmed"], page.context["counts"]["changed"]) == (0, 1)
