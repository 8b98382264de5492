"""What an import would do: rows and known people in, a plan out. Nothing is written here.

Rows that tell most about their person are weighed first, so that the verdicts do not depend on
the order of the file. Within one file a fact is given once: a row that contradicts an earlier one
is rejected, or importing the file again would change people to and fro. Whether the plan holds
when the file comes again is looked at in `settling`.
"""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from audit.rules import Refusal
from rosters.intake.matching import Dossier, People
from rosters.intake.report import Change, RowVerdict, Verdict, in_words, label_of
from rosters.intake.rules.cells import text_of
from rosters.intake.rules.columns import Column
from rosters.intake.rules.facts import RowFacts
from rosters.intake.rules.tables import RawRow
from rosters.people.models import Credential, Person, Posting, Recruitment
from rosters.people.rules import Sex, pinyin_key
from rosters.people.sealing import lookup, mask, seal
from rosters.units.models import Unit
from rosters.units.rules import fold_unit_name

# Not contradictions when two rows of a person differ in them: the first row's word is kept.
_FIRST_WORD_HOLDS = {"note"}
_NEAREST, _MOST_SEARCHES = 3, 200
_SHOWN = 100


@dataclass
class Target:
    """A row of the database that a roster row speaks of, and what it says of it."""

    instance: models.Model
    values: dict[str, Any]
    is_new: bool = False


@dataclass
class Plan:
    """The verdicts, and the instances to create and to update, each once."""

    verdicts: list[RowVerdict] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    created: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    updated: dict[type[models.Model], dict[int, models.Model]] = field(default_factory=dict)
    changed_fields: dict[type[models.Model], set[str]] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        return bool(self.created or self.updated)


