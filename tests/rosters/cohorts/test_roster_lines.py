"""The lines of a roster: their counts and their hash."""

from dataclasses import replace

import pytest

from rosters.cohorts.rules import (
    CohortKind,
    Level,
    ProspectiveEntry,
    Reason,
    TallyLine,
    entry_line,
    first_digest,
    roster_digest,
    tally,
)
from rosters.people.rules import PersonStatus
from rosters.units.rules import UnitKind


def line(number, kind, *cohorts):
    reasons = tuple(Reason(CohortKind.ENFORCEMENT, cohort, "x") for cohort in cohorts)
    return ProspectiveEntry(
        person_id=number,
        name="甲",
        unit_id=number,
        unit_name="县司法局",
        unit_kind=kind,
        title="",
        rank="",
        level=None,
        field="",
        status=PersonStatus.IN_POST,
        reasons=reasons,
    )


ONE, TWO = line(1, UnitKind.TOWNSHIP, "执法"), line(2, UnitKind.TOWNSHIP, "执法")


def test_tally_counts_people_once_and_in_each_of_their_cohorts():
    entries = [
        line(1, UnitKind.TOWNSHIP, "新任", "执法"),
        line(2, UnitKind.TOWNSHIP, "执法"),
        line(3, None, "新任"),
    ]
    assert tally(entries, ["新任", "执法"]) == [
        TallyLine(UnitKind.TOWNSHIP, 2, (1, 2)),
        TallyLine(None, 1, (1, 0)),
    ]
    assert tally(iter([]), ["新任"]) == []


@pytest.mark.parametrize(
    "other",
    [
        [TWO, ONE],
        [ONE],
        [],
        [ONE, replace(TWO, name="乙")],
        [ONE, replace(TWO, unit_name="县司法厅")],
        [ONE, replace(TWO, unit_kind=UnitKind.VERTICAL)],
        [ONE, replace(TWO, level=Level.STAFF)],
        [ONE, replace(TWO, field="水利")],
        [ONE, replace(TWO, reasons=(Reason(CohortKind.ENFORCEMENT, "执法", "y"),))],
        [ONE, replace(TWO, reasons=(Reason(CohortKind.NEW_LEADER, "执法", "x"),))],
        [ONE, replace(TWO, reasons=(Reason(CohortKind.ENFORCEMENT, "执法二", "x"),))],
    ],
)
def test_digest_depends_on_every_line_its_place_and_all_it_says(other):
    assert roster_digest([ONE, TWO]) != roster_digest(other)


def test_digest_of_the_first_version_is_as_it_was():
    entry = replace(ONE, title="局长", rank="正科级")
    assert first_digest([entry_line(1, entry)]) == (
        "0222bfc36de80a65dea798234a97f65abb067f3f9f290e906b0694687450efc0"
    )
    assert first_digest([entry_line(1, replace(entry, unit_name="改名"))]) == first_digest(
        [entry_line(1, entry)]
    )
