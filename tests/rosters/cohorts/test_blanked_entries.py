"""Lines that were made anonymous say so wherever a name would stand."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext

from rosters.cohorts.models import Entry
from rosters.roles.rules import Role
from tests.factories import make_person, make_roster, make_unit, make_user


@pytest.fixture
def roster(db):
    unit = make_unit("县司法局")
    found = make_roster(make_person("甲一", unit=unit), make_person("乙二", unit=unit))
    Entry.objects.filter(roster=found, number=1).update(person=None, name="", title="", rank="")
    return found


def test_a_blanked_name_says_that_it_was_blanked(roster):
    assert [one.shown_name for one in roster.entries.all()] == [gettext("Made anonymous"), "乙二"]


def test_the_pages_of_a_roster_say_so(client, roster):
    client.force_login(make_user(Role.OFFICER))
    for name, *args in (("cohorts:roster", roster.pk), ("cohorts:entry", roster.pk, 1)):
        page = client.get(reverse(name, args=args))
        assert (
            page.status_code == 200
            and gettext("Made anonymous") in page.content.decode().split("<main")[1]
        )
