"""Who a row is about: the people already known, and the rules by which a row finds one of them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from audit.rules import Refusal
from rosters.intake.rules.facts import RowFacts
from rosters.people.models import (
    Credential,
    Person,
    Posting,
    Recruitment,
    StatusChange,
    Training,
)
from rosters.people.sealing import lookups
from rosters.units.models import Unit

# Files of so many rows and more are held against everybody; smaller ones only against those who
# bear one of their names, numbers or cards.
_MANY, _CHUNK = 3_000, 400


@dataclass(eq=False, slots=True)
class Dossier:
    """A person with everything that a roster may say of them; perhaps not yet saved.

    `other_names` and `other_numbers` are those of rows that turned out to be this person.
    """

    person: Person
    postings: list[Posting] = field(default_factory=list)
    recruitment: Recruitment | None = None
    statuses: list[StatusChange] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    other_names: frozenset[str] = frozenset()

    def posting_in(self, unit: Unit) -> Posting | None:
        """The open posting in a unit. Units are compared by name: new ones have no key yet."""
        return next((p for p in self.postings if p.unit.name == unit.name), None)

    def is_called(self, name: str) -> bool:
        return name == self.person.name or name in self.other_names


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that may be about any of some known people, or about somebody new.

    `reason` says why it cannot be told. With `renames` it is certain who it is, and only the
    spelling of the name has to be decided.
    """

    reason: Refusal
    candidates: tuple[Dossier, ...]
    renames: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """The unit that sent a file, with the keys of all units at and below it."""

    unit: Unit
    inside: frozenset[int]

    def may_list(self, dossier: Dossier) -> bool:
        """Whether somebody on file serves there; new people of the same file do."""
        if dossier.person.pk is None:
            return True
        return any(posting.unit_id in self.inside for posting in dossier.postings)


