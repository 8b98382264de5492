"""Adding somebody to a roster that is frozen."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from audit.actions import SYSTEM, Actor, hold_chain, record
from audit.rules import Refusal
from rosters.accounts.models import User
from rosters.cohorts.actions.releases import write_release
from rosters.cohorts.models import Cohort, Entry, EntryReason, LateArrival, Roster
from rosters.cohorts.queries.dossiers import Dossier
from rosters.cohorts.queries.late import is_listed, late_line
from rosters.cohorts.rules import LAW_QUALIFIED, ProspectiveEntry, ReleaseKind
from rosters.people.models import Person
from rosters.people.rules import SERVING

_BY_RULE = "持有法律职业资格，按所列类别的规则免考"


@transaction.atomic
def add_late_arrival(
    *,
    actor: Actor,
    roster: Roster,
    person: Person,
    cohorts: Collection[Cohort],
    arrived_on: date,
    basis: str,
    now: datetime,
) -> Entry | Refusal:
    """A line beyond the frozen ones, on whose word and why. The hash of the frozen ones stays.

    Each cohort lists the person by the facts of the day they arrived, or else on the basis alone.
    """
    hold_chain()
    if refusal := _refuse(roster, person, cohorts, arrived_on, basis, now):
        return refusal
    dossier, line = late_line(person, cohorts, arrived_on)
    if dossier.unit is None:
        return Refusal("cohorts.late_without_unit", {"name": person.name, "day": arrived_on})
    last = roster.entries.aggregate(last=Max("number"))["last"] or 0
    entry = _entry(roster, max(last, roster.size) + 1, dossier, line)
    _write_reasons(entry, cohorts, line, basis.strip())
    LateArrival.objects.create(
        entry=entry,
        arrived_on=arrived_on,
        basis=basis.strip(),
        decided_by=actor if isinstance(actor, User) else None,
        decided_at=now,
    )
    if line and line.exempt and len(line.reasons) == len(cohorts):
        today = {"effective_on": timezone.localdate(now), "rule": LAW_QUALIFIED}
        write_release(SYSTEM, entry, ReleaseKind.EXEMPT, now, basis=_BY_RULE, **today)
    facts = {"roster": roster.pk, "number": entry.number}
    record(actor=actor, action="add_late_arrival", subject=entry, facts=facts)
    return entry


def _refuse(
    roster: Roster,
    person: Person,
    cohorts: Collection[Cohort],
    arrived_on: date,
    basis: str,
    now: datetime,
) -> Refusal | None:
    facts = {"name": person.name}
    if not basis.strip():
        return Refusal("cohorts.late_basis_missing", facts)
    if not cohorts:
        return Refusal("cohorts.late_without_cohort", facts)
    if arrived_on > timezone.localdate(now):
        return Refusal("cohorts.late_ahead", {"day": arrived_on})
    if person.status not in SERVING:
        return Refusal("cohorts.late_gone", facts)
    if is_listed(roster, person):
        return Refusal("cohorts.late_listed", facts | {"roster": roster.name})
    return None


def _entry(roster: Roster, number: int, dossier: Dossier, line: ProspectiveEntry | None) -> Entry:
    unit = dossier.unit
    return Entry.objects.create(
        roster=roster,
        number=number,
        person_id=dossier.pk,
        unit_id=unit.pk if unit else None,
        unit_name=unit.name if unit else "",
        unit_kind=unit.kind if unit else "",
        name=dossier.name,
        title=dossier.title,
        rank=dossier.rank,
        level=line.level if line else None,
        field=line.field if line else "",
    )


def _write_reasons(
    entry: Entry, cohorts: Collection[Cohort], line: ProspectiveEntry | None, basis: str
) -> None:
    facts = {reason.name: reason.fact for reason in line.reasons} if line else {}
    EntryReason.objects.bulk_create(
        EntryReason(
            entry=entry, cohort=cohort.kind, name=cohort.name, fact=facts.get(cohort.name, basis)
        )
        for cohort in cohorts
    )
