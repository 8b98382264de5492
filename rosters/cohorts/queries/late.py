"""Whom a frozen roster could still gain."""

from datetime import date

from django.db.models import F, Q, QuerySet

from rosters.cohorts.models import Roster
from rosters.people.models import Person, Posting
from rosters.people.rules import SERVING, fold_person_name

MOST_FOUND = 20


def people_to_add(roster: Roster, name: str) -> QuerySet[Person]:
    """Those of that name, or a part of it, who serve and are not on the roster; the first few."""
    folded = fold_person_name(name)
    listed = roster.entries.exclude(person=None).values("person")
    found = Person.objects.filter(
        name__contains=folded, status__in=SERVING, merged_into=None
    ).exclude(pk__in=listed)
    return found.defer("id_sealed").prefetch_related("postings__unit")[:MOST_FOUND]


def is_listed(roster: Roster, person: Person) -> bool:
    """Whether the person, or somebody merged into them, is on the roster."""
    same = Q(person=person) | Q(person__merged_into=person)
    return roster.entries.filter(same).exists()


def posting_on(person: Person, day: date) -> Posting | None:
    """The posting of a person on a day, the primary one before others, then the latest."""
    running = Q(ended_on=None) | Q(ended_on__gt=day)
    begun = Q(appointed_on=None) | Q(appointed_on__lte=day)
    latest = F("appointed_on").desc(nulls_last=True)
    postings = person.postings.filter(running, begun).select_related("unit")
    return postings.order_by("-primary", latest, "pk").first()
