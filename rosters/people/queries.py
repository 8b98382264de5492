"""Reading the people."""

from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from rosters.people.models import Credential, Person, Posting, Recruitment, SealingKey
from rosters.people.rules import PersonStatus, fold_identity_number, fold_person_name, fold_phone
from rosters.people.sealing import fingerprint, lookups, ring
from rosters.units.models import Unit
from rosters.units.rules import UnitKind


class Holds(StrEnum):
    """Facts that bring a person into a cohort; whether they do is for the cohort rules."""

    RANK = "rank"
    RECRUITMENT = "recruitment"
    CREDENTIAL = "credential"


_HOLDS = {
    Holds.RANK: Q(postings__ended_on=None) & ~Q(postings__rank=""),
    Holds.RECRUITMENT: Q(recruitment__isnull=False),
    Holds.CREDENTIAL: Q(credentials__isnull=False),
}


def search_people(
    people: QuerySet[Person],
    *,
    q: str = "",
    unit: Unit | None = None,
    kind: UnitKind | None = None,
    holds: Holds | None = None,
    status: PersonStatus | None = None,
) -> QuerySet[Person]:
    """The people whose name or phone holds `q`, serving in a unit or below it, and so on."""
    if q:
        digits = fold_phone(q)
        by_phone = Q(phone__contains=digits) if digits.isdigit() else Q()
        people = people.filter(Q(name__contains=fold_person_name(q)) | by_phone)
    if unit:
        inside = list(unit.descendants(include_self=True).values_list("pk", flat=True))
        people = people.filter(_serving_in(Q(unit__in=inside)))
    if kind:
        people = people.filter(_serving_in(Q(unit__kind=kind)))
    if holds:
        people = people.filter(pk__in=Person.objects.filter(_HOLDS[holds]).values("pk"))
    if status:
        people = people.filter(status=status)
    return people


def _serving_in(where: Q) -> Exists:
    return Exists(Posting.objects.filter(where, person=OuterRef("pk"), ended_on=None))


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


def find_by_identity_number(people: QuerySet[Person], number: str) -> Person | None:
    """The person with that identity number, typed in full; found by its keyed hash."""
    return people.filter(id_lookup__in=lookups(fold_identity_number(number))).first()


def appointments(person: Person) -> list[tuple[Posting, bool]]:
    """Every posting of a person, the newest first, and whether it still runs."""
    postings = person.postings.select_related("unit")
    ordered = sorted(
        postings, key=lambda p: (p.ended_on is None, p.appointed_on or date.min), reverse=True
    )
    return [(posting, posting.ended_on is None) for posting in ordered]


def missing_keys() -> list[str]:
    """Fingerprints of the keys that this database was sealed with and that are not there."""
    known = {fingerprint(key) for key in ring()}
    sealed_with = SealingKey.objects.order_by("pk").values_list("fingerprint", flat=True)
    return [one for one in sealed_with if one not in known]


def sealed_with_another_key() -> bool:
    """Whether a key of this database is missing: not everybody would be found by their number."""
    return bool(missing_keys())
