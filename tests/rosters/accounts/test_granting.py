"""Giving a role to somebody on file, and taking it away."""

import pytest

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from rosters.accounts.actions import activate, grant_role, issue_activation_codes, revoke_role
from rosters.accounts.models import RoleGrant, User
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db


def grant(person, unit=None, role=Role.LIAISON):
    return grant_role(actor=SYSTEM, person=person, role=role, unit=unit)


def test_who_has_no_login_gets_one_that_only_a_code_opens():
    unit = make_unit()
    person = make_person("甲一", unit=unit)
    granted = grant(person, unit)
    user = User.objects.get()
    assert (granted.user, granted.role, granted.unit) == (user, Role.LIAISON, unit)
    assert (user.username, user.display_name) == (f"p{person.pk}", "甲一")
    assert not user.has_usable_password()
    ((_, code),) = issue_activation_codes(actor=SYSTEM, people=[person], now=NOW)
    assert activate(login="甲一", code=code, password="Qingshan-2026-lake", now=NOW) == user
    assert RoleGrant.objects.get(user=user) == granted


def test_a_login_that_is_there_keeps_its_password():
    person = make_person()
    user = make_user(person=person)
    assert grant(person, None, Role.MARKER).user == user
    assert User.objects.get().password == user.password


def test_the_same_role_is_not_given_twice():
    unit = make_unit()
    person = make_person("甲一", unit=unit)
    grant(person, unit)
    assert grant(person, unit) == Refusal("accounts.role_held", {"name": "甲一"})
    assert RoleGrant.objects.count() == 1


def test_a_disabled_login_is_given_nothing():
    person = make_person("甲一")
    make_user(person=person, is_active=False)
    assert grant(person) == Refusal("accounts.login_closed", {"name": "甲一"})
    assert not RoleGrant.objects.exists()


def test_both_are_recorded_with_the_login():
    unit = make_unit()
    granted = grant(make_person(unit=unit), unit)
    revoke_role(actor=SYSTEM, grant=granted)
    assert not RoleGrant.objects.exists()
    facts = {"role": "liaison", "unit": unit.pk}
    assert [(row.action, row.facts) for row in history(User.objects.get())] == [
        ("grant_role", facts),
        ("revoke_role", facts),
    ]
