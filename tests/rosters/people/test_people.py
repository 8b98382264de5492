"""Finding people, and what is shown of them to whom."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosters.people.models import Credential, Person, Posting
from rosters.people.queries import (
    Holds,
    Lacks,
    Order,
    find_by_identity_number,
    in_order,
    search_people,
)
from rosters.people.rules import (
    CredentialStatus,
    PersonStatus,
    fold_identity_number,
    fold_person_name,
    fold_phone,
    mask_phone,
)
from rosters.roles.rules import Role
from rosters.units.rules import UnitKind
from tests.factories import make_person, make_unit, make_user

NUMBER = "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("张 三", "张三"), (" 张　三 ", "张三"), ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
     ("Anna Maria", "Anna Maria"), ("𬭎𬭎", "𬭎𬭎"), ("", "")],
)  # fmt: skip
def test_typed_name_is_compared_as_kept(typed, kept):
    assert fold_person_name(typed) == kept


@given(st.text(), st.text(alphabet="0123456789１xX× 　-+()"))
def test_folding_twice_changes_nothing(name, number):
    assert fold_person_name(fold_person_name(name)) == fold_person_name(name)
    for fold in (fold_phone, fold_identity_number):
        assert fold(fold(number)) == fold(number)


@pytest.mark.parametrize(
    ("phone", "masked"), [("13800001234", "138****1234"), ("", ""), ("5551234", "5551234")]
)
def test_phone_is_masked_in_lists(phone, masked):
    assert mask_phone(phone) == masked


@pytest.fixture
def county(db):
    """Three people: {letter: person}."""
    bureau, town = make_unit("县水利局"), make_unit("青山镇", kind=UnitKind.TOWNSHIP)
    brigade = make_unit("水政大队", kind=UnitKind.SUBORDINATE, parent=bureau)
    people = {
        "a": make_person("李一", unit=bureau, phone="13800001111", rank="副处级"),
        "b": make_person("李二", unit=brigade, hired_on=date(2024, 7, 1), identity_number=NUMBER),
        "c": make_person("吴三", unit=town, card="A1", status=PersonStatus.RETIRED),
        "bureau": bureau,
    }
    Credential.objects.filter(number="A1").update(field="市场监管")
    Credential.objects.create(
        person=people["a"], number="A0", field="水利", status=CredentialStatus.CANCELLED
    )
    return people


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "abc"),
        ({"q": "李"}, "ab"),
        ({"q": "吴 三"}, "c"),
        ({"q": "1380000"}, "a"),
        ({"q": "-"}, ""),
        ({"q": "%"}, ""),
        ({"kind": UnitKind.TOWNSHIP}, "c"),
        ({"holds": Holds.RANK}, "a"),
        ({"holds": Holds.RECRUITMENT}, "b"),
        ({"holds": Holds.CREDENTIAL}, "ac"),
        ({"status": PersonStatus.RETIRED}, "c"),
        ({"q": "李", "holds": Holds.CREDENTIAL}, "a"),
        ({"rank": "副处"}, "a"),
        ({"rank": " 正"}, ""),
        ({"field": "市场"}, "c"),
        ({"field": "水利"}, ""),
        ({"lacks": Lacks.UNIT}, ""),
        ({"lacks": Lacks.IDENTITY}, "ac"),
        ({"lacks": Lacks.PHONE}, "bc"),
        ({"lacks": Lacks.IDENTITY, "kind": UnitKind.TOWNSHIP}, "c"),
    ],
)
def test_people_are_found(county, filters, found):
    assert list(search_people(Person.objects.all(), **filters)) == [county[x] for x in found]


def test_people_of_a_unit_include_those_of_its_subordinate_bodies(county):
    found = search_people(Person.objects.all(), unit=county["bureau"])
    assert list(found) == [county["a"], county["b"]]


def test_people_are_ordered_by_name_or_by_the_countys_order_of_units(db):
    last, first = make_unit(order=9), make_unit(order=1)
    a = make_person("甲", pinyin="a", unit=last)
    b = make_person("乙", pinyin="b", unit=first)
    c = make_person("丙", pinyin="c", unit=first)
    homeless = make_person("丁", pinyin="0")
    Posting.objects.create(person=a, unit=first, primary=False)
    Posting.objects.create(person=c, unit=make_unit(order=0), ended_on=date(2026, 1, 1))
    people = Person.objects.all()
    assert list(in_order(people, Order.PINYIN)) == [homeless.pk, a.pk, b.pk, c.pk]
    by_unit = in_order(people, Order.UNIT)
    keys = [b.pk, c.pk, a.pk, homeless.pk]
    assert list(by_unit) == keys and len(by_unit) == 4
    for start in range(5):
        for stop in range(start, 6):
            assert by_unit[start:stop] == keys[start:stop]
    assert list(in_order(people.none(), Order.UNIT)) == []


@pytest.mark.parametrize("typed", [NUMBER, "110105 19491231 002x", "１１０１０５19491231002×"])
def test_person_is_found_by_the_full_identity_number_only(county, typed):
    assert find_by_identity_number(Person.objects.all(), typed) == county["b"]
    assert find_by_identity_number(Person.objects.all(), typed[:-1]) is None


@pytest.fixture
def officer(client, db):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def test_list_pages_filter_by_address_and_ignore_nonsense(client, officer, county):
    page = client.get("/rosters/people/", {"q": "李", "unit": county["bureau"].pk})
    assert list(page.context["page"]) == [county["a"], county["b"]]
    assert "13800001111" not in page.content.decode() and "138****1111" in page.content.decode()
    nonsense = client.get("/rosters/people/", {"unit": "x", "status": "y", "page": "z"})
    assert nonsense.context["page"].paginator.count == 3


def test_list_takes_the_same_number_of_queries_for_many(client, officer, django_assert_num_queries):
    for number in range(55):
        make_person(unit=make_unit(), card=str(number), hired_on=date(2024, 7, 1))
    with django_assert_num_queries(9):
        assert len(client.get("/rosters/people/").context["page"]) == 50


def test_detail_shows_everything_but_the_identity_number(client, officer, county):
    page = client.get(f"/rosters/people/{county['b'].pk}/").content.decode()
    assert NUMBER not in page and "1101**********002X" in page and "水政大队" in page


def test_cards_without_an_end_come_after_those_with_one(client, officer, county):
    for number, valid_to in (("Z2", date(2026, 1, 1)), ("Z3", date(2027, 1, 1))):
        Credential.objects.create(person=county["c"], number=number, valid_to=valid_to)
    page = client.get(f"/rosters/people/{county['c'].pk}/")
    assert [card.number for card in page.context["credentials"]] == ["Z3", "Z2", "A1"]


def test_identity_search_is_posted_and_leads_to_the_person(client, officer, county):
    found = client.post("/rosters/people/find/", {"number": NUMBER})
    assert found.url == f"/rosters/people/{county['b'].pk}/"
    assert client.post("/rosters/people/find/", {"number": "x"}).url == "/rosters/people/"
    assert client.get("/rosters/people/find/").status_code == 405


@pytest.mark.parametrize(
    ("role", "expected"),
    [(None, 302), ("candidate", 403), (Role.LEADER, 403), (Role.LIAISON, 403), (Role.OFFICER, 200)],
)
def test_only_officers_see_people(client, county, role, expected):
    if role == "candidate":
        client.force_login(make_user(person=county["a"]))
    elif role:
        client.force_login(make_user(role))
    for address in ("", f"{county['a'].pk}/"):
        assert client.get(f"/rosters/people/{address}").status_code == expected


def test_officer_of_a_unit_sees_its_people_only(client, county):
    client.force_login(make_user(Role.OFFICER, unit=county["bureau"]))
    assert list(client.get("/rosters/people/").context["page"]) == [county["a"], county["b"]]
    assert client.get(f"/rosters/people/{county['b'].pk}/").status_code == 200
    assert client.get(f"/rosters/people/{county['c'].pk}/").status_code == 404
