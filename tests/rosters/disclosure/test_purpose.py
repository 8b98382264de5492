"""No data leave without a purpose, and the record names it."""

import pytest
from django.test import RequestFactory

from audit.queries import history
from rosters.disclosure.actions import record_disclosure
from rosters.disclosure.forms import stated_purpose
from rosters.disclosure.rules import Disclosed, Purpose
from rosters.roles.rules import Role
from tests.factories import make_unit, make_user


def test_a_purpose_is_one_of_those_offered():
    posted = [{"purpose": "report"}, {"purpose": "curiosity"}, {"purpose": ""}, {}]
    stated = [stated_purpose(RequestFactory().post("/", data)) for data in posted]
    assert stated == [Purpose.REPORT, None, None, None]


@pytest.mark.django_db
def test_a_disclosure_is_in_the_audit_chain_with_its_purpose():
    unit, officer = make_unit("县司法局"), make_user(Role.OFFICER)
    record_disclosure(
        actor=officer,
        form=Disclosed.EXPORT,
        subject=unit,
        what="people.xlsx",
        count=12,
        purpose=Purpose.REPORT,
    )
    (row,) = history(unit)
    assert (row.actor_id, row.action) == (officer.pk, "export")
    assert row.facts == {"what": "people.xlsx", "count": 12, "purpose": "report"}
