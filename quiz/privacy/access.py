"""Whose data somebody may have handed out."""

from django.http import Http404

from rosters.accounts.models import User
from rosters.people.models import Person
from rosters.people.queries import canonical


def get_own_person(user: User) -> Person:
    """The person behind a login, as the row that stands for them; 404 for logins of the office."""
    if user.person is None:
        raise Http404
    return canonical(user.person)
