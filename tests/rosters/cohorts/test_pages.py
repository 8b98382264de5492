"""The roster pages, from counting to releasing."""

import re
from datetime import date

import pytest

from rosters.cohorts.models import Cohort, Entry, Roster
from rosters.cohorts.queries import active_cohorts
from rosters.cohorts.rules import CohortKind
from rosters.people.rules import PersonStatus
from rosters.roles.rules import Role
from tests.factories import make_person, make_release, make_roster, make_unit, make_user

FREEZE = "/rosters/freeze/"


def choice():
    """The form of two cohorts."""
    cohorts = active_cohorts(CohortKind.FIRST_TIME, CohortKind.ENFORCEMENT)
    return {"as_of": "2026-11-01", "cohorts": [cohort.pk for cohort in cohorts]}


def counted(page):
    """The digest that the page posts back with the choice."""
    return {"counted": re.search(r'name="counted" value="(\w{64})"', page.content.decode())[1]}


@pytest.fixture
def officer(client, db):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def test_page_counts_by_kind_of_unit_and_freezes_what_it_counted(client, officer):
    unit = make_unit()
    make_person("李某", unit=unit, card="A1", hired_on=date(2024, 7, 1))
    make_person("吴某", unit=unit, card="A2", status=PersonStatus.LONG_LEAVE)
    page = client.get(FREEZE, choice())
    preview = page.context["preview"]
    assert (preview["people"], preview["totals"], preview["on_leave"]) == (2, [1, 2], 1)
    form = choice() | {"name": "2026年应考名册"} | counted(page)
    response = client.post(FREEZE, form)
    roster = Roster.objects.get()
    assert response.url == f"/rosters/{roster.pk}/" and roster.entries.count() == 2
    assert roster.as_of == date(2026, 11, 1)
    again = client.post(FREEZE, form)
    assert again.status_code == 422 and "2026年应考名册" in again.content.decode()


def test_what_changed_after_it_was_counted_is_counted_again_before_it_is_frozen(client, officer):
    unit = make_unit()
    make_person("李某", unit=unit, card="A1")
    first = counted(client.get(FREEZE, choice()))
    make_person("吴某", unit=unit, card="A2")
    again = client.post(FREEZE, choice() | {"name": "2026年应考名册"} | first)
    assert again.status_code == 422 and not Roster.objects.exists()
    assert again.context["preview"]["people"] == 2
    assert client.post(FREEZE, choice() | {"name": "2026年应考名册"}).status_code == 422
    client.post(FREEZE, choice() | {"name": "2026年应考名册"} | counted(again))
    assert Roster.objects.get().entries.count() == 2


def test_page_names_people_without_a_unit(client, officer):
    make_person("李某", card="A1")
    page = client.get(FREEZE)
    assert [entry.name for entry in page.context["preview"]["without_unit"]] == ["李某"]
    assert client.post(FREEZE, choice() | {"name": "甲"}).status_code == 422


def test_page_tells_the_rules_that_count_and_who_is_exempt_by_them(client, officer):
    make_person(unit=make_unit(), card="A1", law_qualification="A类")
    cohort = Cohort.objects.get(kind=CohortKind.ENFORCEMENT)
    cohort.rule |= {"exempt_qualified": True}
    cohort.save()
    preview = client.get(FREEZE).context["preview"]
    assert preview["exempt"] == 1
    assert [shown.name for shown, _words in preview["cohorts"]] == [
        "新任领导干部", "初任公务员", "行政执法人员",
    ]  # fmt: skip
    assert preview["cohorts"][2][1].endswith("自动免考")


def test_a_cohort_that_is_not_in_use_cannot_be_chosen(client, officer):
    make_person(unit=make_unit(), card="A1")
    asked = choice()
    Cohort.objects.update(active=False)
    assert client.get(FREEZE, asked).context["choice"].errors


@pytest.mark.parametrize("data", [{"as_of": "never"}, {"as_of": "2026-11-01", "cohorts": ["0"]}])
def test_a_choice_that_cannot_be_read_counts_nobody(client, officer, data):
    page = client.get(FREEZE, data)
    assert page.context["preview"] is None and page.context["choice"].errors
    assert client.post(FREEZE, data | {"name": "甲"}).status_code == 422


def test_codes_go_to_those_who_must_sit_and_have_no_login(client, officer):
    people = [make_person(name, unit=make_unit()) for name in ("甲某", "乙某", "丙某")]
    roster = make_roster(*people)
    make_release(roster.entries.get(number=1))
    make_user(person=people[1])
    address = f"/rosters/{roster.pk}/codes/"
    assert client.get(address).context["count"].people == 1
    assert [slip.name for slip in client.post(address).context["slips"]] == ["丙某"]


def test_missing_roster_or_entry_is_not_found(client, officer):
    roster = make_roster(make_person(unit=make_unit()))
    big = "9" * 30
    for address in (
        "99/",
        "99/codes/",
        f"{roster.pk}/entries/2/",
        "99/entries/1/",
        f"{big}/",
        f"{big}/codes/",
        f"{big}/entries/1/",
        f"{roster.pk}/entries/{big}/",
    ):
        assert client.get(f"/rosters/{address}").status_code == 404


@pytest.mark.parametrize(
    ("role", "expected"),
    [(None, 302), ("candidate", 403), (Role.LEADER, 403), (Role.LIAISON, 403), (Role.MARKER, 403),
     ("unit officer", 403), (Role.OFFICER, 200)],
)  # fmt: skip
def test_only_officers_of_the_county_see_rosters(client, db, role, expected):
    roster = make_roster(make_person(unit=make_unit()))
    if role == "candidate":
        client.force_login(make_user(person=Entry.objects.get().person))
    elif role == "unit officer":
        client.force_login(make_user(Role.OFFICER, unit=Entry.objects.get().unit))
    elif role:
        client.force_login(make_user(role))
    for address in (
        "",
        "freeze/",
        f"{roster.pk}/",
        f"{roster.pk}/entries/1/",
        f"{roster.pk}/codes/",
    ):
        assert client.get(f"/rosters/{address}").status_code == expected, address
