"""Two rows that are one person: merged, taken apart again, or found to be two.

Rosters, exams and logins stay with the row they were made with: `queries.same_person` gathers them.
What describes the person moves to the kept row, and `PersonMerge.moved` says what did, by keys and
names of fields, so that all of it can be moved back. Dated statuses stay, because the row that
goes is often the one of the former unit, where the person counts as transferred.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.people.actions.postings import choose_primary
from rosters.people.models import (
    Credential,
    DistinctPeople,
    Person,
    PersonMerge,
    Posting,
    Recruitment,
    Training,
)
from rosters.people.queries import IDENTITY, MergePlan, Overlap, distinct_pair, plan_merge


@transaction.atomic
def merge_people(
    *, actor: Actor, kept: Person, gone: Person, basis: str, seen: str, now: datetime
) -> PersonMerge | Refusal:
    """Merges `gone` into `kept` as the plan with the digest `seen` showed it.

    Held against every other action, so that of two tabs the second finds nothing left to merge.
    """
    hold_chain()
    plan = plan_merge(Person.objects.get(pk=kept.pk), Person.objects.get(pk=gone.pk))
    if plan.refusal:
        return plan.refusal
    if not basis.strip():
        return Refusal("people.basis_missing")
    if plan.digest != seen:
        return Refusal("people.merge_changed", {"name": plan.kept.name})
    merge = PersonMerge.objects.create(
        kept=plan.kept,
        gone=plan.gone,
        basis=basis.strip(),
        moved=_move(plan, timezone.localdate(now)),
        merged_at=now,
    )
    Person.objects.filter(pk=plan.gone.pk).update(merged_into=plan.kept)
    facts = {"merge": merge.pk, "gone": plan.gone.pk} | _counts(merge.moved)
    record(actor=actor, action="merge_people", subject=plan.kept, facts=facts)
    return merge


def _move(plan: MergePlan, today: date) -> dict[str, Any]:
    """Carries the plan out; what was moved or changed, for the way back."""
    kept, same_unit = plan.kept, [overlap.gone for overlap in plan.same_unit]
    _set_rows(plan.demoted, primary=False)
    _set_rows(plan.postings, person=kept)
    _set_rows(same_unit, ended_on=today)
    for overlap in filter(None, [*plan.same_unit, plan.both_recruited]):
        _fill(overlap)
    if plan.recruitment:
        _set_rows([plan.recruitment], person=kept)
    _set_rows(plan.credentials, person=kept)
    _set_rows(plan.trainings, person=kept)
    _fill_person(plan)
    choose_primary(kept)
    return {
        "filled": list(plan.filled),
        "postings": _keys(plan.postings),
        "demoted": _keys(plan.demoted),
        "ended": _keys(same_unit),
        "posting_facts": [_noted(overlap) for overlap in plan.same_unit if overlap.filled],
        "recruitment": plan.recruitment and plan.recruitment.pk,
        "recruitment_facts": _noted(plan.both_recruited) if plan.both_recruited else None,
        "credentials": _keys(plan.credentials),
        "trainings": _keys(plan.trainings),
    }


def _fill_person(plan: MergePlan) -> None:
    """What the kept row lacked; a number can be on one row only and so leaves the other."""
    kept, gone = plan.kept, plan.gone
    for name in plan.filled:
        if name == IDENTITY:
            _pass_number(gone, kept)
        else:
            setattr(kept, name, getattr(gone, name))
    kept.save()


def _pass_number(giver: Person, taker: Person) -> None:
    taker.id_kind, taker.id_sealed, taker.id_lookup = (
        giver.id_kind,
        giver.id_sealed,
        giver.id_lookup,
    )
    giver.id_sealed = giver.id_lookup = None
    giver.save(update_fields=["id_sealed", "id_lookup"])


def _fill(overlap: Overlap) -> None:
    for name in overlap.filled:
        setattr(overlap.kept, name, getattr(overlap.gone, name))
    overlap.kept.save(update_fields=list(overlap.filled))


@transaction.atomic
def undo_merge(*, actor: Actor, merge: PersonMerge, now: datetime) -> PersonMerge | Refusal:
    """Takes two rows apart again. What was added or changed since stays with the kept row."""
    hold_chain()
    merge = PersonMerge.objects.select_related("kept", "gone").get(pk=merge.pk)
    if merge.undone_at is not None:
        return Refusal("people.merge_undone", {"name": merge.gone.name})
    if merge.kept.merged_into_id is not None:
        return Refusal("people.kept_merged_since", {"name": merge.kept.name})
    _move_back(merge)
    Person.objects.filter(pk=merge.gone_id).update(merged_into=None)
    merge.undone_at = now
    merge.save(update_fields=["undone_at"])
    facts = {"merge": merge.pk, "gone": merge.gone_id}
    record(actor=actor, action="undo_merge", subject=merge.kept, facts=facts)
    return merge


def _move_back(merge: PersonMerge) -> None:
    kept, gone, moved = merge.kept, merge.gone, merge.moved
    postings = kept.postings.filter(pk__in=moved["postings"])
    for posting in postings:
        posting.primary = posting.primary or posting.pk in moved["demoted"]
        posting.person = gone
    back = list(postings)
    _keep_one_primary(back)
    for posting in back:
        posting.save(update_fields=["person", "primary"])
    gone.postings.filter(pk__in=moved["ended"]).update(ended_on=None)
    for pk, other, names in moved["posting_facts"]:
        _empty(Posting, pk, other, names)
    if moved["recruitment_facts"]:
        _empty(Recruitment, *moved["recruitment_facts"])
    Recruitment.objects.filter(pk=moved["recruitment"], person=kept).update(person=gone)
    Credential.objects.filter(pk__in=moved["credentials"], person=kept).update(person=gone)
    Training.objects.filter(pk__in=moved["trainings"], person=kept).update(person=gone)
    _empty_person(kept, gone, moved["filled"])
    choose_primary(kept)
    choose_primary(gone)


def _keep_one_primary(postings: Iterable[Posting]) -> None:
    """Of the open ones that go back only the first may be primary."""
    running = [p for p in postings if p.ended_on is None and p.primary]
    for posting in running[1:]:
        posting.primary = False


def _empty_person(kept: Person, gone: Person, filled: Iterable[str]) -> None:
    for name in filled:
        if name == IDENTITY:
            if gone.id_lookup is None and kept.id_lookup is not None:
                _take_number_back(kept, gone)
        elif getattr(kept, name) == getattr(gone, name):
            setattr(kept, name, _blank(kept, name))
    kept.save()


def _take_number_back(kept: Person, gone: Person) -> None:
    number = kept.id_kind, kept.id_sealed, kept.id_lookup
    kept.id_sealed = kept.id_lookup = None
    kept.save(update_fields=["id_sealed", "id_lookup"])
    gone.id_kind, gone.id_sealed, gone.id_lookup = number
    gone.save(update_fields=["id_kind", "id_sealed", "id_lookup"])


def _empty(table: type[Model], pk: int, other: int, names: Iterable[str]) -> None:
    """Empties facts that came from the other row, unless they were changed since."""
    rows = {row.pk: row for row in table._default_manager.filter(pk__in=[pk, other])}
    if len(rows) < 2:
        return
    for name in names:
        if getattr(rows[pk], name) == getattr(rows[other], name):
            setattr(rows[pk], name, _blank(rows[pk], name))
    rows[pk].save()


def _blank(row: Model, name: str) -> Any:
    return None if row._meta.get_field(name).null else ""


def _set_rows(rows: Iterable[Model], **values: Any) -> None:
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))


def _keys(rows: Iterable[Model]) -> list[int]:
    return [row.pk for row in rows]


def _noted(overlap: Overlap) -> list[Any]:
    return [overlap.kept.pk, overlap.gone.pk, list(overlap.filled)]


def _counts(moved: dict[str, Any]) -> dict[str, Any]:
    counts = {name: len(moved[name]) for name in ("postings", "credentials", "trainings")}
    return counts | {"filled": moved["filled"]}


@transaction.atomic
def declare_distinct(
    *, actor: Actor, one: Person, other: Person, now: datetime
) -> DistinctPeople | Refusal:
    """Two people who only look like one; they are not proposed again."""
    hold_chain()
    if one.pk == other.pk:
        return Refusal("people.merge_itself", {"name": one.name})
    first, second = sorted((one, other), key=lambda person: person.pk)
    found, is_new = DistinctPeople.objects.get_or_create(
        first=first, second=second, defaults={"decided_at": now}
    )
    if is_new:
        record(actor=actor, action="declare_distinct", subject=first, facts={"other": second.pk})
    return found


@transaction.atomic
def reconsider_distinct(*, actor: Actor, one: Person, other: Person) -> None:
    """Takes the decision back that two are two people."""
    hold_chain()
    found = distinct_pair(one, other)
    if found:
        record(
            actor=actor,
            action="reconsider_distinct",
            subject=found.first,
            facts={"other": found.second_id},
        )
        found.delete()
