"""The rows that a county starts with; it changes them as it likes."""

from typing import Any

from django.db import connection, transaction

from rosters.cohorts.models import Cohort, Rank, RankAlias
from rosters.cohorts.rules import STANDARD_RANKS, CohortKind, fold_rank

STANDARD_COHORTS = (
    ("新任领导干部", CohortKind.NEW_LEADER, {"least_level": 3, "appointed_from": "2021-01-01"}),
    ("初任公务员", CohortKind.FIRST_TIME, {"hired_from": "2021-01-01"}),
    ("行政执法人员", CohortKind.ENFORCEMENT, {"credential": True}),
)
"""The three of source document 000, 3(6): 2021年以来."""


def lay_standard_rows(**_: Any) -> None:
    """Ranks and cohorts where there are none, after migrations have run; nobody's doing."""
    present = connection.introspection.table_names()
    if not {Rank._meta.db_table, RankAlias._meta.db_table} <= set(present):
        return
    with transaction.atomic():
        if not Rank.objects.exists():
            _lay_ranks()
        if not Cohort.objects.exists():
            Cohort.objects.bulk_create(
                Cohort(name=name, kind=kind, rule=rule, order=order)
                for order, (name, kind, rule) in enumerate(STANDARD_COHORTS, start=1)
            )


def _lay_ranks() -> None:
    ranks = Rank.objects.bulk_create(
        Rank(name=row.name, level=row.level, is_grade=row.is_grade, order=order)
        for order, row in enumerate(STANDARD_RANKS, start=1)
    )
    RankAlias.objects.bulk_create(
        RankAlias(rank=rank, name=fold_rank(alias))
        for rank, row in zip(ranks, STANDARD_RANKS, strict=True)
        for alias in row.aliases
    )
