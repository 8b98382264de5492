"""Reading the rules of the cohorts."""

from datetime import date

from rosters.cohorts.models import Cohort
from rosters.cohorts.rules import CohortKind

SINCE = date(2021, 1, 1)
"""First day that counts unless the county sets another (source document 000: 2021年以来)."""


def cohort_since() -> dict[CohortKind, date | None]:
    """From which day on appointments and hirings count; enforcement cards know no such day."""
    since: dict[CohortKind, date | None] = {
        CohortKind.NEW_LEADER: SINCE,
        CohortKind.FIRST_TIME: SINCE,
        CohortKind.ENFORCEMENT: None,
    }
    for cohort in Cohort.objects.all():
        day = cohort.rule.get("appointed_from") or cohort.rule.get("hired_from")
        since[CohortKind(cohort.kind)] = date.fromisoformat(day) if day else None
    return since
