"""The rows of the database that a roster row speaks of, and what it says of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from audit.rules import Refusal
from rosters.intake.matching import Dossier
from rosters.intake.report import Change, in_words, label_of
from rosters.intake.rules.facts import RowFacts
from rosters.people.models import (
    Credential,
    Posting,
    Recruitment,
    StatusChange,
    Training,
)
from rosters.people.rules import Sex, pinyin_key
from rosters.people.sealing import lookup, lookups, mask, seal
from rosters.units.models import Unit

# Hours that several units report for one person are one fact, not several.
HOURS_SOURCE = "名册"
_HIDDEN = {"id_sealed", "id_kind", "pinyin", "status_since"}


@dataclass(slots=True)
class Target:
    """A row of the database that a roster row speaks of, and what it says of it."""

    instance: models.Model
    values: Mapping[str, Any]
    is_new: bool = False


def person_targets(
    facts: RowFacts, dossier: Dossier, today: date, *, is_new: bool
) -> list[Target | Refusal]:
    """The person, and the status that begins. A number's word is not overruled without it."""
    person, values = dossier.person, dict(facts.person)
    key = facts.identity.key if facts.identity else ""
    if person.id_lookup and (not key or person.id_lookup not in lookups(key)):
        sex = values.pop("sex", None)
        values.pop("born_on", None)
        if sex and person.sex and sex != person.sex:
            words = {Sex.MALE: "男", Sex.FEMALE: "女"}
            facts_ = {"given": words[sex], "number": words[Sex(person.sex)]}
            return [Refusal("intake.row_sex_differs", facts_)]
    born = values.get("born_on")
    month_only = not key and born is not None and born.day == 1
    if month_only and person.born_on not in {None, born}:
        del values["born_on"]
    if facts.identity and person.id_lookup is None:
        values |= {"id_lookup": lookup(key), "id_sealed": seal(key)}
        values["id_kind"] = facts.identity.kind
    if "name" in values:
        values["pinyin"] = pinyin_key(facts.name)
    begun = _status_targets(facts, dossier, today, values)
    return [Target(person, values, is_new), *begun]


def _status_targets(
    facts: RowFacts, dossier: Dossier, today: date, values: dict[str, Any]
) -> list[Target]:
    """A status without a day begins on the day of the file, unless it is the one that holds.

    Of all dated statuses the newest that has begun is the person's; `values` gains it.
    """
    if facts.status is None:
        return []
    values["status"] = facts.status
    if facts.status_since is None and facts.status == dossier.person.status:
        return []
    since = facts.status_since or today
    known = any(s.status == facts.status and s.since == since for s in dossier.statuses)
    change = StatusChange(status=facts.status, since=since)
    begun = [s for s in (*dossier.statuses, change) if s.since <= today]
    newest = sorted(begun, key=lambda s: s.since)[-1] if begun else None
    values |= (
        {"status": newest.status, "status_since": newest.since}
        if newest
        else {"status": dossier.person.status}
    )
    return [] if known else [Target(change, {}, is_new=True)]


def posting_targets(facts: RowFacts, unit: Unit | None, dossier: Dossier) -> list[Target | Refusal]:
    """The posting in the row's unit; without a unit, the only posting that there is."""
    if unit is None:
        if not facts.posting:
            return []
        if len(dossier.postings) != 1:
            return [Refusal("intake.row_unit_missing")]
        return [Target(dossier.postings[0], facts.posting)]
    if posting := dossier.posting_in(unit):
        return [Target(posting, facts.posting)]
    primary = not any(posting.primary for posting in dossier.postings)
    return [Target(Posting(unit=unit, primary=primary), facts.posting, is_new=True)]


def recruitment_targets(facts: RowFacts, dossier: Dossier) -> list[Target | Refusal]:
    if not facts.recruitment:
        return []
    if dossier.recruitment:
        return [Target(dossier.recruitment, facts.recruitment)]
    if "hired_on" not in facts.recruitment:
        return [Refusal("intake.row_hired_missing")]
    return [Target(Recruitment(), facts.recruitment, is_new=True)]


def training_targets(facts: RowFacts, dossier: Dossier) -> list[Target]:
    """The hours of a year: those that rosters reported before, or new ones."""
    targets = []
    for year, hours in facts.hours.items():
        told = (t for t in dossier.trainings if (t.year, t.source) == (year, HOURS_SOURCE))
        known = next(told, None)
        instance = known or Training(year=year, source=HOURS_SOURCE)
        targets.append(Target(instance, {"hours": hours}, is_new=known is None))
    return targets


def changes_in_words(
    facts: RowFacts, target: Target, differing: Mapping[str, Any]
) -> Sequence[Change]:
    """What a known person gains, in words. A new posting, card or status is one change."""
    instance = target.instance
    if target.is_new and isinstance(instance, Posting):
        return [Change(label_of(instance, "unit"), "", instance.unit.name)]
    if target.is_new and isinstance(instance, Credential):
        return [Change(label_of(instance, "number"), "", instance.number)]
    if target.is_new and isinstance(instance, StatusChange):
        words = in_words(instance, "status", instance.status)
        return [Change(label_of(instance, "since"), "", f"{words} {instance.since}")]
    changes = []
    for name, value in differing.items():
        label, old = label_of(instance, name), getattr(instance, name)
        if isinstance(instance, Training):
            label = f"{instance.year} {label}"
        if name == "id_lookup" and facts.identity:
            changes.append(Change(label, "", mask(facts.identity.number)))
        elif name not in _HIDDEN:
            old_text = "" if target.is_new else in_words(instance, name, old)
            changes.append(Change(label, old_text, in_words(instance, name, value)))
    return changes


def file_with(dossier: Dossier, instance: models.Model) -> None:
    """Files a new row with its person."""
    instance.person = dossier.person  # type: ignore[attr-defined]
    if isinstance(instance, Posting):
        dossier.postings.append(instance)
    elif isinstance(instance, StatusChange):
        dossier.statuses.append(instance)
    elif isinstance(instance, Training):
        dossier.trainings.append(instance)
    elif isinstance(instance, Recruitment):
        dossier.recruitment = instance
