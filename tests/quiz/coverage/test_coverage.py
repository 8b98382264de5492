"""Coverage reckoned from rows, in every dimension, within what its reader may see."""

from datetime import timedelta

import pytest

from quiz.coverage.figures import columns, identity, sat_terms
from quiz.coverage.queries import load_coverage, select_names
from quiz.coverage.rules import Tally, add
from quiz.results.rules import Verdict
from rosters.cohorts.models import Entry, EntryReason
from rosters.cohorts.rules import CohortKind, Level
from rosters.units.models import Unit
from rosters.units.rules import UnitKind
from tests.factories import NOW, make_unit
from tests.quiz.coverage.factories import make_deep_exam, make_mixed_exam, publish, unit_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam():
    return make_mixed_exam()


@pytest.fixture
def deep():
    return make_deep_exam()


def seen(exam, **limits):
    return load_coverage(exam, NOW, **limits)


def ranked(kinds):
    return {
        kind: [(row.unit.name, row.rank, row.of, row.unit.tally) for row in rows]
        for kind, rows in kinds.items()
    }


def names(coverage, **asked):
    return [entry.name for entry in select_names(coverage, **asked)]


def test_total_and_units_and_cohorts_add_up(exam):
    coverage = seen(exam)
    assert coverage.total == Tally(6, excellent=1, passed=2, failed=1, absent=1, exempt=1)
    assert ranked(coverage.kinds) == {
        UnitKind.TOWNSHIP: [("白水镇", 1, 1, Tally(1, passed=1))],
        UnitKind.DEPARTMENT: [
            ("审计局", 2, 2, Tally(3, failed=1, absent=1, exempt=1)),
            ("财政局", 1, 2, Tally(2, excellent=1, passed=1)),
        ],
    }
    assert coverage.cohorts == {
        CohortKind.NEW_LEADER: Tally(1, excellent=1),
        CohortKind.ENFORCEMENT: coverage.total,
    }


def test_every_state_is_counted_and_late_arrivals_are_told_apart(deep):
    coverage = seen(deep)
    assert coverage.total == Tally(
        12, excellent=1, passed=3, failed=1, void=1, absent=1, deferred=1, exempt=1,
        transferred=1, left=1, duplicate=1,
    )  # fmt: skip
    assert (coverage.frozen, coverage.late) == (10, 2)
    assert [(key, n) for key, _label, n in identity(coverage.total)] == [
        ("sat", 6), ("absent", 1), ("deferred", 1), ("exempt", 1), ("transferred", 1),
        ("left", 1), ("duplicate", 1),
    ]  # fmt: skip
    assert [(key, n) for key, _label, n in sat_terms(coverage.total)] == [
        ("excellent", 1), ("passed", 3), ("failed", 1), ("void", 1)
    ]  # fmt: skip


def test_names_and_kinds_are_those_that_the_roster_froze(deep):
    Unit.objects.filter(name="公安局").update(name="公安分局", kind=UnitKind.VERTICAL)
    coverage = seen(deep)
    assert {unit.name: unit.kind for unit in coverage.units} == {
        "旧公安局": UnitKind.DEPARTMENT,
        "交警大队": UnitKind.SUBORDINATE,
        "城北中队": UnitKind.SUBORDINATE,
        "白水镇": UnitKind.TOWNSHIP,
    }


def test_unit_that_was_renamed_between_has_the_name_of_its_first_entry():
    exam = make_deep_exam(unit_name="城北新中队", unit_kind="department")
    post = unit_named("城北中队").pk
    found = [unit for unit in seen(exam).units if unit.unit_id == post]
    assert [(unit.name, unit.kind, unit.tally.must_sit) for unit in found] == [
        ("城北中队", UnitKind.SUBORDINATE, 3)
    ]


def test_bodies_below_are_summed_on_demand(deep):
    coverage = seen(deep)
    own = {unit.name: unit.tally.must_sit for unit in coverage.units}
    assert own == {"旧公安局": 2, "交警大队": 2, "城北中队": 3, "白水镇": 5}
    below = [row.unit for rows in coverage.kinds_with_below.values() for row in rows]
    assert {unit.name: unit.tally.must_sit for unit in below} == {
        "旧公安局": 7, "交警大队": 5, "城北中队": 3, "白水镇": 5
    }  # fmt: skip
    assert names(coverage, unit=unit_named("交警大队").pk) == ["人2", "人3"]
    assert names(coverage, unit=unit_named("交警大队").pk, below=True) == [
        "人2", "人3", "人4", "人5", "新11"
    ]  # fmt: skip


def test_unit_with_nobody_of_its_own_is_shown_with_those_below(deep):
    ministry = make_unit("政法委", order=0)
    Unit.objects.filter(name="公安局").update(parent=ministry)
    coverage = seen(deep)
    assert "政法委" not in [unit.name for unit in coverage.units]
    below = {row.unit.name: row.unit.tally for row in coverage.kinds_with_below["department"]}
    assert below["政法委"] == below["旧公安局"] and below["政法委"].must_sit == 7


