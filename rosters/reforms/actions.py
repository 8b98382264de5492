"""Merging units and splitting them: people move, history stays.

A reform is no new appointment: who is moved keeps the day of theirs, and serves in the new unit
from the day of the reform on.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.accounts.models import RoleGrant
from rosters.people.models import Posting
from rosters.reforms.queries import plan_merger, refuse_choice, serving_in
from rosters.units.actions import add_unit, note_change, refuse_change
from rosters.units.models import Unit
from rosters.units.rules import ChangeKind, UnitKind


@transaction.atomic
def merge_units(
    *,
    actor: Actor,
    units: Collection[Unit],
    into: Unit,
    effective_on: date,
    document: str,
    seen: str,
    now: datetime,
) -> int | Refusal:
    """Makes units part of another one; how many people moved.

    The merged ones stay below their successor as what they were, so that whoever may see it also
    sees their past. `seen` is the digest of the plan that was looked at.
    """
    hold_chain()
    units = [Unit.objects.get(pk=unit.pk) for unit in units]
    into = Unit.objects.get(pk=into.pk)
    if refusal := _refuse_merger(units, into, effective_on, seen, now):
        return refusal
    moved = 0
    for unit in units:
        people = _move(serving_in(unit), into, effective_on)
        unit.children.filter(dissolved_on=None).update(parent=into)
        _move_grants(unit, into)
        unit.dissolved_on, unit.successor, unit.parent = effective_on, into, into
        unit.save(update_fields=["dissolved_on", "successor", "parent"])
        note_change(
            unit, ChangeKind.MERGED, effective_on=effective_on, now=now,
            document=document, other=into, people=people,
        )  # fmt: skip
        facts = {"into": into.pk, "people": people, "effective_on": effective_on.isoformat()}
        record(actor=actor, action="merge_unit", subject=unit, facts=facts)
        moved += people
    return moved


def _refuse_merger(
    units: Collection[Unit], into: Unit, effective_on: date, seen: str, now: datetime
) -> Refusal | None:
    if refusal := refuse_choice(units, into):
        return refusal
    for unit in (*units, into):
        if refusal := refuse_change(unit, effective_on, now):
            return refusal
    if plan_merger(units, into).digest != seen:
        return Refusal("reforms.changed_since", {"into": into.name})
    return None


@transaction.atomic
def split_unit(
    *,
    actor: Actor,
    unit: Unit,
    name: str,
    kind: UnitKind,
    postings: Collection[int],
    effective_on: date,
    document: str,
    now: datetime,
) -> Unit | Refusal:
    """A new unit out of an old one, with those of its people whose postings are named."""
    hold_chain()
    unit = Unit.objects.get(pk=unit.pk)
    if refusal := refuse_change(unit, effective_on, now):
        return refusal
    chosen = serving_in(unit).filter(pk__in=postings)
    if len(chosen) != len(set(postings)):
        return Refusal("reforms.not_serving", {"unit": unit.name})
    parent = unit if kind == UnitKind.SUBORDINATE else None
    new = add_unit(actor=actor, name=name, kind=kind, parent=parent)
    if isinstance(new, Refusal):
        return new
    people = _move(chosen, new, effective_on)
    note_change(
        new, ChangeKind.SPLIT, effective_on=effective_on, now=now,
        document=document, other=unit, people=people,
    )  # fmt: skip
    facts = {"new": new.pk, "people": people, "effective_on": effective_on.isoformat()}
    record(actor=actor, action="split_unit", subject=unit, facts=facts)
    return new


def _move(postings: Iterable[Posting], into: Unit, effective_on: date) -> int:
    """Ends postings on a day and opens like ones in another unit; how many people moved.

    Whoever serves there already keeps that posting, which becomes primary if the ended one was.
    """
    moving = list(postings)
    there = {
        posting.person_id: posting
        for posting in into.postings.filter(
            ended_on=None, person__in=[posting.person_id for posting in moving]
        )
    }
    days = {posting.pk: max(effective_on, _begun(posting) or effective_on) for posting in moving}
    for posting in moving:
        posting.ended_on = days[posting.pk]
    Posting.objects.bulk_update(moving, ["ended_on"], batch_size=500)
    Posting.objects.bulk_create(
        (
            _like(posting, into, days[posting.pk])
            for posting in moving
            if posting.person_id not in there
        ),
        batch_size=500,
    )
    now_primary = [there[p.person_id].pk for p in moving if p.primary and p.person_id in there]
    Posting.objects.filter(pk__in=now_primary).update(primary=True)
    return len(moving)


def _begun(posting: Posting) -> date | None:
    return posting.began_on or posting.appointed_on


def _like(posting: Posting, unit: Unit, began_on: date) -> Posting:
    return Posting(
        person_id=posting.person_id,
        unit=unit,
        title=posting.title,
        rank=posting.rank,
        appointed_on=posting.appointed_on,
        began_on=began_on,
        document=posting.document,
        establishment=posting.establishment,
        enforcement=posting.enforcement,
        primary=posting.primary,
    )


def _move_grants(unit: Unit, into: Unit) -> None:
    """Roles for a merged unit become roles for its successor, each user having each once."""
    held = set(RoleGrant.objects.filter(unit=into).values_list("user_id", "role"))
    for grant in RoleGrant.objects.filter(unit=unit):
        if (grant.user_id, grant.role) in held:
            grant.delete()
        else:
            grant.unit = into
            grant.save(update_fields=["unit"])
