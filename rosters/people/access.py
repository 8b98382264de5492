"""Whose data a user may see and change."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from rosters.people.models import Credential, Person, PersonMerge, Posting, StatusChange, Training
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role
from rosters.units.access import units_for
from rosters.units.models import Unit


def people_for(user: Any, *roles: Role) -> QuerySet[Person]:
    """Everybody, or those who serve in the units in which the user holds the role.

    Rows that turned out to be somebody already on file are left out.
    """
    return _seen_by(user, *roles).filter(merged_into=None)


def merged_away_for(user: Any) -> QuerySet[Person]:
    """The rows that were merged into others, for officers who may have merged them."""
    return _seen_by(user, Role.OFFICER).exclude(merged_into=None)


def get_person_for(user: Any, person_id: int) -> Person:
    """A person whom an officer may see, also one merged away; 404 for everybody else's."""
    return get_object_or_404(_seen_by(user, Role.OFFICER), pk=person_id)


def get_editable_person_for(user: Any, person_id: int) -> Person:
    """A person whom an officer may change: not one who was merged into another."""
    return get_object_or_404(people_for(user, Role.OFFICER), pk=person_id)


def get_posting_for(user: Any, person_id: int, posting_id: int) -> Posting:
    """A posting in one of the officer's units, of a person whom the officer may change."""
    person = get_editable_person_for(user, person_id)
    postings = person.postings.filter(unit__in=homes_for(user)).select_related("unit", "person")
    return get_object_or_404(postings, pk=posting_id)


def get_credential_for(user: Any, person_id: int, credential_id: int) -> Credential:
    credentials = get_editable_person_for(user, person_id).credentials.select_related("person")
    return get_object_or_404(credentials, pk=credential_id)


def get_status_change_for(user: Any, person_id: int, change_id: int) -> StatusChange:
    changes = get_editable_person_for(user, person_id).status_changes.select_related("person")
    return get_object_or_404(changes, pk=change_id)


def get_training_for(user: Any, person_id: int, training_id: int) -> Training:
    trainings = get_editable_person_for(user, person_id).trainings.select_related("person")
    return get_object_or_404(trainings, pk=training_id)


def get_pair_for(user: Any, one_id: int, other_id: int) -> tuple[Person, Person]:
    """Two people to be compared; 404 for one and the same."""
    one, other = get_person_for(user, one_id), get_person_for(user, other_id)
    return one, get_object_or_404(Person.objects.exclude(pk=one.pk), pk=other.pk)


def get_merge_for(user: Any, merge_id: int) -> PersonMerge:
    """A merge that an officer of the county may undo."""
    merges = PersonMerge.objects.select_related("kept", "gone")
    return get_object_or_404(
        merges if has_county_role(user, Role.OFFICER) else merges.none(), pk=merge_id
    )


def homes_for(user: Any) -> QuerySet[Unit]:
    """The units in which an officer may give somebody a posting."""
    return units_for(user, Role.OFFICER)


def may_see(actor: Any, person: Person) -> bool:
    """Whether a refusal may name the person to the actor; the platform's own jobs see all."""
    return actor.pk is None or _seen_by(actor, Role.OFFICER).filter(pk=person.pk).exists()


def _seen_by(user: Any, *roles: Role) -> QuerySet[Person]:
    if has_county_role(user, *roles):
        return Person.objects.all()
    serving = Posting.objects.filter(
        person=OuterRef("pk"), ended_on=None, unit__in=units_for(user, *roles)
    )
    return Person.objects.filter(Exists(serving))
