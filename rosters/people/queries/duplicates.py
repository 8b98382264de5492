"""Who may be one person, and what a merge of two rows would do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet

from audit.rules import Refusal, digest
from rosters.people.models import (
    Credential,
    DistinctPeople,
    Person,
    PersonMerge,
    Posting,
    Recruitment,
    Training,
)
from rosters.people.rules import IdentityKind, Pair, Sketch, fill_gaps, propose_pairs

PERSON_FACTS = ("sex", "born_on", "phone", "law_qualification", "note")
POSTING_FACTS = (
    "title",
    "rank",
    "appointed_on",
    "began_on",
    "document",
    "establishment",
    "enforcement",
)
RECRUITMENT_FACTS = ("hired_on", "intake", "probation_until")
IDENTITY = "identity"
"""Stands in lists of facts for the document, the sealed number and its hash together."""


def likely_pairs(people: QuerySet[Person]) -> list[Pair]:
    """Those of the people who may be one with another of them; three queries."""
    apart = DistinctPeople.objects.values_list("first_id", "second_id")
    return propose_pairs(_sketches(people), frozenset(apart))


def _sketches(people: QuerySet[Person]) -> Iterable[Sketch]:
    homes: dict[int, list[int]] = {}
    for person, unit in Posting.objects.filter(ended_on=None).values_list("person_id", "unit_id"):
        homes.setdefault(person, []).append(unit)
    rows = people.order_by().values_list("pk", "name", "born_on", "phone", "id_lookup", "id_kind")
    for pk, name, born_on, phone, number, kind in rows:
        resident = number is not None and kind == IdentityKind.RESIDENT
        units = frozenset(homes.get(pk, ()))
        yield Sketch(pk, name, born_on, phone, number is not None, resident, units)


def distinct_pair(one: Person, other: Person) -> DistinctPeople | None:
    """The decision that two are two people, if it was taken."""
    first, second = sorted((one.pk, other.pk))
    return DistinctPeople.objects.filter(first=first, second=second).first()


def merges_of(person: Person) -> QuerySet[PersonMerge]:
    """Every merge that the row took part in, undone or not, the newest first."""
    merges = PersonMerge.objects.filter(Q(kept=person) | Q(gone=person))
    return merges.select_related("kept", "gone").order_by("-pk")


@dataclass(frozen=True)
class Overlap:
    """Two rows that say the same thing: what the kept one gains, and in what they differ."""

    kept: Model
    gone: Model
    filled: tuple[str, ...]
    differing: tuple[str, ...]


@dataclass
class MergePlan:
    """What a merge would keep, move, fill in, and leave with the row that goes."""

    kept: Person
    gone: Person
    refusal: Refusal | None = None
    filled: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    postings: list[Posting] = field(default_factory=list)
    demoted: list[Posting] = field(default_factory=list)
    same_unit: list[Overlap] = field(default_factory=list)
    recruitment: Recruitment | None = None
    both_recruited: Overlap | None = None
    credentials: list[Credential] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    trainings_left: list[Training] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Differs as soon as anything that the plan shows does; not a word of it is in it."""
        lists = (self.postings, self.demoted, self.credentials, self.trainings, self.trainings_left)
        overlaps = [*self.same_unit, *filter(None, [self.both_recruited])]
        return digest(
            [
                self.kept.pk,
                self.gone.pk,
                self.refusal and self.refusal.code,
                self.filled,
                self.differing,
                [[row.pk for row in rows] for rows in lists],
                [[o.kept.pk, o.gone.pk, o.filled, o.differing] for o in overlaps],
                self.recruitment and self.recruitment.pk,
            ]
        )


def plan_merge(kept: Person, gone: Person) -> MergePlan:
    """What merging `gone` into `kept` would do at this moment."""
    plan = MergePlan(kept, gone, refusal=_refuse(kept, gone))
    plan.filled, plan.differing = fill_gaps(_facts(kept), _facts(gone))
    _plan_postings(plan)
    ours, theirs = (Recruitment.objects.filter(person=p).first() for p in (kept, gone))
    if ours and theirs:
        plan.both_recruited = _overlap(ours, theirs, RECRUITMENT_FACTS)
    else:
        plan.recruitment = theirs
    plan.credentials = list(gone.credentials.order_by("pk"))
    reported = set(kept.trainings.values_list("year", "source"))
    for training in gone.trainings.all():
        clashes = (training.year, training.source) in reported
        (plan.trainings_left if clashes else plan.trainings).append(training)
    return plan


def _plan_postings(plan: MergePlan) -> None:
    """All move, but one in a unit where the kept row serves too: that one only fills in."""
    open_here = {p.unit_id: p for p in plan.kept.postings.filter(ended_on=None)}
    has_primary = any(posting.primary for posting in open_here.values())
    for posting in plan.gone.postings.select_related("unit"):
        same = open_here.get(posting.unit_id) if posting.ended_on is None else None
        if same:
            plan.same_unit.append(_overlap(same, posting, POSTING_FACTS))
            continue
        plan.postings.append(posting)
        if has_primary and posting.primary and posting.ended_on is None:
            plan.demoted.append(posting)


def _facts(person: Person) -> dict[str, Any]:
    number = (person.id_kind, person.id_lookup) if person.id_sealed else None
    others = {name: getattr(person, name) for name in ("name", *PERSON_FACTS)}
    return {"name": others.pop("name"), IDENTITY: number, **others, "status": person.status}


def _overlap(kept: Model, gone: Model, names: Iterable[str]) -> Overlap:
    ours: Mapping[str, Any] = {name: getattr(kept, name) for name in names}
    return Overlap(kept, gone, *fill_gaps(ours, {name: getattr(gone, name) for name in names}))


def _refuse(kept: Person, gone: Person) -> Refusal | None:
    if kept.pk == gone.pk:
        return Refusal("people.merge_itself", {"name": kept.name})
    for person in (kept, gone):
        if person.merged_into_id is not None:
            return Refusal("people.merged_already", {"name": person.name})
    numbered = [p for p in (kept, gone) if p.id_sealed and p.id_kind == IdentityKind.RESIDENT]
    if len(numbered) == 2:
        facts = {"one": kept.id_masked, "other": gone.id_masked}
        return Refusal("people.two_numbers", facts)
    if distinct_pair(kept, gone):
        return Refusal("people.found_distinct", {"name": kept.name, "other": gone.name})
    return None
