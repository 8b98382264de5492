"""To whom a user may give an activation code."""

from typing import Any

from django.db.models import QuerySet

from rosters.people.access import people_for
from rosters.people.models import Person
from rosters.people.queries import kept_rows
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role


def recipients_for(officer: Any) -> QuerySet[Person]:
    """The officer's people without those whose login is disabled.

    A code opens a login with all its roles: only officers of the county give one to whoever
    holds any.
    """
    closed = kept_rows(Person.objects.filter(user__is_active=False))
    people = people_for(officer, Role.OFFICER).exclude(pk__in=closed.values("pk"))
    if has_county_role(officer, Role.OFFICER):
        return people
    holders = kept_rows(Person.objects.filter(user__grants__isnull=False))
    return people.exclude(pk__in=holders.values("pk"))
