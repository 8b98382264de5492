"""Streams what the rules need to know of people, table by table, never all of it at once."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from rosters.cohorts.rules import CredentialFact, PersonFacts, PostingFact, StatusFact
from rosters.people.models import Credential, Person, Posting, StatusChange
from rosters.people.rules import CredentialStatus, PersonStatus
from rosters.units.models import Unit, UnitChange
from rosters.units.rules import ChangeKind, UnitKind

_CHUNK = 2000
_LATEST = F("appointed_on").desc(nulls_last=True)

_STATUSES = {status.value: [StatusFact(status)] for status in PersonStatus}
"""What is known of somebody whose status has no day."""


class UnitOnDay(NamedTuple):
    """A unit under the name that it bore on the day."""

    pk: int
    order: int
    name: str
    kind: UnitKind


class Dossier(NamedTuple):
    """A person with the facts, and the unit, title and rank of the primary posting of the day."""

    pk: int
    name: str
    pinyin: str
    qualified: bool
    facts: PersonFacts
    unit: UnitOnDay | None
    title: str
    rank: str


def standing_people() -> QuerySet[Person]:
    """Everybody once: whoever was merged into another row is that row."""
    return Person.objects.filter(merged_into=None)


def load_dossiers(people: QuerySet[Person], as_of: date) -> Iterator[Dossier]:
    """One by one, by row id. Postings that ended by the day are left out; the others are judged.

    The tables are read side by side in the order of people: a fixed number of queries, and
    memory for some thousand rows, however many people there are.
    """
    units = _units_on(as_of)
    wanted = people.order_by().values("pk")
    postings = _Alongside(_postings(as_of).filter(person__in=wanted))
    cards = _Alongside(_cards().filter(person__in=wanted))
    statuses = _Alongside(_statuses().filter(person__in=wanted))
    columns = (
        "pk", "name", "pinyin", "law_qualification", "status", "status_since",
        "recruitment__hired_on",
    )  # fmt: skip
    rows = people.order_by("pk").values_list(*columns).iterator(chunk_size=_CHUNK)
    for pk, name, pinyin, qualification, status, since, hired_on in rows:
        held = [(units.get(unit_id), _posting(row, units.get(unit_id)))
                for unit_id, *row in postings.of(pk)]  # fmt: skip
        dated = [StatusFact(PersonStatus(s), d, n) for s, d, n in statuses.of(pk)]
        known = [StatusFact(PersonStatus(status), since)] if since else _STATUSES[status]
        facts = PersonFacts(
            statuses=tuple(dated or known),
            postings=tuple(posting for _unit, posting in held),
            hired_on=hired_on,
            credentials=tuple(_card(row) for row in cards.of(pk)),
        )
        unit, posting = next(
            ((unit, posting) for unit, posting in held if posting.runs_on(as_of)), (None, None)
        )
        title, rank = (posting.title, posting.rank) if posting else ("", "")
        yield Dossier(pk, name, pinyin, bool(qualification.strip()), facts, unit, title, rank)


class _Alongside:
    """Rows in the order of people, handed out as these people come by in the same order."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._rows = rows.iterator(chunk_size=_CHUNK)
        self._next = next(self._rows, None)

    def of(self, person_id: int) -> Iterable[tuple[Any, ...]]:
        """The rows of a person without their first column."""
        while self._next is not None and self._next[0] <= person_id:
            if self._next[0] == person_id:
                yield self._next[1:]
            self._next = next(self._rows, None)


def _postings(as_of: date) -> QuerySet[Any]:
    """Those that may run on the day, the primary and then the latest first."""
    return (
        Posting.objects.filter(Q(ended_on=None) | Q(ended_on__gt=as_of))
        .order_by("person_id", "-primary", _LATEST, "pk")
        .values_list(
            "person_id", "unit_id", "rank", "title", "appointed_on", "began_on", "ended_on",
            "primary", "establishment", "enforcement",
        )
    )  # fmt: skip


def _posting(row: list[Any], unit: UnitOnDay | None) -> PostingFact:
    *first, establishment, enforcement = row
    return PostingFact(*first, unit.kind if unit else None, establishment, enforcement)


def _cards() -> QuerySet[Any]:
    return Credential.objects.order_by("person_id", "pk").values_list(
        "person_id", "number", "status", "issued_on", "valid_to", "field", "cancelled_on"
    )


def _card(row: tuple[Any, ...]) -> CredentialFact:
    number, status, *others = row
    return CredentialFact(number, CredentialStatus(status), *others)


def _statuses() -> QuerySet[Any]:
    return StatusChange.objects.order_by("person_id", "since", "pk").values_list(
        "person_id", "status", "since", "pk"
    )


def _units_on(day: date) -> dict[int, UnitOnDay]:
    """Every unit; one that was renamed later bears its older name."""
    renamed = UnitChange.objects.filter(kind=ChangeKind.RENAMED, effective_on__gt=day)
    older = dict(renamed.order_by("-effective_on", "-pk").values_list("unit_id", "old_name"))
    rows = Unit.objects.order_by().values_list("pk", "order", "name", "kind")
    return {
        pk: UnitOnDay(pk, order, older.get(pk, name), UnitKind(kind))
        for pk, order, name, kind in rows
    }
