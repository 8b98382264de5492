"""Opening and closing rounds, confirming lists, reminding units, appointing liaisons."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.accounts.actions import grant_role, revoke_role
from rosters.accounts.models import RoleGrant, User
from rosters.people.models import Person
from rosters.reporting.models import Collection, Confirmation, Reminder
from rosters.reporting.queries import (
    asked_units,
    list_digests,
    listed,
    unit_reports,
    waiting_upload,
)
from rosters.roles.rules import Role
from rosters.units.models import Unit


def open_collection(
    *,
    actor: Actor,
    title: str,
    as_of: date,
    due_on: date,
    note: str,
    units: Iterable[Unit],
    now: datetime,
) -> Collection | Refusal:
    """Asks units to report and confirm who serves there."""
    asked = list(units)
    if not asked:
        return Refusal("reporting.no_units", {"title": title})
    if due_on < timezone.localdate(now):
        return Refusal("reporting.due_past", {"day": due_on.isoformat()})
    try:
        with transaction.atomic():
            collection = Collection.objects.create(
                title=title,
                as_of=as_of,
                due_on=due_on,
                note=note,
                opened_at=now,
                opened_by_id=actor.pk,
            )
            collection.units.set(asked)
            facts = {"units": len(asked), "due_on": due_on.isoformat()}
            record(actor=actor, action="open_collection", subject=collection, facts=facts)
    except IntegrityError:
        return Refusal("reporting.title_taken", {"title": title})
    return collection


@transaction.atomic
def close_collection(*, actor: Actor, collection: Collection, now: datetime) -> Refusal | None:
    """Ends a round: nobody confirms or is reminded any more."""
    if not Collection.objects.filter(pk=collection.pk, closed_at=None).update(closed_at=now):
        return Refusal("reporting.closed", {"title": collection.title})
    record(actor=actor, action="close_collection", subject=collection)
    return None


@transaction.atomic
def confirm_list(
    *,
    actor: User,
    collection: Collection,
    unit: Unit,
    signed: str,
    seen: str,
    now: datetime,
) -> Confirmation | Refusal:
    """Vouches for the list of a unit; `seen` is the digest of the list that was shown."""
    hold_chain()
    collection.refresh_from_db()
    if collection.closed_at:
        return Refusal("reporting.closed", {"title": collection.title})
    if upload := waiting_upload(unit, now):
        facts = {"unit": unit.name, "filename": upload.filename}
        return Refusal("reporting.upload_waits", facts)
    digest = list_digests([unit])[unit.pk]
    if seen != digest:
        return Refusal("reporting.list_changed", {"unit": unit.name})
    confirmation = Confirmation.objects.create(
        collection=collection,
        unit=unit,
        people=listed([unit]).count(),
        digest=digest,
        signed=signed,
        confirmed_by_id=actor.pk,
        confirmed_at=now,
    )
    facts = {"unit": unit.pk, "people": confirmation.people, "digest": digest}
    record(actor=actor, action="confirm_list", subject=collection, facts=facts)
    return confirmation


@transaction.atomic
def remind_units(
    *, actor: Actor, collection: Collection, unit: Unit | None, now: datetime
) -> int | Refusal:
    """Reminds a unit, or all that have not confirmed; how many were."""
    hold_chain()
    collection.refresh_from_db()
    if collection.closed_at:
        return Refusal("reporting.closed", {"title": collection.title})
    units = asked_units(collection)
    asked = units.filter(pk=unit.pk) if unit else units
    reports = unit_reports(collection, asked, timezone.localdate(now))
    awaited = [report.unit for report in reports if report.awaited]
    if not awaited:
        return Refusal("reporting.nobody_awaited", {"title": collection.title})
    Reminder.objects.bulk_create(
        Reminder(collection=collection, unit=unit, sent_by_id=actor.pk, sent_at=now)
        for unit in awaited
    )
    facts = {"units": [unit.pk for unit in awaited]}
    record(actor=actor, action="remind_units", subject=collection, facts=facts)
    return len(awaited)


def appoint_liaison(*, actor: Actor, unit: Unit, person: Person) -> RoleGrant | Refusal:
    """Lets somebody of the unit report for it and those below it."""
    if not listed([unit]).filter(person=person).exists():
        return Refusal("reporting.not_of_unit", {"name": person.name, "unit": unit.name})
    return grant_role(actor=actor, person=person, role=Role.LIAISON, unit=unit)


def dismiss_liaison(*, actor: Actor, grant: RoleGrant) -> None:
    """Ends somebody's reporting for a unit; their login stays."""
    revoke_role(actor=actor, grant=grant)
