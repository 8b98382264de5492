"""An exam with something of everything."""

from typing import Any

from quiz.assembly.models import Exam
from quiz.delivery.rules import AttemptState
from quiz.results.actions import publish_results
from quiz.results.models import Publication, Voiding
from rosters.cohorts.models import Entry, EntryReason, LateArrival, Roster
from rosters.cohorts.rules import CohortKind, Level, ReleaseKind
from rosters.units.models import Unit
from rosters.units.rules import UnitKind
from tests.factories import NOW, make_person, make_release, make_roster, make_unit
from tests.quiz.results.factories import (
    make_attempt,
    make_batch,
    make_candidate,
    make_exam,
    make_officer,
)


def make_mixed_exam(**renamed: str) -> Exam:
    """Two offices and a town: 95, 70 / 50, absent, exempt / 80. The first is in two cohorts.

    People are called 考生0 to 考生5 unless `renamed`: _3="…" renames the one who was absent.
    """
    office, other = make_unit("财政局"), make_unit("审计局")
    town = make_unit("白水镇", kind=UnitKind.TOWNSHIP)
    units = [office, office, other, other, other, town]
    people = [
        make_person(renamed.get(f"_{number}", f"考生{number}"), unit=unit)
        for number, unit in enumerate(units)
    ]
    exam = make_exam(make_roster(*people), locked_at=NOW)
    fill(exam, [95, 70, 50, None, ReleaseKind.EXEMPT, 80])
    first = exam.roster.entries.get(number=1)
    EntryReason.objects.create(entry=first, cohort=CohortKind.NEW_LEADER, fact="2026-01-01")
    return exam


def fill(exam: Exam, what: list[int | str | None]) -> None:
    """What became of each entry: a score, "void", a release, or None for the absent."""
    batch = make_batch(exam)
    for entry, total in zip(exam.roster.entries.order_by("number"), what, strict=True):
        if isinstance(total, ReleaseKind):
            make_release(entry, total)
        elif total is None:
            make_attempt(make_candidate(batch, entry), state=AttemptState.READY)
        elif total == "void":
            make_attempt(make_candidate(batch, entry), 99)
            Voiding.objects.create(exam=exam, entry=entry, reason="替考", decided_at=NOW)
        else:
            make_attempt(make_candidate(batch, entry), total)


def make_line(roster: Roster, number: int, unit: Unit, **frozen: Any) -> Entry:
    """An entry with what the roster froze of it; those beyond ten arrived late."""
    person = make_person(f"人{number - 1}" if number <= 10 else f"新{number}", unit=unit)
    entry = Entry.objects.create(
        roster=roster, number=number, person=person, unit=unit, name=person.name, **frozen
    )
    EntryReason.objects.create(entry=entry, cohort=CohortKind.ENFORCEMENT, fact="2024-07-01")
    if number > 10:
        LateArrival.objects.create(entry=entry, arrived_on=NOW.date(), basis="调入", decided_at=NOW)
    return entry


def make_deep_exam(**late: Any) -> Exam:
    """A bureau with a team and a post below it, and a town; every state; two late arrivals.

    The roster froze the bureau as 旧公安局, and levels and fields of enforcement; `late` is what
    it froze of the late arrival in the post.
    """
    bureau = make_unit("公安局")
    team = make_unit("交警大队", kind=UnitKind.SUBORDINATE, parent=bureau)
    post = make_unit("城北中队", kind=UnitKind.SUBORDINATE, parent=team)
    town = make_unit("白水镇", kind=UnitKind.TOWNSHIP)
    roster = make_roster()
    old = {"unit_name": "旧公安局", "unit_kind": UnitKind.DEPARTMENT}
    traffic = {"field": "交通运输"}
    frozen = [
        (bureau, old | {"level": Level.DIVISION_CHIEF}),
        (bureau, old | {"level": Level.DIVISION_DEPUTY}),
        (team, traffic), (team, traffic), (post, traffic), (post, traffic),
        (town, {}), (town, {}), (town, {}), (town, {}), (post, late), (town, {}),
    ]  # fmt: skip
    for number, (unit, fields) in enumerate(frozen, start=1):
        make_line(roster, number, unit, **fields)
    exam = make_exam(roster, locked_at=NOW)
    fill(
        exam,
        [95, 60, 50, "void", None, 70, ReleaseKind.EXEMPT, ReleaseKind.DEFERRED,
         ReleaseKind.TRANSFERRED, ReleaseKind.LEFT, ReleaseKind.DUPLICATE, 88],
    )  # fmt: skip
    return exam


def publish(exam: Exam) -> None:
    published = publish_results(actor=make_officer(), exam=exam, now=NOW)
    assert isinstance(published, Publication), published


def unit_named(name: str) -> Unit:
    return Unit.objects.get(name=name)
