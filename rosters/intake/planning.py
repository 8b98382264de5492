"""What an import would do: rows and known people in, a plan out. Nothing is written here.

Rows that tell most about their person are weighed first, so that the verdicts do not depend on
the order of the file. Within one file a fact is given once: a row that contradicts an earlier one
is rejected, or importing the file again would change people to and fro. Whether the plan holds
when the file comes again is looked at in `settling`.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from audit.rules import Refusal
from rosters.intake.choices import SKIP, answered, proposals
from rosters.intake.matching import Dossier, Doubt, People, Sender
from rosters.intake.report import Change, RowVerdict, Verdict, in_words, label_of, unread
from rosters.intake.rules.facts import RowFacts
from rosters.intake.rules.tables import RawRow
from rosters.intake.targets import (
    Target,
    changes_in_words,
    file_with,
    person_targets,
    posting_targets,
    recruitment_targets,
    training_targets,
)
from rosters.people.models import Credential, Person
from rosters.units.models import Unit
from rosters.units.rules import fold_unit_name

# Not contradictions when two rows of a person differ in them: the first row's word is kept.
_FIRST_WORD_HOLDS = {"note"}
_SEALED = {"id_sealed"}
_NEAREST, _MOST_SEARCHES = 3, 200
Reading = RowFacts | tuple[Refusal, ...]


@dataclass(frozen=True)
class Ground:
    """What a file is held against beside the people: units, its day, its sender, what was chosen.

    choices  (sheet, number) -> what a person said of that row
    """

    find_unit: Callable[[str], Unit | None]
    unit_names: Sequence[str]
    today: date
    sender: Sender | None = None
    choices: Mapping[tuple[str, int], str] = field(default_factory=dict)


@dataclass
class Plan:
    """The verdicts, and the instances to create and to update, each once.

    before  what each updated instance held in the fields that change
    """

    verdicts: list[RowVerdict] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    created: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    updated: dict[type[models.Model], dict[int, models.Model]] = field(default_factory=dict)
    before: dict[type[models.Model], dict[int, dict[str, Any]]] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        return bool(self.created or self.updated)


class Planner:
    """Weighs rows one by one against everybody known, including those of earlier rows."""

    def __init__(self, people: People, ground: Ground, declared: Mapping[str, Unit]) -> None:
        self.people = people
        self.ground = ground
        self.plan = Plan()
        self._declared = declared
        self._new_units: dict[str, tuple[int, Unit]] = {}
        self._said: dict[int, tuple[tuple[Mapping[str, Any], str], ...]] = {}
        self._nearest: dict[str, str] = {}

    def weigh(
        self, rows: Sequence[RawRow], readings: Sequence[Reading], beat: Callable[[], None]
    ) -> Plan:
        """The plan for all rows; its verdicts are in the order of the file."""
        verdicts: dict[int, RowVerdict] = {}
        good: list[tuple[int, RowFacts]] = []
        for at, facts in enumerate(readings):
            if isinstance(facts, RowFacts):
                good.append((at, facts))
            else:
                left_out = self.ground.choices.get((rows[at].sheet, rows[at].number)) == SKIP
                verdicts[at] = unread(rows[at], facts, left_out=left_out)
        for at, facts in sorted(good, key=lambda item: (self._rank(item[1]), item[0])):
            verdicts[at] = self._weigh_row(at, rows[at], facts)
            beat()
        self.plan.verdicts = [verdicts[at] for at in range(len(rows))]
        self.plan.units = _parents_first(self._new_units.values())
        return self.plan

    def _rank(self, facts: RowFacts) -> tuple[bool, bool, bool, int]:
        """Rows that can make a person known come before those that need one to be known."""
        leans_on_hiring = bool(facts.recruitment) and "hired_on" not in facts.recruitment
        leans_on_unit = self._unit(facts) is None
        return leans_on_hiring, facts.identity is None, leans_on_unit, -facts.traits

    def _weigh_row(self, at: int, row: RawRow, facts: RowFacts) -> RowVerdict:
        choice = self.ground.choices.get((row.sheet, row.number), "")
        unit = self._unit(facts)
        shown = (facts.name, unit.name if isinstance(unit, Unit) else facts.unit_name)
        if choice == SKIP:
            return RowVerdict(row, Verdict.LEFT_OUT, *shown)
        found = unit if isinstance(unit, Refusal) else self._found(facts, unit)
        if isinstance(found, Doubt):
            answer = answered(found, choice, facts)
            if answer is None:
                offered = proposals(found, facts, self.ground.sender)
                reasons = (found.reason,)
                return RowVerdict(row, Verdict.DECISION, *shown, reasons=reasons, proposals=offered)
            found, facts = answer
        if isinstance(found, Refusal):
            return RowVerdict(row, Verdict.REJECTED, *shown, reasons=(found,))
        assert not isinstance(unit, Refusal)
        return self._take(at, row, facts, unit, found, shown)

    def _take(
        self,
        at: int,
        row: RawRow,
        facts: RowFacts,
        unit: Unit | None,
        found: Dossier | None,
        shown: tuple[str, str],
    ) -> RowVerdict:
        """The verdict on a row that is about `found`, or about somebody new."""
        dossier = found or Dossier(Person(name=facts.name))
        targets = self._targets(facts, unit, dossier, is_new=found is None)
        reasons = [t for t in targets if isinstance(t, Refusal)]
        sound = [t for t in targets if isinstance(t, Target)]
        reasons += self._contradictions(sound)
        if reasons:
            return RowVerdict(row, Verdict.REJECTED, *shown, reasons=tuple(reasons))
        self._need_unit(at, unit)
        changes = self._accept(facts, dossier, sound)
        if found is None:
            self.people.add(dossier)
            return RowVerdict(row, Verdict.ADDED, *shown, person=dossier.person)
        verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
        return RowVerdict(row, verdict, *shown, changes=tuple(changes), person=dossier.person)

    def _found(self, facts: RowFacts, unit: Unit | None) -> Dossier | Doubt | Refusal | None:
        """Whom the row is about. To a unit that sent the file, others' people stay unknown."""
        found, sender = self.people.find(facts, unit), self.ground.sender
        if sender is None:
            return found
        if isinstance(found, Doubt):
            own = tuple(filter(sender.may_list, found.candidates))
            if own:
                return Doubt(found.reason, own, found.renames)
            return Refusal("intake.row_not_yours")
        if isinstance(found, Dossier) and not sender.may_list(found):
            return Refusal("intake.row_not_yours")
        return found

    def _unit(self, facts: RowFacts) -> Unit | Refusal | None:
        """The row's unit: its own cell, else the line above the table, else the sheet's name."""
        sender = self.ground.sender
        if sender is not None:
            line = self._known_unit(facts.unit_line) or sender.unit
            unit = self._known_unit(facts.unit_name) if facts.unit_name else line
            if unit is None or unit.pk not in sender.inside:
                facts_ = {"unit": facts.unit_name or facts.unit_line, "own": sender.unit.name}
                return Refusal("intake.row_not_your_unit", facts_)
            return unit
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
            found = difflib.get_close_matches(name, self.ground.unit_names, _NEAREST, 0.4)
            self._nearest[name] = "、".join(found)
        return self._nearest.get(name, "")

    def _known_unit(self, name: str) -> Unit | None:
        if not name:
            return None
        return self.ground.find_unit(name) or self._declared.get(fold_unit_name(name))

    def _need_unit(self, at: int, unit: Unit | None) -> None:
        """Notes that a unit which is not on file yet is needed, and those above it."""
        while unit is not None and unit.pk is None:
            first = self._new_units.get(unit.name, (at, unit))[0]
            self._new_units[unit.name] = (min(first, at), unit)
            unit = unit.parent

    def _targets(
        self, facts: RowFacts, unit: Unit | None, dossier: Dossier, *, is_new: bool
    ) -> list[Target | Refusal]:
        targets = person_targets(facts, dossier, self.ground.today, is_new=is_new)
        if unit is None and is_new:
            return [Refusal("intake.row_unit_missing")]
        targets += posting_targets(facts, unit, dossier)
        targets += recruitment_targets(facts, dossier)
        targets += training_targets(facts, dossier)
        return targets + self._card_targets(facts, dossier)

    def _card_targets(self, facts: RowFacts, dossier: Dossier) -> list[Target | Refusal]:
        if not facts.card_number:
            return []
        owner, card = self.people.cards.get(facts.card_number, (None, None))
        if owner is None or card is None:
            return [Target(Credential(number=facts.card_number), facts.card, is_new=True)]
        if owner is not dossier:
            held = {"number": facts.card_number, "name": owner.person.name}
            if self.ground.sender and not self.ground.sender.may_list(owner):
                return [Refusal("intake.row_card_taken", {"number": facts.card_number})]
            return [Refusal("intake.row_card_held", held)]
        return [Target(card, facts.card)]

    def _contradictions(self, targets: Sequence[Target]) -> list[Refusal]:
        """Drops what an earlier row already said of a note; refuses every other difference."""
        refusals = []
        for target in targets:
            earlier = self._said.get(id(target.instance), ())
            for name, value in list(target.values.items()) if earlier else ():
                told = ((values[name], at) for values, at in earlier if name in values)
                said, where = next(told, (value, ""))
                if said == value or name in _SEALED:
                    continue
                if name in _FIRST_WORD_HOLDS:
                    target.values = {k: v for k, v in target.values.items() if k != name}
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
        is_new = targets[0].is_new
        for target in targets:
            instance = target.instance
            differing = {
                name: value
                for name, value in target.values.items()
                if target.is_new or getattr(instance, name) != value
            }
            if not is_new:
                changes += changes_in_words(facts, target, differing)
            if target.values:
                key = id(instance)
                self._said[key] = (*self._said.get(key, ()), (target.values, facts.where))
            self._enter(dossier, target, differing)
        return changes

    def _enter(self, dossier: Dossier, target: Target, differing: Mapping[str, Any]) -> None:
        """Sets what differs, and files an instance with its person and in the plan."""
        instance, kind = target.instance, type(target.instance)
        if differing and instance.pk is not None:
            self.plan.updated.setdefault(kind, {})[instance.pk] = instance
            before = self.plan.before.setdefault(kind, {}).setdefault(instance.pk, {})
            for name in differing:
                before.setdefault(name, None if name in _SEALED else getattr(instance, name))
        for name, value in differing.items():
            setattr(instance, name, value)
        if isinstance(instance, Person):
            self.people.known_by(dossier)
        if not target.is_new:
            return
        self.plan.created.setdefault(kind, []).append(instance)
        if isinstance(instance, Credential):
            self.people.cards[instance.number] = (dossier, instance)
        if not isinstance(instance, Person):
            file_with(dossier, instance)


def _parents_first(units: Iterable[tuple[int, Unit]]) -> list[Unit]:
    """New units in the order of the file, but none before the one above it."""
    return [unit for _, unit in sorted(units, key=lambda found: (_depth(found[1]), found[0]))]


def _depth(unit: Unit) -> int:
    return 0 if unit.parent is None or unit.parent.pk else 1 + _depth(unit.parent)