class People:
    """All dossiers, found by number, by name and by card."""

    def __init__(self) -> None:
        self.by_key: dict[int, Dossier] = {}
        self.by_lookup: dict[str, Dossier] = {}
        self.by_name: dict[str, list[Dossier]] = {}
        self.cards: dict[str, tuple[Dossier, Credential]] = {}

    @classmethod
    def load(cls, rows: Collection[RowFacts]) -> "People":
        """Whoever rows may be about, in a few queries: a query a row would take for ever."""
        people, dossiers = cls(), _found(_relevant(rows))
        while missing := {d.person.merged_into_id for d in dossiers.values()} - {None, *dossiers}:
            dossiers |= _found(Q(pk__in=part) for part in _chunks(sorted(missing)))
        gone = [dossier for dossier in dossiers.values() if dossier.person.merged_into_id]
        for pk in sorted(dossiers):
            if dossiers[pk].person.merged_into_id is None:
                people.add(dossiers[pk])
                people.by_key[pk] = dossiers[pk]
        people._lead_on(gone, dossiers)
        people._fill(dossiers)
        return people

    def _lead_on(self, gone: list[Dossier], dossiers: dict[int, Dossier]) -> None:
        """Who was merged away is found as the person that they were merged into."""
        for dossier in gone:
            kept: Dossier | None = dossier
            while kept is not None and kept.person.merged_into_id is not None:
                kept = dossiers.get(kept.person.merged_into_id)
            if kept is None:
                continue
            name = dossier.person.name
            self.by_key[dossier.person.pk] = kept
            if not kept.is_called(name):
                kept.other_names |= {name}
                self.by_name.setdefault(name, []).append(kept)
            if dossier.person.id_lookup:
                self.by_lookup.setdefault(dossier.person.id_lookup, kept)

    def _fill(self, dossiers: dict[int, Dossier]) -> None:
        units = Unit.objects.in_bulk()
        serving = Posting.objects.filter(ended_on=None).order_by("-primary", "pk")
        for posting in _of(serving, dossiers):
            posting.unit = units[posting.unit_id]
            dossiers[posting.person_id].postings.append(posting)
        for recruitment in _of(Recruitment.objects.all(), dossiers):
            dossiers[recruitment.person_id].recruitment = recruitment
        for change in _of(StatusChange.objects.order_by("since", "pk"), dossiers):
            dossiers[change.person_id].statuses.append(change)
        for training in _of(Training.objects.all(), dossiers):
            dossiers[training.person_id].trainings.append(training)
        for card in _of(Credential.objects.all(), dossiers):
            self.cards[card.number] = (dossiers[card.person_id], card)

    def add(self, dossier: Dossier) -> None:
        self.by_name.setdefault(dossier.person.name, []).append(dossier)
        self.known_by(dossier)

    def known_by(self, dossier: Dossier) -> None:
        """Lets somebody on file be found by a number or a name that a row gave them."""
        if dossier.person.id_lookup:
            self.by_lookup[dossier.person.id_lookup] = dossier
        namesakes = self.by_name.setdefault(dossier.person.name, [])
        if dossier.person.pk and dossier not in namesakes:
            namesakes.append(dossier)

    def all_numbered(self, name: str) -> bool:
        """Whether everybody of that name bears a number, so that numbers alone tell who is who."""
        return all(dossier.person.id_lookup for dossier in self.by_name.get(name, []))

    def find(self, facts: RowFacts, unit: Unit | None) -> Dossier | Doubt | Refusal | None:
        """The person of a row; None when nobody known fits; a doubt when the row cannot tell."""
        keyed = self.by_key.get(facts.person_key) if facts.person_key else None
        if facts.identity is None:
            return self._named(keyed, facts) if keyed else self._find_without_number(facts, unit)
        hashes = lookups(facts.identity.key)  # while keys are changed, either may be on file
        known = next((self.by_lookup[one] for one in hashes if one in self.by_lookup), None)
        if keyed is not None:
            fits = known is keyed or (known is None and keyed.person.id_lookup is None)
            other = Refusal("intake.row_key_number", {"name": facts.name})
            return self._named(keyed, facts) if fits else other
        if known is None:
            return self._find_unnumbered(facts, unit)
        if not known.is_called(facts.name):
            differing = {"held": known.person.name, "given": facts.name}
            return _doubt(Refusal("intake.row_name_differs", differing), [known], renames=True)
        return known

    def _named(self, keyed: Dossier, facts: RowFacts) -> Dossier | Doubt | Refusal | None:
        """Whom the number of the template tells, unless the row bears another name."""
        if keyed.is_called(facts.name):
            return keyed
        differing = {"held": keyed.person.name, "given": facts.name}
        return _doubt(Refusal("intake.row_key_name", differing), [keyed], renames=True)

    def _find_unnumbered(
        self, facts: RowFacts, unit: Unit | None
    ) -> Dossier | Doubt | Refusal | None:
        """A new number may belong to somebody of that name whose number was not known.

        Of the same unit it surely does; elsewhere only the same birth makes it likely.
        """
        found = [d for d in self._namesakes(facts, unit) if d.person.id_lookup is None]
        if found:
            return self._only(found, facts, unit)
        likely = [d for d in self._born_likewise(facts) if d.person.id_lookup is None]
        return _doubt(Refusal("intake.row_elsewhere_unnumbered", _who(facts, unit)), likely)

    def _find_without_number(
        self, facts: RowFacts, unit: Unit | None
    ) -> Dossier | Doubt | Refusal | None:
        """By name and unit, then by name and phone; a differing phone leaves it open who it is.

        Two people of one name in one unit are told apart by phone or birth only. Guessing would
        mix up two officials, and would do so differently each time the file comes.
        """
        phone = facts.person.get("phone", "")
        namesakes = self._namesakes(facts, unit)
        reached = [d for d in namesakes if phone and d.person.phone == phone]
        if reached:
            return self._only(reached, facts, unit)
        if phone and any(d.person.phone for d in namesakes):
            return _doubt(Refusal("intake.row_phone_differs", _who(facts, unit)), namesakes)
        if namesakes:
            return self._only(namesakes, facts, unit)
        elsewhere = [
            d
            for d in self.by_name.get(facts.name, [])
            if phone and d.person.phone == phone and _born_alike(d.person, facts)
        ]
        if elsewhere:
            return self._only(elsewhere, facts, unit)
        likely = list(self._born_likewise(facts))
        return _doubt(Refusal("intake.row_elsewhere", _who(facts, unit)), likely)

    def _namesakes(self, facts: RowFacts, unit: Unit | None) -> list[Dossier]:
        return [
            dossier
            for dossier in self.by_name.get(facts.name, [])
            if unit is not None and dossier.posting_in(unit) and _born_alike(dossier.person, facts)
        ]

    def _born_likewise(self, facts: RowFacts) -> Iterator[Dossier]:
        """People on file of that name and birth, wherever they serve."""
        given = facts.person.get("born_on")
        for dossier in self.by_name.get(facts.name, []):
            born = dossier.person.born_on
            if dossier.person.pk and given and born and same_birth(born, given):
                yield dossier

    def _only(
        self, found: list[Dossier], facts: RowFacts, unit: Unit | None
    ) -> Dossier | Doubt | Refusal | None:
        if len(found) > 1:
            return _doubt(Refusal("intake.row_same_name", _who(facts, unit)), found)
        return found[0] if found else None