class Planner:
    """Weighs rows one by one against everybody known, including those of earlier rows."""

    def __init__(
        self,
        people: People,
        find_unit: Callable[[str], Unit | None],
        unit_names: Sequence[str],
        declared: Mapping[str, Unit],
    ) -> None:
        self.people = people
        self.find_unit = find_unit
        self.plan = Plan()
        self._declared = declared
        self._new_units: dict[str, tuple[int, Unit]] = {}
        self._said: dict[tuple[int, str], tuple[Any, str]] = {}
        self._unit_names = unit_names
        self._nearest: dict[str, str] = {}

    def weigh(
        self, rows: Sequence[RawRow], readings: Sequence[RowFacts | tuple[Refusal, ...]]
    ) -> Plan:
        """The plan for all rows; its verdicts are in the order of the file."""
        verdicts: dict[int, RowVerdict] = {}
        good: list[tuple[int, RowFacts]] = []
        for at, facts in enumerate(readings):
            if isinstance(facts, RowFacts):
                good.append((at, facts))
            else:
                verdicts[at] = _unread(rows[at], facts)
        for at, facts in sorted(good, key=lambda item: (self._rank(item[1]), item[0])):
            verdicts[at] = self._weigh_row(at, rows[at], facts)
        self.plan.verdicts = [verdicts[at] for at in range(len(rows))]
        self.plan.units = [unit for _, unit in sorted(self._new_units.values(), key=_first)]
        return self.plan

    def _rank(self, facts: RowFacts) -> tuple[bool, bool, bool, int]:
        """Rows that can make a person known come before those that need one to be known."""
        leans_on_hiring = bool(facts.recruitment) and "hired_on" not in facts.recruitment
        leans_on_unit = self._unit(facts) is None
        return leans_on_hiring, facts.identity is None, leans_on_unit, -facts.traits

    def _weigh_row(self, at: int, row: RawRow, facts: RowFacts) -> RowVerdict:
        unit = self._unit(facts)
        named = facts.unit_name or (unit.name if isinstance(unit, Unit) else "")
        found = unit if isinstance(unit, Refusal) else self.people.find(facts, unit)
        if isinstance(found, Refusal):
            return RowVerdict(row, Verdict.REJECTED, facts.name, named, reasons=(found,))
        assert not isinstance(unit, Refusal)
        dossier = found or Dossier(Person(name=facts.name))
        targets = self._targets(facts, unit, dossier, is_new=found is None)
        reasons = [t for t in targets if isinstance(t, Refusal)]
        sound = [t for t in targets if isinstance(t, Target)]
        reasons += self._contradictions(sound)
        if reasons:
            return RowVerdict(row, Verdict.REJECTED, facts.name, named, reasons=tuple(reasons))
        if unit is not None and unit.pk is None:
            first = self._new_units.get(unit.name, (at, unit))[0]
            self._new_units[unit.name] = (min(first, at), unit)
        changes = self._accept(facts, dossier, sound)
        if found is None:
            self.people.add(dossier)
            return RowVerdict(row, Verdict.ADDED, facts.name, named)
        verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
        return RowVerdict(row, verdict, facts.name, named, changes=tuple(changes))

    def _unit(self, facts: RowFacts) -> Unit | Refusal | None:
        """The row's unit: its own cell, else the line above the table, else the sheet's name."""
        if not facts.unit_name:
            return self._known_unit(facts.unit_line) or self._known_unit(facts.sheet)
        if unit := self._known_unit(facts.unit_name):
            return unit
        nearest = self._nearest_units(facts.unit_name)
        code = "intake.row_unit_unknown_near" if nearest else "intake.row_unit_unknown"
        return Refusal(code, {"unit": facts.unit_name, "nearest": nearest})

    def _nearest_units(self, name: str) -> str:
        """Known names like an unknown one. The search is slow, so only the first ones get it."""
        if name not in self._nearest and len(self._nearest) < _MOST_SEARCHES:
            found = difflib.get_close_matches(name, self._unit_names, _NEAREST, 0.4)
            self._nearest[name] = "、".join(found)
        return self._nearest.get(name, "")

    def _known_unit(self, name: str) -> Unit | None:
        return (self.find_unit(name) or self._declared.get(fold_unit_name(name))) if name else None

    def _targets(
        self, facts: RowFacts, unit: Unit | None, dossier: Dossier, *, is_new: bool
    ) -> list[Target | Refusal]:
        targets: list[Target | Refusal] = [_person_target(facts, dossier, is_new=is_new)]
        if unit is None and is_new:
            return [Refusal("intake.row_unit_missing")]
        targets += _posting_targets(facts, unit, dossier)
        targets += _recruitment_targets(facts, dossier)
        return targets + self._card_targets(facts, dossier)

    def _card_targets(self, facts: RowFacts, dossier: Dossier) -> list[Target | Refusal]:
        if not facts.card_number:
            return []
        owner, card = self.people.cards.get(facts.card_number, (None, None))
        if owner is None or card is None:
            return [Target(Credential(number=facts.card_number), dict(facts.card), is_new=True)]
        if owner is not dossier:
            held = {"number": facts.card_number, "name": owner.person.name}
            return [Refusal("intake.row_card_held", held)]
        return [Target(card, dict(facts.card))]

    def _contradictions(self, targets: Sequence[Target]) -> list[Refusal]:
        """Drops what an earlier row already said of a note; refuses every other difference."""
        refusals = []
        for target in targets:
            for name, value in list(target.values.items()):
                said, where = self._said.get((id(target.instance), name), (value, ""))
                if said == value or name in {"id_sealed"}:
                    continue
                if name in _FIRST_WORD_HOLDS:
                    del target.values[name]
                    continue
                texts = {
                    "column": label_of(target.instance, name),
                    "value": in_words(target.instance, name, value),
                    "said": in_words(target.instance, name, said),
                    "where": where,
                }
                refusals.append(Refusal("intake.row_contradicts", texts))
        return refusals

    def _accept(self, facts: RowFacts, dossier: Dossier, targets: Sequence[Target]) -> list[Change]:
        changes: list[Change] = []
        for target in targets:
            differing = {
                name: value
                for name, value in target.values.items()
                if target.is_new or getattr(target.instance, name) != value
            }
            changes += _changes(facts, target, differing)
            for name, value in target.values.items():
                self._said.setdefault((id(target.instance), name), (value, facts.where))
            for name, value in differing.items():
                setattr(target.instance, name, value)
            self._enter(dossier, target, differing)
        return changes

    def _enter(self, dossier: Dossier, target: Target, differing: Mapping[str, Any]) -> None:
        """Files an instance with its person and in the plan."""
        instance = target.instance
        if not target.is_new:
            if differing and instance.pk is not None:
                self.plan.updated.setdefault(type(instance), {})[instance.pk] = instance
                self.plan.changed_fields.setdefault(type(instance), set()).update(differing)
            if isinstance(instance, Person) and instance.id_lookup:
                self.people.by_lookup[instance.id_lookup] = dossier
            return
        self.plan.created.setdefault(type(instance), []).append(instance)
        if isinstance(instance, Person):
            return
        instance.person = dossier.person  # type: ignore[attr-defined]
        if isinstance(instance, Posting):
            dossier.postings.append(instance)
        elif isinstance(instance, Recruitment):
            dossier.recruitment = instance
        elif isinstance(instance, Credential):
            self.people.cards[instance.number] = (dossier, instance)


