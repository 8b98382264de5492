"""One person: found by number, and followed through merges."""

from datetime import date

from django.db.models import F, Q, QuerySet

from rosters.people.models import Credential, Person, Posting, SealingKey, StatusChange
from rosters.people.rules import (
    IdentityKind,
    fold_identity_number,
    identity_key,
)
from rosters.people.sealing import fingerprint, lookups, ring


def find_by_identity_number(people: QuerySet[Person], number: str) -> Person | None:
    """The person with that number, typed in full, on whatever kind of document."""
    folded = fold_identity_number(number)
    hashes = [found for kind in IdentityKind for found in lookups(identity_key(kind, folded))]
    return people.filter(id_lookup__in=hashes).first()


def bearer_of(kind: IdentityKind, number: str) -> Person | None:
    """Who is on file with a folded number of that kind, merged away or not."""
    return Person.objects.filter(id_lookup__in=lookups(identity_key(kind, number))).first()


def canonical(person: Person) -> Person:
    """The row that stands for the person: the one that all others were merged into."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def same_person(person_id: int) -> frozenset[int]:
    """The keys of every row of one person: the kept one and all merged into it, through chains.

    "A person's exams" are those of all of them. Two queries for somebody who was never merged.
    """
    root = person_id
    while (above := _merged_into(root)) is not None:
        root = above
    found, newest = {root}, [root]
    while newest:
        below = Person.objects.filter(merged_into__in=newest).values_list("pk", flat=True)
        newest = list(below)
        found.update(newest)
    return frozenset(found)


def kept_rows(rows: QuerySet[Person]) -> QuerySet[Person]:
    """Who stands for the rows: they themselves, or what they were merged into."""
    merged = rows.filter(merged_into__isnull=False).select_related("merged_into")
    kept = {canonical(row).pk for row in merged}
    return Person.objects.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=kept), merged_into=None)


def _merged_into(person_id: int) -> int | None:
    rows = Person.objects.filter(pk=person_id).values_list("merged_into", flat=True)
    return rows.first()


def appointments(person: Person) -> list[tuple[Posting, bool]]:
    """Every posting of a person, the newest first, and whether it still runs."""
    postings = person.postings.select_related("unit")
    ordered = sorted(
        postings, key=lambda p: (p.ended_on is None, p.appointed_on or date.min), reverse=True
    )
    return [(posting, posting.ended_on is None) for posting in ordered]


def cards(person: Person) -> QuerySet[Credential]:
    """Every card of a person, the one that runs longest first, those without an end last."""
    return person.credentials.order_by(F("valid_to").desc(nulls_last=True), "pk")


def statuses(person: Person, today: date) -> list[tuple[StatusChange, bool]]:
    """Every dated status, the newest first, and whether it has begun by today."""
    changes = person.status_changes.order_by("-since", "-pk")
    return [(change, change.since <= today) for change in changes]


def missing_keys() -> list[str]:
    """Fingerprints of the keys that this database was sealed with and that are not there."""
    known = {fingerprint(key) for key in ring()}
    sealed_with = SealingKey.objects.order_by("pk").values_list("fingerprint", flat=True)
    return [one for one in sealed_with if one not in known]


def sealed_with_another_key() -> bool:
    """Whether a key of this database is missing: not everybody would be found by their number."""
    return bool(missing_keys())
