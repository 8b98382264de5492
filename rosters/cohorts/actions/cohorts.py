"""Making cohorts and changing their rules. Frozen rosters keep the rules that they were made by."""

from django.db import IntegrityError, transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from rosters.cohorts.models import Cohort
from rosters.cohorts.rules import CohortKind, Rule


def save_cohort(
    *,
    actor: Actor,
    name: str,
    kind: CohortKind,
    rule: Rule,
    active: bool,
    cohort: Cohort | None = None,
) -> Cohort | Refusal:
    """A cohort as it is to be: a new one, last in order, without `cohort`."""
    name = name.strip()
    before = {"rule": cohort.rule, "active": cohort.active} if cohort else None
    saved = cohort or Cohort(order=_last_order() + 1)
    saved.name, saved.kind, saved.rule, saved.active = name, kind, rule.to_json(), active
    try:
        with transaction.atomic():
            saved.save()
            after = {"rule": saved.rule, "active": active, "name": name, "kind": kind}
            facts = {"before": before, "after": after}
            action = "change_cohort" if cohort else "add_cohort"
            record(actor=actor, action=action, subject=saved, facts=facts)
            return saved
    except IntegrityError:
        return Refusal("cohorts.cohort_taken", {"name": name})


def _last_order() -> int:
    return Cohort.objects.order_by("-order").values_list("order", flat=True).first() or 0
