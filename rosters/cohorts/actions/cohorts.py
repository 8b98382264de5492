"""Changing the rules of the cohorts."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from audit.actions import Actor, record
from rosters.cohorts.models import Cohort
from rosters.cohorts.rules import CohortKind


@transaction.atomic
def set_cohorts_since(*, actor: Actor, since: Mapping[CohortKind, date | None]) -> None:
    """The days from which on appointments and hirings count. Frozen rosters stay as they are."""
    for kind, day in since.items():
        limit = "hired_from" if kind == CohortKind.FIRST_TIME else "appointed_from"
        rule = {limit: day.isoformat()} if day else {}
        cohort, _ = Cohort.objects.update_or_create(
            kind=kind, defaults={"rule": rule, "name": str(kind)}
        )
        facts = {"kind": kind, "since": day and day.isoformat()}
        record(actor=actor, action="set_cohort_since", subject=cohort, facts=facts)
