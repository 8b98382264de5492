"""The first page after signing in: the one list that concerns the reader."""

import pytest
from django.urls import reverse

from rosters.roles.rules import Role
from tests.factories import make_user


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.LEADER, "coverage:list"),
        (Role.LIAISON, "coverage:list"),
        (Role.MARKER, "marking:list"),
        (Role.REVIEWER, "questions:review"),
        (None, "delivery:mine"),
    ],
)
def test_home_leads_to_the_work_of_the_reader(db, client, role, address):
    client.force_login(make_user(role) if role else make_user())
    response = client.get(reverse("desk:home"))
    assert (response.status_code, response.url) == (302, reverse(address))


def test_officers_have_a_page_of_their_own(db, client):
    client.force_login(make_user(Role.OFFICER))
    assert client.get(reverse("desk:home")).status_code == 200
