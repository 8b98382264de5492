"""Who reports for which unit."""

import pytest
from django.urls import reverse

from rosters.accounts.models import ActivationCode, RoleGrant, User
from rosters.reporting.actions import appoint_liaison
from rosters.roles.rules import Role
from tests.factories import make_person, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(make_user(Role.OFFICER))
    return client


@pytest.fixture
def unit():
    return make_unit("县水利局")


def appoint(client, unit, person):
    return client.post(reverse("reporting:appoint", args=[unit.pk]), {"person": person.pk})


def test_who_has_no_password_gets_a_slip(office, unit):
    person = make_person("张三", unit=unit)
    page = appoint(office, unit, person)
    (slip,) = page.context["slips"]
    assert (slip.name, slip.unit) == ("张三", "县水利局")
    grant = RoleGrant.objects.get(role=Role.LIAISON)
    assert (grant.user.person, grant.unit) == (person, unit)
    assert ActivationCode.objects.get().person == person


def test_who_has_a_password_keeps_it_and_gets_no_code(office, unit):
    person = make_person("张三", unit=unit)
    user = make_user(person=person)
    page = appoint(office, unit, person)
    assert page.url == reverse("reporting:appoint", args=[unit.pk])
    assert RoleGrant.objects.get(role=Role.LIAISON).user == user
    assert not ActivationCode.objects.exists()


def test_only_people_of_the_unit_are_offered(office, unit):
    here, there = make_person(unit=unit), make_person(unit=make_unit())
    page = office.get(reverse("reporting:appoint", args=[unit.pk]))
    assert list(page.context["form"].fields["person"].queryset) == [here]
    assert appoint(office, unit, there).status_code == 422
    refused = appoint_liaison(actor=make_user(), unit=unit, person=there)
    assert refused.code == "reporting.not_of_unit"
    assert not User.objects.filter(person=there).exists()


def test_a_disabled_login_is_refused_at_the_field(office, unit):
    person = make_person(unit=unit)
    make_user(person=person, is_active=False)
    page = appoint(office, unit, person)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["person"])


def test_a_liaison_is_dismissed_and_keeps_the_login(office, unit):
    user = make_user(Role.LIAISON, unit=unit)
    grant = user.grants.get()
    address = reverse("reporting:dismiss", args=[unit.pk, grant.pk])
    elsewhere = reverse("reporting:dismiss", args=[make_unit().pk, grant.pk])
    assert office.post(elsewhere).status_code == 404
    assert office.post(address).url == reverse("reporting:appoint", args=[unit.pk])
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()
    assert User.objects.filter(pk=user.pk).exists()


def test_another_role_is_not_taken_away_here(office, unit):
    grant = make_user(Role.OFFICER, unit=unit).grants.get()
    address = reverse("reporting:dismiss", args=[unit.pk, grant.pk])
    assert office.post(address).status_code == 404
    assert RoleGrant.objects.filter(pk=grant.pk).exists()


def test_units_without_a_liaison_are_found(office, unit):
    lacking = make_unit("县气象局")
    user = make_user(Role.LIAISON, unit=unit)
    address = reverse("reporting:liaisons")
    page = office.get(address)
    assert [(each, [g.user for g in each.liaisons]) for each in page.context["page"]] == [
        (unit, [user]),
        (lacking, []),
    ]
    assert list(office.get(address, {"lacking": "1"}).context["page"]) == [lacking]
    assert list(office.get(address, {"q": "水利"}).context["page"]) == [unit]


def test_list_costs_the_same_queries_for_many_units(office, django_assert_max_num_queries):
    for _ in range(40):
        make_user(Role.LIAISON, unit=make_unit())
    with django_assert_max_num_queries(12):
        page = office.get(reverse("reporting:liaisons"))
    assert page.context["page"].paginator.count == 40
