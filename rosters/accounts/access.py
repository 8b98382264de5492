"""To whom a user may give an activation code."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from rosters.accounts.models import RoleGrant
from rosters.people.access import people_for
from rosters.people.models import Person
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role


def recipients_for(officer: Any) -> QuerySet[Person]:
    """The officer's people without those whose login is disabled.

    A code opens a login with all its roles: only officers of the county give one to whoever
    holds any.
    """
    people = people_for(officer, Role.OFFICER).exclude(user__is_active=False)
    if has_county_role(officer, Role.OFFICER):
        return people
    return people.exclude(Exists(RoleGrant.objects.filter(user__person=OuterRef("pk"))))