def _doubt(
    reason: Refusal, candidates: list[Dossier], *, renames: bool = False
) -> Doubt | Refusal | None:
    """A doubt as far as somebody on file is in it: rows of one file cannot be chosen between."""
    saved = tuple(dossier for dossier in candidates if dossier.person.pk)
    if not saved:
        return reason if candidates else None
    return Doubt(reason, saved, renames)


def _relevant(rows: Collection[RowFacts]) -> Iterator[Q]:
    """Conditions on people, in parts: everybody, or whoever the rows may mean."""
    if len(rows) >= _MANY:
        yield Q()
        return
    names = {facts.name for facts in rows}
    numbers = {one for facts in rows if facts.identity for one in lookups(facts.identity.key)}
    cards = {facts.card_number for facts in rows if facts.card_number}
    keys = {facts.person_key for facts in rows if facts.person_key}
    sought: dict[str, set[Any]] = {"name": names, "pk": keys, "id_lookup": numbers}
    for column, values in (sought | {"credentials__number": cards}).items():
        for part in _chunks(sorted(values)):
            yield Q(**{f"{column}__in": part})


def _found(parts: Iterable[Q]) -> dict[int, Dossier]:
    return {
        person.pk: Dossier(person)
        for part in parts
        for person in Person.objects.filter(part).order_by("pk")
    }


def _of(rows: QuerySet[Any], dossiers: dict[int, Dossier]) -> Iterator[Any]:
    """Rows that belong to the people of the dossiers."""
    if len(dossiers) >= _MANY:
        yield from (row for row in rows.iterator(5_000) if row.person_id in dossiers)
        return
    for part in _chunks(sorted(dossiers)):
        yield from rows.filter(person__in=part)


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(values), _CHUNK):
        yield values[at : at + _CHUNK]


def _who(facts: RowFacts, unit: Unit | None) -> dict[str, str]:
    return {"name": facts.name, "unit": unit.name if unit else "—"}


def _born_alike(person: Person, facts: RowFacts) -> bool:
    known, given = person.born_on, facts.person.get("born_on")
    return known is None or given is None or same_birth(known, given)


def same_birth(one: date, other: date) -> bool:
    """Whether two birth dates may be one: a month alone is kept as its first day."""
    same_month = (one.year, one.month) == (other.year, other.month)
    return same_month and (one.day == other.day or 1 in {one.day, other.day})