def _unread(row: RawRow, reasons: tuple[Refusal, ...]) -> RowVerdict:
    """A row that could not be read, under as much of its name and unit as a page has room for."""
    name, unit = (text_of(row.cell(column))[:_SHOWN] for column in (Column.NAME, Column.UNIT))
    return RowVerdict(row, Verdict.REJECTED, name, unit, reasons=reasons)


def _first(item: tuple[int, Unit]) -> int:
    return item[0]


def _person_target(facts: RowFacts, dossier: Dossier, *, is_new: bool) -> Target | Refusal:
    """What a row says of the person. What the identity number says is not overruled without it."""
    person, values = dossier.person, dict(facts.person)
    if facts.identity is None and person.id_lookup:
        sex = values.pop("sex", None)
        values.pop("born_on", None)
        if sex and person.sex and sex != person.sex:
            words = {Sex.MALE: "男", Sex.FEMALE: "女"}
            facts_ = {"given": words[sex], "number": words[Sex(person.sex)]}
            return Refusal("intake.row_sex_differs", facts_)
    born = values.get("born_on")
    month_only = facts.identity is None and born is not None and born.day == 1
    if month_only and person.born_on not in {None, born}:
        del values["born_on"]
    if facts.identity and person.id_lookup is None:
        number = facts.identity.number
        values |= {"id_lookup": lookup(number), "id_sealed": seal(number)}
    if is_new:
        values["pinyin"] = pinyin_key(facts.name)
    return Target(person, values, is_new)


def _posting_targets(
    facts: RowFacts, unit: Unit | None, dossier: Dossier
) -> list[Target | Refusal]:
    """The posting in the row's unit; without a unit, the only posting that there is."""
    if unit is None:
        if not facts.posting:
            return []
        if len(dossier.postings) != 1:
            return [Refusal("intake.row_unit_missing")]
        return [Target(dossier.postings[0], dict(facts.posting))]
    if posting := dossier.posting_in(unit):
        return [Target(posting, dict(facts.posting))]
    primary = not any(posting.primary for posting in dossier.postings)
    return [Target(Posting(unit=unit, primary=primary), dict(facts.posting), is_new=True)]


def _recruitment_targets(facts: RowFacts, dossier: Dossier) -> list[Target | Refusal]:
    if not facts.recruitment:
        return []
    if dossier.recruitment:
        return [Target(dossier.recruitment, dict(facts.recruitment))]
    if "hired_on" not in facts.recruitment:
        return [Refusal("intake.row_hired_missing")]
    return [Target(Recruitment(), dict(facts.recruitment), is_new=True)]


def _changes(facts: RowFacts, target: Target, differing: Mapping[str, Any]) -> list[Change]:
    """What a known person gains, in words. A new posting or card is one change."""
    instance = target.instance
    if isinstance(instance, Posting) and target.is_new:
        return [Change(label_of(instance, "unit"), "", instance.unit.name)]
    if isinstance(instance, Credential) and target.is_new:
        return [Change(label_of(instance, "number"), "", instance.number)]
    changes = []
    for name, value in differing.items():
        label, old = label_of(instance, name), getattr(instance, name)
        if name == "id_lookup" and facts.identity:
            changes.append(Change(label, "", mask(facts.identity.number)))
        elif name not in {"id_sealed", "pinyin"}:
            old_text = "" if target.is_new else in_words(instance, name, old)
            changes.append(Change(label, old_text, in_words(instance, name, value)))
    return changes
