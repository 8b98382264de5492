"""Whom a frozen roster could still gain."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from rosters.cohorts.models import Cohort, Roster
from rosters.cohorts.queries.cohorts import judges, load_ranks
from rosters.cohorts.queries.dossiers import Dossier, load_dossiers
from rosters.cohorts.queries.freezing import prospective_entry
from rosters.cohorts.rules import ProspectiveEntry
from rosters.people.models import Person
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


def late_line(
    person: Person, cohorts: Collection[Cohort], day: date
) -> tuple[Dossier, ProspectiveEntry | None]:
    """What is known of a person on a day, and the line by those of the cohorts that list them."""
    dossier = next(load_dossiers(Person.objects.filter(pk=person.pk), day))
    return dossier, prospective_entry(dossier, judges(cohorts), day, load_ranks())
