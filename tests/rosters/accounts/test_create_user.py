"""Accounts of the office."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from rosters.accounts.actions import create_user
from rosters.accounts.models import RoleGrant, User
from rosters.roles.rules import Role
from tests.factories import PASSWORD, make_unit, make_user


def test_user_gets_roles_for_the_county_or_a_unit(db):
    unit = make_unit()
    user = create_user(
        actor=SYSTEM,
        username=" Liaison.Water ",
        display_name="联络员",
        password=PASSWORD,
        grants=[(Role.LIAISON, unit), (Role.MARKER, None)],
    )
    assert (user.username, str(user)) == ("liaison.water", "联络员")
    grants = {(grant.role, grant.unit) for grant in user.grants.all()}
    assert grants == {(Role.LIAISON, unit), (Role.MARKER, None)}
    assert history(user).get().action == "create_user"


def test_every_role_has_a_name_and_can_be_given(db):
    names = dict(RoleGrant._meta.get_field("role").choices)
    assert names.keys() == set(Role) and all(map(str, names.values()))
    for role in Role:
        call_command("create_user", f"the.{role}", "--role", str(role), stdout=StringIO())
    assert set(RoleGrant.objects.values_list("role", flat=True)) == set(Role)


@pytest.mark.parametrize(
    ("username", "code"), [("office", "username_taken"), ("p7", "username_invalid")]
)
def test_taken_and_reserved_names_are_refused(db, username, code):
    create_user(actor=SYSTEM, username="office", display_name="", password=PASSWORD, grants=[])
    again = create_user(
        actor=SYSTEM, username=username, display_name="", password=PASSWORD, grants=[]
    )
    assert again == Refusal(f"accounts.{code}", {"username": username})
    assert User.objects.count() == 1


@pytest.mark.parametrize("in_unit", [True, False])
def test_a_role_is_granted_once_in_one_scope(db, in_unit):
    user = make_user(unit=None)
    scope = make_unit() if in_unit else None
    RoleGrant.objects.create(user=user, role=Role.LEADER, unit=scope)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, role=Role.LEADER, unit=scope)


def test_command_prints_a_password_that_works(db):
    unit = make_unit("县水利局")
    out = StringIO()
    call_command("create_user", "water", "--role", "liaison", "--unit", "县水利局", stdout=out)
    username, password = out.getvalue().split()
    user = authenticate(None, username=username, password=password)
    assert [(grant.role, grant.unit) for grant in user.grants.all()] == [(Role.LIAISON, unit)]


@pytest.mark.parametrize("arguments", [["--unit", "无此局"], []])
def test_command_stops_with_exit_code_2_and_creates_nothing(db, arguments):
    name = "water" if arguments else "p7"
    with pytest.raises(CommandError) as stopped:
        call_command("create_user", name, "--role", "officer", *arguments)
    assert stopped.value.returncode == 2 and not User.objects.exists()
