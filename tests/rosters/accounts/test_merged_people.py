"""Logins stay with the row they were made with; they are those of the person all the same."""

import pytest
from django.urls import reverse

from rosters.accounts.access import recipients_for
from rosters.accounts.actions import activate, grant_role, issue_activation_codes
from rosters.accounts.models import RoleGrant, User
from rosters.accounts.queries import count_codes, find_login, login_of, without_login
from rosters.people.models import Person
from rosters.roles.rules import Role
from tests.factories import NOW, PASSWORD, make_person, make_roster, make_unit, make_user


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


@pytest.fixture
def unit(db):
    return make_unit("县司法局")


@pytest.fixture
def pair(unit):
    """Of two rows of one person the second became part of the first."""
    kept = make_person("李一", phone="13800001111", unit=unit)
    return kept, make_person("李乙", merged_into=kept)


def test_whoever_has_a_login_on_each_row_is_not_ambiguous(pair, unit):
    kept, gone = pair
    Person.objects.filter(pk=gone.pk).update(name="李一", phone="13800001111")
    make_user(person=gone)
    own = make_user(person=kept)
    assert find_login("李一") == find_login("13800001111") == own
    stranger = make_user(person=make_person("李一"))
    assert find_login("李一") != own and find_login(stranger.username) == stranger


def test_a_login_left_with_the_row_merged_away_is_found_by_either_row(pair):
    kept, gone = pair
    login = make_user(person=gone)
    typed = ["李一", "李乙", "13800001111", f"p{kept.pk}", f"p{gone.pk}"]
    assert [find_login(one) for one in typed] == [login] * len(typed)
    assert login_of(kept) == login_of(gone) == login


@pytest.mark.parametrize("bearer", [0, 1], ids=["kept", "gone"])
def test_a_code_opens_the_login_that_is_there(officer, pair, bearer):
    gone = pair[1]
    login = make_user(person=gone)
    [(_, code)] = issue_activation_codes(actor=officer, people=[pair[bearer]], now=NOW)
    done = activate(login=f"p{pair[bearer].pk}", code=code, password="Another-2026", now=NOW)
    assert done == login and User.objects.filter(person__in=pair).get() == login
    assert done.check_password("Another-2026") and done.display_name == "李一"


def test_a_code_from_before_the_merge_gives_the_kept_row_a_login(officer, pair):
    kept, gone = pair
    [(_, code)] = issue_activation_codes(actor=officer, people=[gone], now=NOW)
    done = activate(login="李乙", code=code, password=PASSWORD, now=NOW)
    assert (done.person, done.username) == (kept, f"p{kept.pk}")


def test_a_role_goes_to_the_login_that_is_there(officer, pair, unit):
    kept, gone = pair
    login = make_user(person=gone)
    grant_role(actor=officer, person=kept, role=Role.LIAISON, unit=unit)
    assert RoleGrant.objects.get(role=Role.LIAISON).user == login


def test_an_officer_of_a_unit_gives_no_code_to_a_role_on_the_other_row(officer, pair, unit):
    kept, gone = pair
    in_unit = make_user(Role.OFFICER, unit=unit)
    assert list(recipients_for(in_unit)) == [kept]
    login = make_user(Role.LEADER, person=gone)
    assert list(recipients_for(in_unit)) == [] and list(recipients_for(officer)) == [kept]
    User.objects.filter(pk=login.pk).update(is_active=False)
    assert list(recipients_for(officer)) == []


def test_who_has_a_login_on_the_other_row_is_counted_among_those_who_have_one(pair):
    kept, gone = pair
    people = Person.objects.filter(pk=kept.pk)
    assert list(without_login(people)) == [kept] and count_codes(people, NOW).with_login == 0
    make_user(person=gone)
    assert list(without_login(people)) == [] and count_codes(people, NOW).with_login == 1


def test_codes_of_a_roster_go_to_the_kept_rows_of_those_on_it(client, officer, pair, unit):
    kept, gone = pair
    roster = make_roster(gone, make_person("王五", unit=unit), unit=unit)
    client.force_login(officer)
    page = client.post(reverse("cohorts:codes", args=[roster.pk]))
    assert {slip.username for slip in page.context["slips"]} > {f"p{kept.pk}"}
    assert len(page.context["slips"]) == 2
    make_user(person=gone)
    assert client.get(reverse("cohorts:codes", args=[roster.pk])).context["count"].people == 1
