"""Who is on the list, in what order, and what it shows of them."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet
from django.utils.functional import cached_property

from rosters.people.models import Credential, Person, Posting, Recruitment
from rosters.people.rules import CredentialStatus, PersonStatus, fold_person_name, fold_phone
from rosters.units.models import Unit
from rosters.units.rules import UnitKind


class Holds(StrEnum):
    """Facts that bring a person into a cohort; whether they do is for the cohort rules."""

    RANK = "rank"
    RECRUITMENT = "recruitment"
    CREDENTIAL = "credential"


class Lacks(StrEnum):
    """What is missing about a person and has to be asked for."""

    UNIT = "unit"
    IDENTITY = "identity"
    PHONE = "phone"


class Order(StrEnum):
    """In what order people are listed."""

    PINYIN = "pinyin"
    UNIT = "unit"


def search_people(
    people: QuerySet[Person],
    *,
    q: str = "",
    unit: Unit | None = None,
    kind: UnitKind | None = None,
    rank: str = "",
    holds: Holds | None = None,
    field: str = "",
    status: PersonStatus | None = None,
    lacks: Lacks | None = None,
) -> QuerySet[Person]:
    """The people whose name or phone holds `q`, serving in a unit or below it, and so on.

    `field` is part of the field of enforcement of a card that is not cancelled.
    """
    if q:
        digits = fold_phone(q)
        by_phone = Q(phone__contains=digits) if digits.isdigit() else Q()
        people = people.filter(Q(name__contains=fold_person_name(q)) | by_phone)
    if unit:
        inside = list(unit.descendants(include_self=True).values_list("pk", flat=True))
        people = people.filter(_serving_in(Q(unit__in=inside)))
    if kind:
        people = people.filter(_serving_in(Q(unit__kind=kind)))
    if rank:
        people = people.filter(_serving_in(Q(rank__contains=rank.strip())))
    if holds:
        people = people.filter(_holding(holds))
    if field:
        valid = Credential.objects.filter(field__contains=field.strip(), person=OuterRef("pk"))
        people = people.filter(Exists(valid.filter(status=CredentialStatus.VALID)))
    if status:
        people = people.filter(status=status)
    if lacks:
        people = people.filter(_lacking(lacks))
    return people


def _serving_in(where: Q) -> Exists:
    return Exists(Posting.objects.filter(where, person=OuterRef("pk"), ended_on=None))


def _holding(fact: Holds) -> Exists:
    if fact == Holds.RANK:
        return _serving_in(~Q(rank=""))
    table = Recruitment if fact == Holds.RECRUITMENT else Credential
    return Exists(table._default_manager.filter(person=OuterRef("pk")))


def _lacking(what: Lacks) -> Q | Exists:
    if what == Lacks.UNIT:
        return ~_serving_in(Q())
    return Q(id_lookup=None) if what == Lacks.IDENTITY else Q(phone="")


def in_order(people: QuerySet[Person], order: Order) -> "QuerySet[Person, int] | KeysByUnit":
    """Keys of the people by name, or in the county's order of their primary units."""
    if order == Order.UNIT:
        return KeysByUnit(people)
    return people.order_by("pinyin", "pk").values_list("pk", flat=True)


class KeysByUnit:
    """Keys of people by primary unit and name, for a paginator; who has no unit comes last.

    Sorting a county would take longer than counting it. So the people of each unit are counted,
    and only those of the units that a page shows are sorted.
    """

    def __init__(self, people: QuerySet[Person]) -> None:
        primary = Q(postings__primary=True, postings__ended_on=None)
        self._people = people.annotate(home=FilteredRelation("postings", condition=primary))

    @cached_property
    def _sizes(self) -> list[tuple[int | None, int]]:
        """Every unit in the county's order that any of them is in, and how many are."""
        tallies = self._people.order_by().values_list("home__unit").annotate(Count("pk"))
        sizes = dict(tallies)
        units = [*Unit.objects.order_by("order", "pk").values_list("pk", flat=True), None]
        return [(unit, sizes[unit]) for unit in units if unit in sizes]

    def count(self) -> int:
        return sum(size for _, size in self._sizes)

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[int]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[int]:
        start, stop, _ = part.indices(self.count())
        shown: list[int | None] = []
        before = passed = 0
        for unit, size in self._sizes:
            if passed + size <= start:
                before = passed + size
            elif passed < stop:
                shown.append(unit)
            passed += size
        inside = Q(home__unit__in=[unit for unit in shown if unit is not None])
        if None in shown:
            inside |= Q(home__unit=None)
        keys = self._people.filter(inside).order_by(
            F("home__unit__order").asc(nulls_last=True), "home__unit", "pinyin", "pk"
        )
        return list(keys.values_list("pk", flat=True)[start - before : stop - before])


def load_listed(ids: Sequence[int]) -> list[Person]:
    """The people of these keys as the list shows them, in the order of the keys."""
    found = {person.pk: person for person in with_postings(Person.objects.filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


def with_postings(people: QuerySet[Person]) -> QuerySet[Person]:
    """People with `current` (postings that have not ended, the primary one first) and marks."""
    current = Posting.objects.filter(ended_on=None).select_related("unit")
    return (
        people.defer("id_sealed")
        .prefetch_related(Prefetch("postings", queryset=current, to_attr="current"))
        .annotate(
            has_recruitment=Exists(Recruitment.objects.filter(person=OuterRef("pk"))),
            has_credential=Exists(Credential.objects.filter(person=OuterRef("pk"))),
        )
    )
