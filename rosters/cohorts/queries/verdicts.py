"""Who is in a cohort on a day and who is not, each with the reason."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from rosters.cohorts.models import Cohort, Entry, Roster
from rosters.cohorts.queries.cohorts import active_cohorts, load_ranks
from rosters.cohorts.queries.dossiers import Dossier, load_dossiers, standing_people
from rosters.cohorts.rules import Check, Rule, check_words, evaluate
from rosters.people.models import Person
from rosters.people.rules import fold_person_name


class Judged(NamedTuple):
    """A person, and each condition with whether it is met and its fact in words."""

    dossier: Dossier
    met: bool
    checks: tuple[Check, ...]

    @property
    def worded(self) -> list[tuple[bool, str]]:
        return [(check.met, check_words(check)) for check in self.checks]


class Sorting(NamedTuple):
    """The row ids of those who are in and of those who are out, each by pinyin."""

    listed: list[int]
    others: list[int]


def judge_people(people: QuerySet[Person], rule: Rule, as_of: date) -> Iterator[Judged]:
    ranks = load_ranks()
    for dossier in load_dossiers(people, as_of):
        verdict = evaluate(dossier.facts, rule, as_of, ranks)
        yield Judged(dossier, verdict.met, verdict.checks)


def sort_people(rule: Rule, as_of: date, q: str = "") -> Sorting:
    """Everybody on file whose name holds `q`, in or out."""
    people = standing_people()
    if q:
        people = people.filter(name__contains=fold_person_name(q))
    found: tuple[list[tuple[str, int]], list[tuple[str, int]]] = ([], [])
    for judged in judge_people(people, rule, as_of):
        found[not judged.met].append((judged.dossier.pinyin, judged.dossier.pk))
    return Sorting(*([pk for _pinyin, pk in sorted(keys)] for keys in found))


def judge_some(ids: Collection[int], rule: Rule, as_of: date) -> list[Judged]:
    """The people of these rows, in this order."""
    judged = judge_people(Person.objects.filter(pk__in=ids), rule, as_of)
    found = {one.dossier.pk: one for one in judged}
    return [found[pk] for pk in ids]


def judge_person(person: Person, as_of: date) -> tuple[Dossier, list[tuple[Cohort, Judged]]]:
    """What every cohort in use says of one person; of a row merged away, what of the kept one."""
    kept = Person.objects.filter(pk=person.merged_into_id or person.pk)
    dossier, ranks = next(load_dossiers(kept, as_of)), load_ranks()
    found = []
    for cohort in active_cohorts():
        verdict = evaluate(dossier.facts, Rule.from_json(cohort.rule), as_of, ranks)
        found.append((cohort, Judged(dossier, verdict.met, verdict.checks)))
    return dossier, found


def rosters_with(cohort: Cohort) -> QuerySet[Roster]:
    """The rosters that list somebody for a cohort, the newest first."""
    listing = Entry.objects.filter(_of(cohort)).values("roster")
    return Roster.objects.filter(pk__in=listing).order_by("-frozen_at", "-pk")


def _of(cohort: Cohort) -> Q:
    """Reasons from before cohorts had names are known by the kind alone."""
    return Q(reasons__name=cohort.name) | Q(reasons__name="", reasons__cohort=cohort.kind)


class Comparison(NamedTuple):
    """Who is in the cohort now and was not on the roster for it, and the other way round."""

    new: list[int]
    gone: list[int]
    stayed: int


def compare_with(roster: Roster, cohort: Cohort, as_of: date) -> Comparison:
    """Both by pinyin. Of a person merged since into another row that row is meant."""
    entries = roster.entries.filter(_of(cohort)).exclude(person=None)
    rows = entries.values_list("person_id", "person__merged_into_id")
    frozen = {kept or person for person, kept in rows}
    sorting = sort_people(Rule.from_json(cohort.rule), as_of)
    listed = set(sorting.listed)
    return Comparison(
        new=[pk for pk in sorting.listed if pk not in frozen],
        gone=[pk for pk in sorting.others if pk in frozen],
        stayed=len(frozen & listed),
    )
