"""The roster pages, from counting to releasing."""

import re
from datetime import date

import pytest

from rosters.cohorts.models import Entry, Release, Roster
from rosters.cohorts.queries import cohort_since
from rosters.cohorts.rules import CohortKind, ReleaseKind
from rosters.people.rules import PersonStatus
from rosters.roles.rules import Role
from tests.factories import make_person, make_release, make_roster, make_unit, make_user

FREEZE = "/rosters/freeze/"
CHOICE = {"as_of": "2026-11-01", "kinds": ["first_time", "enforcement"]}


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
    page = client.get(FREEZE, CHOICE)
    preview = page.context["preview"]
    assert (preview["people"], preview["totals"], preview["on_leave"]) == (2, [1, 2], 1)
    form = CHOICE | {"name": "2026年应考名册"} | counted(page)
    response = client.post(FREEZE, form)
    roster = Roster.objects.get()
    assert response.url == f"/rosters/{roster.pk}/" and roster.entries.count() == 2
    assert roster.as_of == date(2026, 11, 1)
    again = client.post(FREEZE, form)
    assert again.status_code == 422 and "2026年应考名册" in again.content.decode()


def test_what_changed_after_it_was_counted_is_counted_again_before_it_is_frozen(client, officer):
    unit = make_unit()
    make_person("李某", unit=unit, card="A1")
    first = counted(client.get(FREEZE, CHOICE))
    make_person("吴某", unit=unit, card="A2")
    again = client.post(FREEZE, CHOICE | {"name": "2026年应考名册"} | first)
    assert again.status_code == 422 and not Roster.objects.exists()
    assert again.context["preview"]["people"] == 2
    assert client.post(FREEZE, CHOICE | {"name": "2026年应考名册"}).status_code == 422
    client.post(FREEZE, CHOICE | {"name": "2026年应考名册"} | counted(again))
    assert Roster.objects.get().entries.count() == 2


def test_page_names_people_without_a_unit(client, officer):
    make_person("李某", card="A1")
    page = client.get(FREEZE)
    assert [entry.name for entry in page.context["preview"]["without_unit"]] == ["李某"]
    assert client.post(FREEZE, CHOICE | {"name": "甲"}).status_code == 422


@pytest.mark.parametrize("data", [{"as_of": "never"}, {"as_of": "2026-11-01", "kinds": ["all"]}])
def test_a_choice_that_cannot_be_read_counts_nobody(client, officer, data):
    page = client.get(FREEZE, data)
    assert page.context["preview"] is None and page.context["choice"].errors
    assert client.post(FREEZE, data | {"name": "甲"}).status_code == 422


def test_officer_changes_the_days(client, officer):
    form = {"new_leader": "2022-01-01", "first_time": ""}
    assert client.post("/rosters/since/", form).url == FREEZE
    assert cohort_since()[CohortKind.NEW_LEADER] == date(2022, 1, 1)
    assert cohort_since()[CohortKind.FIRST_TIME] is None
    client.post("/rosters/since/", {"new_leader": "soon", "first_time": ""})
    assert cohort_since()[CohortKind.NEW_LEADER] == date(2022, 1, 1)


def test_roster_page_filters_and_counts(client, officer):
    near, far = make_unit(), make_unit()
    people = [
        make_person("李一", unit=near),
        make_person("李二", unit=far),
        make_person("吴三", unit=far),
    ]
    roster = make_roster(*people)
    make_release(roster.entries.get(number=2))

    def found(**filters):
        page = client.get(f"/rosters/{roster.pk}/", filters)
        return [entry.number for entry in page.context["page"]]

    assert found() == [1, 2, 3]
    assert found(q="李") == [1, 2]
    assert found(unit=far.pk) == [2, 3]
    assert found(cohort="enforcement", unit=near.pk) == [1]
    assert found(cohort="first_time") == []
    assert found(release="none") == [1, 3]
    assert found(release="exempt") == [2]
    assert found(unit="everything", release="odd", page="99") == [1, 2, 3]
    page = client.get(f"/rosters/{roster.pk}/")
    assert page.context["must_sit"] == 2
    assert page.context["released"] == [("exempt", 1), ("deferred", 0), ("left", 0)]


def test_lists_take_the_same_number_of_queries_for_many(client, officer, django_assert_num_queries):
    roster = make_roster(*[make_person(unit=make_unit()) for _ in range(60)])
    make_release(roster.entries.get(number=1))
    with django_assert_num_queries(9):
        assert len(client.get(f"/rosters/{roster.pk}/").context["page"]) == 50
    make_roster(make_person(unit=make_unit()))
    with django_assert_num_queries(5):
        assert [r.size for r in client.get("/rosters/").context["page"]] == [1, 60]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(PersonStatus.LONG_LEAVE, "deferred"), (PersonStatus.RETIRED, "left"), ("in_post", None)],
)
def test_entry_page_suggests_and_records_a_release(client, officer, status, kind):
    roster = make_roster(make_person(unit=make_unit(), status=status))
    address = f"/rosters/{roster.pk}/entries/1/"
    assert client.get(address).context["form"].initial == {"kind": kind}
    assert client.post(address, {"kind": "deferred", "basis": ""}).status_code == 422
    saved = client.post(address, {"kind": "deferred", "basis": "产假"})
    assert saved.url == f"/rosters/{roster.pk}/"
    release = Release.objects.get()
    assert (release.kind, release.basis) == (ReleaseKind.DEFERRED, "产假")
    assert client.post(address, {"kind": "exempt", "basis": "又"}).status_code == 422
    assert client.get(address).context["entry"].release == release


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