def test_levels_and_fields_are_those_that_the_roster_froze(deep):
    coverage = seen(deep)
    assert list(coverage.levels) == [Level.DIVISION_CHIEF, Level.DIVISION_DEPUTY, None]
    assert coverage.levels[Level.DIVISION_CHIEF] == Tally(1, excellent=1)
    assert list(coverage.fields) == ["交通运输", ""]
    assert coverage.fields["交通运输"] == Tally(4, passed=1, failed=1, void=1, absent=1)
    for table in (coverage.levels, coverage.fields, coverage.kind_totals):
        assert add(table.values()) == coverage.total


def test_cohorts_are_known_by_the_names_that_the_roster_froze(deep):
    entries = deep.roster.entries.order_by("number")
    for entry, cohort, name in [
        (entries[0], CohortKind.NEW_LEADER, "新提任干部"),
        (entries[1], CohortKind.NEW_LEADER, "新提任干部"),
        (entries[1], CohortKind.NEW_LEADER, "一把手"),
    ]:
        EntryReason.objects.create(entry=entry, cohort=cohort, name=name, fact="2026-01-01")
    coverage = seen(deep)
    assert coverage.cohorts == {
        "一把手": Tally(1, passed=1),
        "新提任干部": Tally(2, excellent=1, passed=1),
        "enforcement": coverage.total,
    }
    assert names(coverage, cohort="一把手") == ["人1"]
    assert len(names(coverage, cohort="enforcement")) == 12


def every_number(coverage):
    """(what to ask the names for, the tally of those people) of every line of every table."""
    for unit in coverage.units:
        yield {"unit": unit.unit_id}, unit.tally
    for row in (row for rows in coverage.kinds_with_below.values() for row in rows):
        yield {"unit": row.unit.unit_id, "below": True}, row.unit.tally
    for kind, tally in coverage.kind_totals.items():
        yield {"kind": kind}, tally
    for cohort, tally in coverage.cohorts.items():
        yield {"cohort": cohort}, tally
    for level, tally in coverage.levels.items():
        yield {"level": level or 0}, tally
    for field, tally in coverage.fields.items():
        yield {"field": field or "-"}, tally
    yield {}, coverage.total


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("scope", ["", "交警大队", "白水镇"])
def test_names_behind_every_number_are_as_many(deep, scope, published):
    if published:
        publish(deep)
    units = unit_named(scope).descendants(include_self=True) if scope else None
    ids = frozenset(units.values_list("pk", flat=True)) if scope else None
    coverage = seen(deep, unit_ids=ids)
    asked = 0
    for filters, tally in every_number(coverage):
        for column in columns(coverage):
            if column.key is not None:
                found = select_names(coverage, **filters, verdict=column.key)
                assert found.count() == column.take(tally), (filters, column.header)
                asked += 1
    assert asked > 50 and select_names(coverage, late=True).count() == coverage.late


def test_units_limit_everything_that_is_seen(deep):
    town = unit_named("白水镇").pk
    coverage = seen(deep, unit_ids=frozenset({town}))
    expected = Tally(
        5, passed=1, exempt=1, deferred=1, transferred=1, left=1, duplicate=0
    )  # fmt: skip
    assert coverage.total == expected
    assert (coverage.frozen, coverage.late) == (4, 1)
    assert list(coverage.kinds) == list(coverage.kinds_with_below) == [UnitKind.TOWNSHIP]
    assert set(coverage.tree) == {town}
    assert coverage.cohorts == {CohortKind.ENFORCEMENT: expected}
    assert (coverage.levels, coverage.fields) == ({None: expected}, {"": expected})
    assert names(coverage) == ["人6", "人7", "人8", "人9", "新12"]
    for asked in ({"unit": unit_named("公安局").pk}, {"kind": "subordinate"}, {"name": "人1"}):
        assert names(coverage, **asked) == []
        assert names(coverage, **asked, below=True) == []


def test_published_coverage_is_what_was_published(exam):
    before = seen(exam)
    assert (before.publication, before.as_of) == (None, NOW)
    publish(exam)
    after = load_coverage(exam, NOW + timedelta(days=9))
    assert (after.publication, after.as_of) == (exam.publication, NOW)
    assert (after.total, after.kinds, after.cohorts) == (before.total, before.kinds, before.cohorts)
    assert [(entry.name, entry.score) for entry in select_names(after, verdict="sat")] == [
        ("考生0", 95), ("考生1", 70), ("考生2", 50), ("考生5", 80)
    ]  # fmt: skip


def test_who_came_after_publication_is_not_in_what_was_published(exam):
    publish(exam)
    Entry.objects.create(
        roster=exam.roster, number=7, name="后来", unit=unit_named("白水镇"), person=None
    )
    coverage = seen(exam)
    assert coverage.total.must_sit == 6 and "后来" not in names(coverage)


@pytest.mark.parametrize("published", [False, True])
def test_number_of_queries_is_small_and_constant(deep, published, django_assert_num_queries):
    if published:
        publish(deep)
    with django_assert_num_queries(3):
        coverage = seen(deep)
    police = unit_named("公安局").pk
    with django_assert_num_queries(2):
        list(select_names(coverage, verdict=Verdict.PASSED, unit=police))


def test_roster_without_entries_is_nobody(exam):
    coverage = seen(exam, unit_ids=frozenset())
    assert coverage.total == Tally(0)
    assert (coverage.kinds, coverage.cohorts, coverage.levels) == ({}, {}, {})
