"""Who a row is about: the people already known, and the rules by which a row finds one of them."""

from dataclasses import dataclass, field
from datetime import date

from audit.rules import Refusal
from rosters.intake.rules.facts import RowFacts
from rosters.people.models import Credential, Person, Posting, Recruitment
from rosters.people.sealing import lookup
from rosters.units.models import Unit


@dataclass(eq=False)
class Dossier:
    """A person with everything that a roster may say of them; perhaps not yet saved."""

    person: Person
    postings: list[Posting] = field(default_factory=list)
    recruitment: Recruitment | None = None

    def posting_in(self, unit: Unit) -> Posting | None:
        """The open posting in a unit. Units are compared by name: new ones have no key yet."""
        return next((p for p in self.postings if p.unit.name == unit.name), None)


class People:
    """All dossiers, found by number, by name and by card."""

    def __init__(self) -> None:
        self.by_lookup: dict[str, Dossier] = {}
        self.by_name: dict[str, list[Dossier]] = {}
        self.cards: dict[str, tuple[Dossier, Credential]] = {}

    @classmethod
    def load(cls) -> "People":
        """Everybody, in four queries: a county's people fit into memory, a query a row does not."""
        people, dossiers = cls(), {}
        for person in Person.objects.order_by("pk"):
            dossiers[person.pk] = people.add(Dossier(person))
        for posting in Posting.objects.filter(ended_on=None).select_related("unit"):
            dossiers[posting.person_id].postings.append(posting)
        for recruitment in Recruitment.objects.all():
            dossiers[recruitment.person_id].recruitment = recruitment
        for card in Credential.objects.all():
            people.cards[card.number] = (dossiers[card.person_id], card)
        return people

    def add(self, dossier: Dossier) -> Dossier:
        self.by_name.setdefault(dossier.person.name, []).append(dossier)
        if dossier.person.id_lookup:
            self.by_lookup[dossier.person.id_lookup] = dossier
        return dossier

    def find(self, facts: RowFacts, unit: Unit | None) -> Dossier | Refusal | None:
        """The person of a row; None when nobody known fits; a refusal when the row cannot tell."""
        if facts.identity is None:
            return self._find_without_number(facts, unit)
        known = self.by_lookup.get(lookup(facts.identity.number))
        if known is None:
            return self._find_unnumbered(facts, unit)
        if known.person.name != facts.name:
            differing = {"held": known.person.name, "given": facts.name}
            return Refusal("intake.row_name_differs", differing)
        return known

    def _find_unnumbered(self, facts: RowFacts, unit: Unit | None) -> Dossier | Refusal | None:
        """A new number may belong to somebody of that name and unit whose number was not known."""
        found = [d for d in self._namesakes(facts, unit) if d.person.id_lookup is None]
        return self._only(found, facts, unit)

    def _find_without_number(self, facts: RowFacts, unit: Unit | None) -> Dossier | Refusal | None:
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
            return Refusal("intake.row_phone_differs", _who(facts, unit))
        if namesakes:
            return self._only(namesakes, facts, unit)
        elsewhere = [
            d
            for d in self.by_name.get(facts.name, [])
            if phone and d.person.phone == phone and _born_alike(d.person, facts)
        ]
        return self._only(elsewhere, facts, unit)

    def _namesakes(self, facts: RowFacts, unit: Unit | None) -> list[Dossier]:
        return [
            dossier
            for dossier in self.by_name.get(facts.name, [])
            if unit is not None and dossier.posting_in(unit) and _born_alike(dossier.person, facts)
        ]

    def _only(
        self, found: list[Dossier], facts: RowFacts, unit: Unit | None
    ) -> Dossier | Refusal | None:
        if len(found) > 1:
            return Refusal("intake.row_same_name", _who(facts, unit))
        return found[0] if found else None


def _who(facts: RowFacts, unit: Unit | None) -> dict[str, str]:
    return {"name": facts.name, "unit": unit.name if unit else "—"}


def _born_alike(person: Person, facts: RowFacts) -> bool:
    known, given = person.born_on, facts.person.get("born_on")
    return known is None or given is None or same_birth(known, given)


def same_birth(one: date, other: date) -> bool:
    """Whether two birth dates may be one: a month alone is kept as its first day."""
    same_month = (one.year, one.month) == (other.year, other.month)
    return same_month and (one.day == other.day or 1 in {one.day, other.day})
