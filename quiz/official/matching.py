"""Whose result a row is: the entries of an exam's roster, found by sealed number, name and unit."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from audit.rules import Refusal
from quiz.assembly.models import Exam
from quiz.official.rules import Given
from rosters.cohorts.models import Entry
from rosters.cohorts.queries import with_release
from rosters.cohorts.rules import ReleaseKind
from rosters.people.sealing import lookups
from rosters.units.models import Unit
from rosters.units.queries import unit_finder
from rosters.units.rules import fold_unit_name


@dataclass(frozen=True)
class Listed:
    """An entry as rows are compared with it. `lookup` is the hash of the person's number."""

    entry_id: int
    names: frozenset[str]
    lookup: str
    unit_id: int
    unit_name: str


class Listing:
    """The entries of a roster by number and by name. Who is listed twice is here once."""

    def __init__(self, exam: Exam, today: date) -> None:
        self._by_lookup: dict[str, list[Listed]] = defaultdict(list)
        self._by_name: dict[str, list[Listed]] = defaultdict(list)
        self._find_unit: Callable[[str], Unit | None] = unit_finder()
        for listed in _load(exam, today, self._find_unit):
            if listed.lookup:
                self._by_lookup[listed.lookup].append(listed)
            for name in listed.names:
                self._by_name[name].append(listed)

    def find(self, given: Given) -> Listed | Refusal:
        """The entry of a row, or why there is none or more than one."""
        if given.number:
            found = [one for key in lookups(given.number) for one in self._by_lookup.get(key, [])]
            if found:
                return self._numbered(found, given)
        return self._named(given)

    def _numbered(self, found: list[Listed], given: Given) -> Listed | Refusal:
        if len(found) > 1:
            return Refusal("official.row_several", {"name": given.name})
        if given.name not in found[0].names:
            held = "、".join(sorted(found[0].names))
            return Refusal("official.row_name_differs", {"given": given.name, "held": held})
        return found[0]

    def _named(self, given: Given) -> Listed | Refusal:
        """By name and unit; a number that differs from the one on file is another person's."""
        namesakes = [
            one for one in self._by_name.get(given.name, []) if not (given.number and one.lookup)
        ]
        facts = {"name": given.name, "unit": given.unit or "—"}
        if not namesakes:
            return Refusal("official.row_not_listed", facts)
        if not given.unit:
            return Refusal("official.row_without_unit", facts)
        unit = self._find_unit(given.unit)
        there = [
            one
            for one in namesakes
            if one.unit_name == given.unit or (unit is not None and one.unit_id == unit.pk)
        ]
        if not there:
            return Refusal("official.row_not_listed", facts)
        return there[0] if len(there) == 1 else Refusal("official.row_several", facts)


def _load(exam: Exam, today: date, find_unit: Callable[[str], Unit | None]) -> list[Listed]:
    entries = with_release(
        Entry.objects.filter(roster=exam.roster_id), begun_by=date.max, lasting_to=today
    )
    rows = (
        entries.exclude(person=None)
        .exclude(release_kind=ReleaseKind.DUPLICATE)
        .values_list(
            "pk", "name", "unit_id", "unit_name", "unit__name",
            "person__name", "person__id_lookup",
            "person__merged_into__name", "person__merged_into__id_lookup",
        )
    )  # fmt: skip
    standing: dict[str, int] = {}
    listed = []
    for pk, name, unit_id, then, now, own, own_lookup, kept, kept_lookup in rows:
        if now not in standing:
            unit = find_unit(now)
            standing[now] = unit.pk if unit else unit_id
        listed.append(
            Listed(
                entry_id=pk,
                names=frozenset(filter(None, (name, own, kept))),
                lookup=kept_lookup or own_lookup or "",
                unit_id=standing[now],
                unit_name=fold_unit_name(then or now),
            )
        )
    return listed
