"""The pages of the room: what is shown to whom, and what pressing a button does."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import AuditRecord
from rosters.people.models import Credential, DistinctPeople, Person, PersonMerge
from rosters.people.queries import plan_merge
from rosters.roles.rules import Role
from rosters.units.rules import UnitKind
from tests.factories import make_person, make_unit, make_user
from tests.rosters.people.factories import make_status, merge

NUMBER = "11010519491231002X"
PERSON = {"name": "王 小明", "id_kind": "resident", "sex": "", "born_on": "", "phone": "",
          "law_qualification": "", "note": ""}  # fmt: skip


@pytest.fixture
def officer(client, db):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


@pytest.fixture
def units(db):
    return make_unit("县水利局"), make_unit("青山镇", kind=UnitKind.TOWNSHIP)


@pytest.fixture
def unit_officer(client, units):
    user = make_user(Role.OFFICER, unit=units[0])
    client.force_login(user)
    return user


def post(client, name, /, *keys, **data):
    return client.post(reverse(f"people:{name}", args=keys), data)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_person_is_added_with_a_first_posting(client, officer, units):
    data = PERSON | {"number": NUMBER, "phone": "+86 138-0000-1111", "unit": units[0].pk}
    assert client.get(reverse("people:add")).status_code == 200
    answer = post(client, "add", **data, title="科员", rank="", appointed_on="2026-01-05",
                  document="", establishment="")  # fmt: skip
    person = Person.objects.get()
    assert answer.url == reverse("people:detail", args=[person.pk])
    assert (person.name, person.phone, person.id_number) == ("王小明", "13800001111", NUMBER)
    posting = person.postings.get()
    assert (posting.unit, posting.primary, posting.appointed_on) == (
        units[0],
        True,
        date(2026, 1, 5),
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "王1"), ("number", "110105194912310021"), ("phone", "123"), ("born_on", "昨天")],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_saved(client, officer, field, value):
    answer = post(client, "add", **PERSON | {field: value})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert not Person.objects.exists()


def test_officer_of_a_unit_adds_people_to_it_only(client, unit_officer, units):
    without = post(client, "add", **PERSON)
    assert without.status_code == 422 and "unit" in without.context["posting"].errors
    elsewhere = post(client, "add", **PERSON | {"unit": units[1].pk})
    assert elsewhere.status_code == 422
    post(client, "add", **PERSON | {"unit": units[0].pk})
    assert Person.objects.get().postings.get().unit == units[0]


def test_officer_of_a_unit_changes_their_people_and_the_postings_of_their_units(
    client, unit_officer, units
):
    mine, theirs = make_person(unit=units[0]), make_person(unit=units[1])
    abroad = mine.postings.create(unit=units[1], primary=False)
    home = mine.postings.get(unit=units[0])
    for person, status in ((mine, 200), (theirs, 404)):
        for name in ("edit", "status_add", "posting_add", "card_add", "training_add"):
            page = client.get(reverse(f"people:{name}", args=[person.pk]))
            assert page.status_code == status, name
    for posting, status in ((home, 200), (abroad, 404)):
        page = client.get(reverse("people:posting_edit", args=[mine.pk, posting.pk]))
        assert page.status_code == status
    for name in ("duplicates",):
        assert client.get(reverse(f"people:{name}")).status_code == 403
    assert client.get(reverse("people:compare", args=[mine.pk, theirs.pk])).status_code == 403


def test_edit_page_does_not_hold_the_number(client, officer):
    person = make_person("李一", identity_number=NUMBER)
    page = client.get(reverse("people:edit", args=[person.pk]))
    assert NUMBER not in page.content.decode() and "1101**********002X" in page.content.decode()
    assert post(client, "edit", person.pk, **PERSON).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.id_number) == ("王小明", NUMBER)


def test_person_page_shows_everything_and_masks(client, officer, units):
    person = make_person(
        "李一", unit=units[0], identity_number=NUMBER, phone="13800001111", card="A1"
    )
    make_status(person)
    page = client.get(reverse("people:detail", args=[person.pk]))
    text = page.content.decode()
    assert NUMBER not in text and "13800001111" not in text and "138****1111" in text
    assert [change.status for change, _ in page.context["statuses"]] == ["seconded"]
    assert list(page.context["merges"]) == []


def test_showing_in_full_asks_a_purpose_records_it_and_is_not_kept(client, officer):
    person = make_person("李一", identity_number=NUMBER, phone="13800001111")
    refused = post(client, "reveal", person.pk)
    assert refused.status_code == 422 and NUMBER not in refused.content.decode()
    assert not AuditRecord.objects.filter(action="unmask").exists()
    shown = post(client, "reveal", person.pk, purpose="check")
    assert NUMBER in shown.content.decode() and "13800001111" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    deed = AuditRecord.objects.get(action="unmask")
    assert (deed.subject_id, deed.actor_id) == (str(person.pk), officer.pk)
    assert deed.facts == {"what": "person", "count": 1, "purpose": "check"}
    assert NUMBER not in client.get(reverse("people:detail", args=[person.pk])).content.decode()
    assert client.get(reverse("people:reveal", args=[person.pk])).status_code == 405


def test_export_holds_exactly_what_the_list_shows(client, officer, units):
    make_person("=王一", unit=units[0], identity_number=NUMBER, phone="13800001111", pinyin="b")
    make_person("王二", unit=units[0], pinyin="a", hired_on=date(2024, 7, 1))
    make_person("王三", unit=units[1])
    refused = post(client, "export", q="王", unit=units[0].pk)
    assert refused.status_code == 302 and not AuditRecord.objects.filter(action="export").exists()
    answer = post(client, "export", q="王", unit=units[0].pk, purpose="report")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[0] for row in rows] == ["王二", "=王一"]
    assert [row[8:10] for row in rows] == [["", ""], ["1101**********002X", "138****1111"]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    deed = AuditRecord.objects.get(action="export")
    assert deed.facts == {"what": "people_list.xlsx", "count": 2, "purpose": "report"}
    assert (deed.subject_type, deed.subject_id) == ("rosters.unit", str(units[0].pk))


def test_export_of_a_unit_officer_stays_within_the_unit(client, unit_officer, units):
    make_person("王一", unit=units[0])
    make_person("王二", unit=units[1])
    answer = post(client, "export", purpose="report")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["王一"]


def test_list_is_sorted_and_shows_the_merged_only_when_asked(client, officer, units):
    kept, gone = make_person("甲一", pinyin="a", unit=units[1]), make_person("甲一", pinyin="a")
    other = make_person("乙二", pinyin="b", unit=units[0])
    merge(kept, gone)
    address = reverse("people:list")
    for query, people in (
        ({}, [kept, other]),
        ({"sort": "unit"}, [other, kept]),
        ({"merged": "on"}, [gone]),
        ({"sort": "nonsense", "lacks": "nonsense"}, [kept, other]),
    ):
        assert list(client.get(address, query).context["page"]) == people, query


def test_buttons_of_postings_cards_statuses_and_hours(client, officer, units):
    person = make_person("李一", unit=units[0], card="A1")
    posting, card = person.postings.get(), Credential.objects.get()
    keys = {"posting": (person.pk, posting.pk), "card": (person.pk, card.pk)}
    steps = [
        ("posting_transfer", keys["posting"], {"unit": units[1].pk, "day": "2026-09-01"}),
        ("posting_reopen", keys["posting"], {}),
        ("posting_primary", keys["posting"], {}),
        ("posting_end", keys["posting"], {"day": "2026-10-01"}),
        ("card_cancel", keys["card"], {"day": "2026-10-01"}),
        ("card_restore", keys["card"], {}),
        ("card_edit", keys["card"], {"number": "A 2"}),
        ("card_add", (person.pk,), {"number": "A3"}),
        ("status_add", (person.pk,), {"status": "retired", "since": "2026-10-01"}),
        ("training_add", (person.pk,), {"year": "2026", "hours": "40.5"}),
        ("recruitment_edit", (person.pk,), {"hired_on": "2026-07-01"}),
    ]
    for name, arguments, data in steps:
        answer = post(client, name, *arguments, **data)
        assert answer.status_code == 302, (name, answer.context and answer.context["form"].errors)
        assert answer.url == reverse("people:detail", args=[person.pk]), name
    person.refresh_from_db()
    held = person.postings.order_by("pk").values_list("unit", "ended_on", "primary")
    assert list(held) == [
        (units[0].pk, date(2026, 10, 1), True),
        (units[1].pk, None, True),
    ]
    assert sorted(person.credentials.values_list("number", flat=True)) == ["A2", "A3"]
    assert person.status == "retired" and person.recruitment.hired_on == date(2026, 7, 1)
    assert [str(t.hours) for t in person.trainings.all()] == ["40.5"]
    for name, key in (
        ("status_remove", person.status_changes.get().pk),
        ("training_remove", person.trainings.get().pk),
        ("posting_remove", posting.pk),
    ):
        post(client, name, person.pk, key)
    post(client, "recruitment_remove", person.pk)
    person.refresh_from_db()
    assert (person.status, person.trainings.count(), person.postings.count()) == ("in_post", 0, 1)


def test_refusal_is_told_beside_its_field_or_on_the_next_page(client, officer, units):
    person = make_person("李一", unit=units[0], card="A1")
    posting = person.postings.get()
    twice = post(client, "posting_add", person.pk, unit=units[0].pk)
    assert twice.status_code == 422 and list(twice.context["form"].errors) == ["unit"]
    early = post(client, "card_add", person.pk, number="A9", issued_on="2026-01-01",
                 valid_to="2025-01-01")  # fmt: skip
    assert list(early.context["form"].errors) == ["valid_to"]
    post(client, "posting_end", person.pk, posting.pk, day="2026-10-01")
    answer = client.post(
        reverse("people:posting_primary", args=[person.pk, posting.pk]), follow=True
    )
    assert len(said(answer)) == 1


def test_pairs_are_proposed_compared_and_merged(client, officer, units, django_assert_num_queries):
    one = make_person("李一", unit=units[0], phone="13800001111")
    other = make_person("李一", unit=units[1], phone="13800001111", identity_number=NUMBER)
    with django_assert_num_queries(8):
        page = client.get(reverse("people:duplicates"))
    assert [(a, b) for a, b, _ in page.context["page"].object_list] == [(one, other)]
    assert (
        not client.get(reverse("people:duplicates"), {"ground": "unit"}).context["page"].object_list
    )
    compared = client.get(reverse("people:compare", args=[one.pk, other.pk]))
    outcomes = {line.label: line.outcome for line in compared.context["lines"]}
    assert list(outcomes.values())[:2] == ["same", "filled"]
    assert NUMBER not in compared.content.decode()
    seen = plan_merge(one, other).digest
    without = post(client, "merge", one.pk, other.pk, seen=seen, basis="")
    assert without.status_code == 422 and not PersonMerge.objects.exists()
    stale = post(client, "merge", one.pk, other.pk, seen="", basis="比对档案")
    assert stale.status_code == 422 and not PersonMerge.objects.exists()
    done = post(client, "merge", one.pk, other.pk, seen=seen, basis="比对档案")
    assert done.url == reverse("people:detail", args=[one.pk])
    again = post(client, "merge", one.pk, other.pk, seen=seen, basis="比对档案")
    assert again.status_code == 422 and PersonMerge.objects.count() == 1
    found = client.post(reverse("people:find"), {"number": NUMBER})
    assert found.url == reverse("people:detail", args=[one.pk])


def test_page_of_a_merged_row_leads_to_the_kept_one_and_changes_nothing(client, officer, units):
    kept, gone = make_person("李一", unit=units[0]), make_person("李一", unit=units[0])
    done = merge(kept, gone)
    page = client.get(reverse("people:detail", args=[gone.pk]))
    assert page.context["canonical"] == kept
    assert reverse("people:detail", args=[kept.pk]) in page.content.decode()
    assert client.get(reverse("people:edit", args=[gone.pk])).status_code == 404
    for _ in range(2):
        answer = client.post(reverse("people:merge_undo", args=[done.pk]), follow=True)
        assert len(said(answer)) == 1
    gone.refresh_from_db()
    assert gone.merged_into is None


def test_two_people_are_recorded_as_such_and_reconsidered(client, officer, units):
    one, other = make_person("李一", unit=units[0]), make_person("李一", unit=units[0])
    assert post(client, "distinct", one.pk, other.pk).url == reverse("people:duplicates")
    compared = client.get(reverse("people:compare", args=[other.pk, one.pk]))
    assert compared.context["distinct"] == DistinctPeople.objects.get()
    post(client, "distinct_undo", other.pk, one.pk)
    assert not DistinctPeople.objects.exists()
    assert client.get(reverse("people:compare", args=[one.pk, one.pk])).status_code == 404


def test_somebody_to_compare_with_is_found_by_name(client, officer, units):
    one, other = make_person("李一", unit=units[0]), make_person("李一")
    third = make_person("王二")
    address = reverse("people:others", args=[one.pk])
    assert list(client.get(address).context["page"]) == [other]
    assert list(client.get(address, {"q": "王"}).context["page"]) == [third]
    assert list(client.get(address, {"q": ""}).context["page"]) == [other, third]
