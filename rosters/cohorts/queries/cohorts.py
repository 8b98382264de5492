"""Reading the cohorts, their rules and the table of ranks."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Count, QuerySet

from rosters.cohorts.models import Cohort, Rank
from rosters.cohorts.rules import CohortKind, Level, RankRow, RankTable, Rule
from rosters.people.models import Credential, Posting


def active_cohorts(*kinds: CohortKind) -> QuerySet[Cohort]:
    """The cohorts in use, of these kinds if any are named."""
    cohorts = Cohort.objects.filter(active=True)
    return cohorts.filter(kind__in=kinds) if kinds else cohorts


class Judge(NamedTuple):
    """A cohort with its rule read."""

    name: str
    kind: CohortKind
    rule: Rule


def judges(cohorts: Collection[Cohort]) -> list[Judge]:
    """The cohorts in their order, ready to be asked. Raises RuleUnreadable."""
    ordered = sorted(cohorts, key=lambda cohort: (cohort.order, cohort.pk))
    return [Judge(c.name, CohortKind(c.kind), Rule.from_json(c.rule)) for c in ordered]


def load_ranks() -> RankTable:
    return RankTable.of(
        RankRow(
            rank.name, Level(rank.level), rank.is_grade, tuple(a.name for a in rank.aliases.all())
        )
        for rank in Rank.objects.prefetch_related("aliases")
    )


class UnknownRank(NamedTuple):
    """A rank as written on file that names nothing in the table, and how many bear it."""

    text: str
    people: int


def unknown_ranks() -> list[UnknownRank]:
    """The most frequent first. Who bears one is in no cohort by rank until it is named."""
    ranks = load_ranks()
    written = (
        Posting.objects.filter(ended_on=None, person__merged_into=None)
        .exclude(rank="")
        .order_by()
        .values_list("rank")
        .annotate(people=Count("person", distinct=True))
    )
    unknown = [UnknownRank(*row) for row in written if not ranks.read(row[0]).known]
    return sorted(unknown, key=lambda row: (-row.people, row.text))


def enforcement_fields() -> list[str]:
    """The fields of enforcement on file."""
    return _once(Credential.objects.order_by().values_list("field", flat=True).distinct())


def establishments() -> list[str]:
    """The establishments on file."""
    return _once(Posting.objects.order_by().values_list("establishment", flat=True).distinct())


def _once(texts: Iterable[str]) -> list[str]:
    return sorted({text.strip() for text in texts} - {""})
