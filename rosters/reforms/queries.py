"""What a merger or a split would do, before it is done."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from audit.rules import Refusal, digest
from rosters.accounts.models import RoleGrant
from rosters.people.models import Posting
from rosters.units.models import Unit


@dataclass(frozen=True)
class Moving:
    """A unit that is to be merged, with what hangs on it today."""

    unit: Unit
    people: int
    bodies: tuple[str, ...]
    grants: int


@dataclass(frozen=True)
class Merger:
    """What merging units would move. `digest` says that what was looked at is what is done.

    `both` counts people who already serve in the successor: they keep one posting there.
    """

    into: Unit
    moving: tuple[Moving, ...]
    both: int
    digest: str

    @property
    def people(self) -> int:
        return sum(moving.people for moving in self.moving)


def refuse_choice(units: Collection[Unit], into: Unit) -> Refusal | None:
    """Why units cannot become part of that one, whenever it were done."""
    if not units:
        return Refusal("reforms.nothing_to_merge")
    if into in units:
        return Refusal("reforms.into_itself", {"unit": into.name})
    below = {ancestor.pk for ancestor in into.ancestors()}
    for unit in units:
        if unit.pk in below:
            return Refusal("reforms.into_own_body", {"unit": unit.name, "into": into.name})
    return None


def plan_merger(units: Collection[Unit], into: Unit) -> Merger:
    """Four queries a unit; a reform concerns a handful."""
    open_postings = Posting.objects.filter(unit__in=units, ended_on=None)
    people = set(open_postings.values_list("person_id", flat=True))
    there = Posting.objects.filter(unit=into, ended_on=None, person__in=people)
    moving = tuple(
        Moving(
            unit,
            open_postings.filter(unit=unit).count(),
            tuple(unit.children.filter(dissolved_on=None).values_list("name", flat=True)),
            RoleGrant.objects.filter(unit=unit).count(),
        )
        for unit in units
    )
    seen = [into.pk, sorted(open_postings.values_list("pk", flat=True)), [u.pk for u in units]]
    return Merger(into, moving, there.count(), digest(seen))


def serving_in(unit: Unit) -> QuerySet[Posting]:
    """The open postings of a unit by the name of their holder."""
    postings = unit.postings.filter(ended_on=None).select_related("person")
    return postings.order_by("person__pinyin", "pk").defer("person__id_sealed")
