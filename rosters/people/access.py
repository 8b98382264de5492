"""Whose data a user may see."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from rosters.people.models import Person, Posting
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role
from rosters.units.access import units_for


def people_for(user: Any, *roles: Role) -> QuerySet[Person]:
    """Everybody, or those who serve in the units in which the user holds the role."""
    if has_county_role(user, *roles):
        return Person.objects.all()
    serving = Posting.objects.filter(
        person=OuterRef("pk"), ended_on=None, unit__in=units_for(user, *roles)
    )
    return Person.objects.filter(Exists(serving))


def get_person_for(user: Any, person_id: int) -> Person:
    """A person whom an officer may see; 404 for everybody else's."""
    return get_object_or_404(people_for(user, Role.OFFICER), pk=person_id)
