"""Dated statuses: a change takes effect on its day, and a mistaken one can be taken back.

A status that ends service leaves postings open. The status alone says whether somebody serves;
the posting goes on to say where they last did, by which their card is cleaned up and their unit
still finds them, and a mistaken retirement is undone by deleting one row.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from audit.actions import SYSTEM, Actor, record
from audit.rules import Refusal
from rosters.people.models import Person, StatusChange
from rosters.people.rules import PersonStatus, status_on


@transaction.atomic
def record_status(
    *,
    actor: Actor,
    person: Person,
    status: PersonStatus,
    since: date,
    basis: str,
    now: datetime,
) -> StatusChange | Refusal:
    """From `since` on the person has the status; a day to come takes effect when it comes."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.status_changes.filter(since=since, status=status).exists():
        return Refusal("people.status_known", {"day": since.isoformat()})
    change = StatusChange.objects.create(
        person=person, status=status, since=since, basis=basis.strip(), recorded_at=now
    )
    _settle(person, timezone.localdate(now))
    facts = {"change": change.pk, "status": status, "since": since.isoformat()}
    record(actor=actor, action="record_status", subject=person, facts=facts)
    return change


@transaction.atomic
def remove_status(*, actor: Actor, change: StatusChange, now: datetime) -> None:
    """Takes back a mistaken change; where none is left that has begun, the person is in post."""
    person = Person.objects.select_for_update().get(pk=change.person_id)
    facts = {"change": change.pk, "status": change.status, "since": change.since.isoformat()}
    held = (person.status, person.status_since) == (change.status, change.since)
    change.delete()
    if held:
        person.status, person.status_since = PersonStatus.IN_POST, None
        person.save(update_fields=["status", "status_since"])
    _settle(person, timezone.localdate(now))
    record(actor=actor, action="remove_status", subject=person, facts=facts)


@transaction.atomic
def settle_statuses(*, now: datetime) -> int:
    """Gives everybody the status that holds today; how many changed. Called once a day."""
    today = timezone.localdate(now)
    people = list(_unsettled(today))
    for person in people:
        _settle(person, today)
        since = person.status_since
        facts = {"status": person.status, "since": since and since.isoformat()}
        record(actor=SYSTEM, action="settle_status", subject=person, facts=facts)
    return len(people)


def _unsettled(today: date) -> QuerySet[Person]:
    """People whose newest change begun by a day is not what their row says."""
    begun = StatusChange.objects.filter(person=OuterRef("pk"), since__lte=today)
    newest = begun.order_by("-since", "-pk")
    people = Person.objects.annotate(
        due=Subquery(newest.values("status")[:1]), due_since=Subquery(newest.values("since")[:1])
    )
    stale = ~Q(status=F("due")) | ~Q(status_since=F("due_since")) | Q(status_since=None)
    return people.filter(stale, due__isnull=False).select_for_update(of=("self",))


def _settle(person: Person, today: date) -> None:
    """Puts the status that holds today on the person's row; who has none begun keeps theirs."""
    holding = status_on(person.status_changes.all(), today)
    if holding:
        person.status, person.status_since = holding.status, holding.since
        person.save(update_fields=["status", "status_since"])
