"""The unit pages: the tree, its changes, and who may see it."""

import pytest

from rosters.roles.rules import Role
from rosters.units.access import units_for
from rosters.units.models import Unit
from rosters.units.queries import find_unit, load_branches
from rosters.units.rules import UnitKind
from tests.factories import make_person, make_unit, make_user


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


def test_tree_lists_subordinate_bodies_under_their_parent_with_people_who_serve_there(db):
    bureau = make_unit("县水利局", order=2)
    brigade = make_unit("水政监察大队", kind=UnitKind.SUBORDINATE, parent=bureau, order=3)
    township = make_unit("青山镇", kind=UnitKind.TOWNSHIP, order=1)
    make_person(unit=brigade)
    make_person(unit=bureau)
    make_person(unit=bureau)
    found = load_branches(Unit.objects.all())
    assert {
        kind: [(branch.unit, branch.depth, branch.people) for branch in branches]
        for kind, branches in found.items()
    } == {
        UnitKind.TOWNSHIP: [(township, 0, 0)],
        UnitKind.DEPARTMENT: [(bureau, 0, 2), (brigade, 1, 1)],
    }


def test_list_needs_the_same_number_of_queries_for_many_units(
    client, officer, django_assert_num_queries
):
    client.force_login(officer)
    for _ in range(30):
        make_person(unit=make_unit(aliases=(f"别称{_}",)))
    with django_assert_num_queries(6):
        page = client.get("/rosters/units/")
    assert page.context["count"] == 30


def test_officer_adds_renames_and_aliases_a_unit(client, officer):
    client.force_login(officer)
    added = client.post("/rosters/units/add/", {"name": "县林业局", "kind": "department"})
    unit = Unit.objects.get(name="县林业局")
    assert added.url == f"/rosters/units/{unit.pk}/"
    client.post(f"{added.url}rename/", {"name": "县林草局", "effective_on": "2026-03-01"})
    client.post(f"{added.url}alias/", {"alias-name": "林草局"})
    assert find_unit("县林业局") == find_unit("县林草局") == find_unit("林草局") == unit
    taken = client.post("/rosters/units/add/", {"name": "林草局", "kind": "department"})
    assert taken.status_code == 422 and "县林草局" in taken.content.decode()
    assert Unit.objects.count() == 1


@pytest.mark.parametrize("path", ["", "rename/", "alias/"])
def test_a_unit_that_does_not_exist_is_not_found(client, officer, path):
    client.force_login(officer)
    send = client.post if path else client.get
    assert send(f"/rosters/units/{'9' * 30}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "expected"),
    [(None, 302), ("candidate", 403), (Role.LEADER, 403), (Role.LIAISON, 403), (Role.OFFICER, 200)],
)
def test_only_officers_see_units(client, db, role, expected):
    unit = make_unit()
    if role == "candidate":
        client.force_login(make_user(person=make_person(unit=unit)))
    elif role:
        client.force_login(make_user(role))
    for page in ("", "add/", f"{unit.pk}/"):
        assert client.get(f"/rosters/units/{page}").status_code == expected


def test_officer_of_one_unit_sees_it_and_what_is_below_but_changes_nothing(client, db):
    bureau = make_unit("县水利局")
    brigade = make_unit("水政监察大队", parent=bureau)
    make_unit("县林业局")
    officer = make_user(Role.OFFICER, unit=bureau)
    assert set(units_for(officer, Role.OFFICER)) == {bureau, brigade}
    client.force_login(officer)
    assert client.get("/rosters/units/").context["count"] == 2
    assert client.post(f"/rosters/units/{bureau.pk}/rename/", {"name": "新局"}).status_code == 403


def test_officer_places_a_unit_and_takes_an_alias_away(client, officer):
    bureau, body = make_unit("县林业局"), make_unit("林业站", aliases=("站",))
    client.force_login(officer)
    place = {"kind": "subordinate", "parent": bureau.pk, "enforces": "0"}
    client.post(f"/rosters/units/{body.pk}/place/", place)
    client.post(f"/rosters/units/{body.pk}/alias/remove/", {"name": "站"})
    body = Unit.objects.get(pk=body.pk)
    assert (body.kind, body.parent, body.enforces) == ("subordinate", bureau, False)
    assert not body.aliases.exists()
    circle = client.post(
        f"/rosters/units/{bureau.pk}/place/", {"kind": "department", "parent": body.pk}
    )
    assert circle.status_code == 422
    assert Unit.objects.get(pk=bureau.pk).parent is None


def test_officer_puts_the_units_into_the_order_of_the_county(client, officer):
    names = ["县司法局", "县林业局", "县水利局"]
    for order, name in enumerate(names, start=1):
        make_unit(name, order=order)
    client.force_login(officer)
    page = client.get("/rosters/units/order/")
    assert page.context["form"].initial["names"] == "\n".join(names)
    moved = [names[2], names[0], names[1]]
    wrong = {
        "units.order_unknown": [*moved, "县草原局"],
        "units.order_twice": [*moved, names[0]],
        "units.order_missing": moved[:2],
    }
    for lines in wrong.values():
        answer = client.post("/rosters/units/order/", {"names": "\n".join(lines)})
        assert answer.status_code == 422
    assert list(Unit.objects.values_list("name", flat=True)) == names
    client.post("/rosters/units/order/", {"names": "\n".join(moved)})
    assert list(Unit.objects.values_list("name", flat=True)) == moved
