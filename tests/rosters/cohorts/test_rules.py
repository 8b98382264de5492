"""Who must be examined and why: by example, and for any person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosters.cohorts.rules import (
    CohortKind,
    CredentialFact,
    Level,
    PersonFacts,
    PostingFact,
    ProspectiveEntry,
    Reason,
    ReleaseKind,
    TallyLine,
    fitting_release,
    level_of,
    memberships,
    roster_digest,
    tally,
)
from rosters.people.rules import SERVING, CredentialStatus, PersonStatus
from rosters.units.rules import UnitKind

AS_OF = date(2026, 11, 1)
SINCE = {CohortKind.NEW_LEADER: date(2021, 1, 1), CohortKind.FIRST_TIME: date(2022, 7, 1)}
LEADER, FIRST, CARD = CohortKind.NEW_LEADER, CohortKind.FIRST_TIME, CohortKind.ENFORCEMENT


def person(**facts):
    return PersonFacts(status=facts.pop("status", PersonStatus.IN_POST), **facts)


def appointed(rank, day, ended_on=None):
    return person(postings=(PostingFact(rank, appointed_on=day, ended_on=ended_on),))


@pytest.mark.parametrize(
    ("rank", "level"),
    [
        ("副处级", Level.DIVISION_DEPUTY),
        ("副县级", Level.DIVISION_DEPUTY),
        ("县处级副职", Level.DIVISION_DEPUTY),
        (" 副 处 级 ", Level.DIVISION_DEPUTY),
        ("副处级（试用期）", Level.DIVISION_DEPUTY),
        ("副县级领导干部", Level.DIVISION_DEPUTY),
        ("正处级", Level.DIVISION_CHIEF),
        ("县处级正职", Level.DIVISION_CHIEF),
        ("副厅级", Level.BUREAU_DEPUTY),
        ("正科级、副县级", Level.DIVISION_DEPUTY),
        ("正科级", Level.TOWNSHIP_CHIEF),
        ("副科级", Level.TOWNSHIP_DEPUTY),
        ("四级调研员", None),
        ("县处级副职（四级调研员）", Level.DIVISION_DEPUTY),
        ("副处长", None),
        ("", None),
    ],
)
def test_rank_as_written_names_a_level(rank, level):
    assert level_of(rank) == level


def test_grades_count_only_by_decision():
    assert level_of("四级调研员", grades_count=True) == Level.DIVISION_DEPUTY
    assert level_of("一级主任科员", grades_count=True) == Level.TOWNSHIP_CHIEF
    someone = appointed("四级调研员", date(2024, 1, 1))
    assert memberships(someone, AS_OF, SINCE) == ()
    assert memberships(someone, AS_OF, SINCE, grades_count=True) == (
        Reason(LEADER, "四级调研员 2024-01-01"),
    )


@given(
    st.sampled_from(["副处级", "正科级", "正县级"]), st.sampled_from(["", " ", "　", "（挂职）"])
)
def test_spaces_and_remarks_do_not_change_a_level(rank, noise):
    assert level_of(rank[:1] + noise.strip("（挂职）") + rank[1:] + noise) == level_of(rank)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (appointed("副处级", date(2023, 5, 10)), ((LEADER, "副处级 2023-05-10"),)),
        (appointed("副处级", date(2021, 1, 1)), ((LEADER, "副处级 2021-01-01"),)),
        (appointed("副处级", date(2020, 12, 31)), ()),
        (appointed("副处级", AS_OF), ((LEADER, "副处级 2026-11-01"),)),
        (appointed("副处级", AS_OF + timedelta(1)), ()),
        (appointed("副处级", None), ()),
        (appointed("正科级", date(2023, 5, 10)), ()),
        (appointed("副处级", date(2023, 5, 10), ended_on=AS_OF), ()),
        (appointed("副处级", date(2023, 5, 10), ended_on=AS_OF + timedelta(1)),
         ((LEADER, "副处级 2023-05-10"),)),
        (person(hired_on=date(2024, 7, 1)), ((FIRST, "2024-07-01"),)),
        (person(hired_on=date(2022, 6, 30)), ()),
        (person(hired_on=AS_OF + timedelta(1)), ()),
        (person(credentials=(CredentialFact("A1", valid_to=date(2027, 3, 31)),)),
         ((CARD, "A1 – 2027-03-31"),)),
        (person(credentials=(CredentialFact("A1"),)), ((CARD, "A1"),)),
        (person(credentials=(CredentialFact("A1", valid_to=AS_OF),)), ((CARD, "A1 – 2026-11-01"),)),
        (person(credentials=(CredentialFact("A1", valid_to=AS_OF - timedelta(1)),)), ()),
        (person(credentials=(CredentialFact("A1", issued_on=AS_OF + timedelta(1)),)), ()),
        (person(credentials=(CredentialFact("A1", CredentialStatus.CANCELLED),)), ()),
    ],
)  # fmt: skip
def test_cohorts_of_a_person(facts, expected):
    assert memberships(facts, AS_OF, SINCE) == tuple(Reason(*reason) for reason in expected)


def test_highest_then_latest_appointment_and_longest_card_are_the_reasons():
    facts = person(
        postings=(
            PostingFact("副处级", appointed_on=date(2025, 1, 1)),
            PostingFact("正处级", appointed_on=date(2022, 1, 1)),
            PostingFact("正处级", appointed_on=date(2024, 1, 1)),
        ),
        credentials=(
            CredentialFact("A1", valid_to=date(2027, 1, 1)),
            CredentialFact("A2", valid_to=date(2028, 1, 1)),
        ),
    )
    assert memberships(facts, AS_OF, SINCE) == (
        Reason(LEADER, "正处级 2024-01-01"),
        Reason(CARD, "A2 – 2028-01-01"),
    )


days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
maybe = st.none() | days
ranks = st.sampled_from(["", "副科级", "正科级", "副处级", "县处级正职", "四级调研员", "副厅级"])
anybody = st.builds(
    PersonFacts,
    status=st.sampled_from(PersonStatus),
    postings=st.lists(
        st.builds(PostingFact, rank=ranks, appointed_on=maybe, ended_on=maybe), max_size=3
    ).map(tuple),
    hired_on=maybe,
    credentials=st.lists(
        st.builds(
            CredentialFact,
            number=st.sampled_from(["A1", "A2", "A3"]),
            status=st.sampled_from(CredentialStatus),
            issued_on=maybe,
            valid_to=maybe,
        ),
        max_size=3,
    ).map(tuple),
)


@given(anybody, days, days)
def test_each_cohort_once_and_nobody_who_no_longer_serves(facts, as_of, since):
    reasons = memberships(facts, as_of, {LEADER: since, FIRST: since})
    cohorts = [reason.cohort for reason in reasons]
    assert len(cohorts) == len(set(cohorts)) and all(reason.fact for reason in reasons)
    assert facts.status in SERVING or reasons == ()


@given(anybody, days, days, days)
def test_a_later_since_never_adds_anybody(facts, as_of, one, two):
    early, late = ({LEADER: day, FIRST: day} for day in sorted([one, two]))
    cohorts = [
        {reason.cohort for reason in memberships(facts, as_of, since)}
        for since in ({}, early, late)
    ]
    assert cohorts[2] <= cohorts[1] <= cohorts[0]


@given(anybody, days, days)
def test_counting_grades_only_adds_leaders(facts, as_of, since):
    without, counted = (
        {r.cohort for r in memberships(facts, as_of, {LEADER: since}, grades_count=switch)}
        for switch in (False, True)
    )
    assert without <= counted <= without | {LEADER}


@given(anybody, days, days, st.randoms())
def test_the_order_of_records_does_not_matter(facts, as_of, since, random):
    shuffled = replace(
        facts,
        postings=tuple(random.sample(facts.postings, len(facts.postings))),
        credentials=tuple(random.sample(facts.credentials, len(facts.credentials))),
    )
    start = {LEADER: since, FIRST: since}
    assert memberships(shuffled, as_of, start) == memberships(facts, as_of, start)


def line(number, kind, *cohorts):
    reasons = tuple(Reason(cohort, "x") for cohort in cohorts)
    return ProspectiveEntry(number, "甲", number, kind, "", "", PersonStatus.IN_POST, reasons)


def test_tally_counts_people_once_and_in_each_of_their_cohorts():
    entries = [
        line(1, UnitKind.TOWNSHIP, LEADER, CARD),
        line(2, UnitKind.TOWNSHIP, CARD),
        line(3, None, LEADER),
    ]
    assert tally(entries, [LEADER, CARD]) == [
        TallyLine(UnitKind.TOWNSHIP, 2, (1, 2)),
        TallyLine(None, 1, (1, 0)),
    ]


def test_digest_depends_on_every_line_and_its_place():
    one, two = line(1, UnitKind.TOWNSHIP, CARD), line(2, UnitKind.TOWNSHIP, CARD)
    renamed = replace(two, name="乙")
    digests = {
        roster_digest(entries) for entries in ([one, two], [two, one], [one, renamed], [one])
    }
    assert len(digests) == 4


def test_status_suggests_a_release():
    assert {status: fitting_release(status) for status in PersonStatus} == {
        PersonStatus.IN_POST: None,
        PersonStatus.SECONDED: None,
        PersonStatus.LONG_LEAVE: ReleaseKind.DEFERRED,
        PersonStatus.TRANSFERRED: ReleaseKind.LEFT,
        PersonStatus.RETIRED: ReleaseKind.LEFT,
        PersonStatus.LEFT: ReleaseKind.LEFT,
        PersonStatus.DECEASED: ReleaseKind.LEFT,
    }
