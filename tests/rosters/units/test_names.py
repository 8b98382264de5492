"""Units are found by any of their names, and a name never means two units."""

from datetime import date

import pytest
from django.db.models.signals import pre_save
from hypothesis import given
from hypothesis import strategies as st

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from rosters.units.actions import add_alias, add_unit, remove_alias, rename_unit
from rosters.units.models import Unit, UnitAlias
from rosters.units.queries import find_unit, unit_finder, unit_name_on
from rosters.units.rules import UnitKind, fold_unit_name
from tests.factories import NOW, make_unit


def rename(*, unit: Unit, name: str, day: date = date(2026, 3, 1)) -> Unit | Refusal:
    return rename_unit(actor=SYSTEM, unit=unit, name=name, effective_on=day, now=NOW)


@given(st.text())
def test_folding_a_name_twice_changes_nothing(name):
    assert fold_unit_name(fold_unit_name(name)) == fold_unit_name(name)


def test_unit_is_found_by_name_and_alias_in_any_spacing_and_width(db):
    unit = make_unit("县市场监督管理局", aliases=("县市监局",))
    make_unit("县住房和城乡建设局")
    names = ["县市场监督管理局", " 县市监 局", "县　市监局"]
    assert [find_unit(name) for name in names] == [unit, unit, unit]
    assert find_unit("县林业局") is None


def test_finder_asks_the_database_once_for_many_names(db, django_assert_num_queries):
    units = [make_unit(aliases=(f"别称{n}",)) for n in range(5)]
    with django_assert_num_queries(2):
        find = unit_finder()
        assert [find(f"别称{n}") for n in range(5)] == units


def test_add_unit_comes_last_in_the_order_and_is_recorded(db):
    make_unit("县司法局", order=7)
    unit = add_unit(actor=SYSTEM, name="县 林业局", kind=UnitKind.DEPARTMENT)
    assert (unit.name, unit.order) == ("县林业局", 8)
    assert [(r.action, r.facts) for r in history(unit)] == [
        ("add_unit", {"name": "县林业局", "kind": "department"})
    ]


def test_a_name_or_alias_of_another_unit_is_refused_and_nothing_is_written(db):
    make_unit("县司法局", aliases=("司法局",))
    other = make_unit("县林业局")
    taken = Refusal("units.name_taken", {"name": "司法局", "unit": "县司法局"})
    assert add_unit(actor=SYSTEM, name="司法局", kind=UnitKind.DEPARTMENT) == taken
    assert rename(unit=other, name="司法 局") == taken
    assert add_alias(actor=SYSTEM, unit=other, name="司法局") == taken
    assert add_alias(actor=SYSTEM, unit=other, name="  ") == Refusal("units.name_missing")
    assert Unit.objects.count() == 2 and not other.aliases.exists() and not history(other)


def test_a_name_that_is_too_long_once_folded_is_refused(db):
    unit, long = make_unit("县林业局"), "㍿" * 30
    refused = Refusal("units.name_long", {"length": 120, "most": 100})
    assert add_unit(actor=SYSTEM, name=long, kind=UnitKind.DEPARTMENT) == refused
    assert rename(unit=unit, name=long) == refused
    assert add_alias(actor=SYSTEM, unit=unit, name=long) == refused
    assert rename(unit=unit, name="㍿" * 25).name == "株式会社" * 25


@pytest.mark.parametrize("action", [add_unit, rename_unit, add_alias])
def test_a_name_that_another_took_at_the_same_moment_is_refused(db, action):
    unit, other = make_unit("县林业局"), make_unit()
    model = UnitAlias if action is add_alias else Unit

    def take(**_):
        row = {"unit": other} if model is UnitAlias else {"kind": UnitKind.DEPARTMENT}
        model.objects.bulk_create([model(name="林草局", **row)])

    pre_save.connect(take, sender=model)
    try:
        more = {
            add_unit: {"kind": UnitKind.DEPARTMENT},
            rename_unit: {"unit": unit, "effective_on": date(2026, 3, 1), "now": NOW},
            add_alias: {"unit": unit},
        }[action]
        answer = action(actor=SYSTEM, name="林草 局", **more)
    finally:
        pre_save.disconnect(take, sender=model)
    assert answer == Refusal("units.name_taken", {"name": "林草局", "unit": "林草局"})


def test_renamed_unit_is_still_found_under_its_old_name(db):
    unit = make_unit("县城管局", aliases=("县综合行政执法局",))
    rename(unit=unit, name="县综合行政执法局")
    assert find_unit("县城管局") == find_unit("县综合行政执法局") == unit
    assert [alias.name for alias in unit.aliases.all()] == ["县城管局"]
    assert history(unit).get().facts == {
        "old": "县城管局",
        "new": "县综合行政执法局",
        "effective_on": "2026-03-01",
    }


def test_a_unit_is_called_what_it_was_called_on_a_day(db):
    unit = make_unit("县环保局")
    rename(unit=unit, name="县环境保护局", day=date(2020, 1, 1))
    rename(unit=unit, name="市生态环境局县分局", day=date(2024, 6, 1))
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2024, 5, 31), date(2024, 6, 1)]
    assert [unit_name_on(unit, day) for day in days] == [
        "县环保局", "县环境保护局", "县环境保护局", "市生态环境局县分局",
    ]  # fmt: skip


def test_a_renaming_neither_lies_ahead_nor_before_an_earlier_change(db):
    unit = make_unit("县环保局")
    rename(unit=unit, name="县环境保护局")
    early, late = date(2026, 2, 28), date(2026, 12, 1)
    assert rename(unit=unit, name="县环境局", day=late) == Refusal("units.day_ahead", {"day": late})
    assert rename(unit=unit, name="县环境局", day=early) == Refusal(
        "units.day_before_change", {"unit": "县环境保护局", "day": date(2026, 3, 1)}
    )
    assert [change.new_name for change in unit.changes.all()] == ["县环境保护局"]


def test_an_alias_can_be_taken_away_once(db):
    unit = make_unit("县林业局", aliases=("林业局",))
    remove_alias(actor=SYSTEM, unit=unit, name="林业 局")
    assert find_unit("林业局") is None
    assert remove_alias(actor=SYSTEM, unit=unit, name="林业局") == Refusal(
        "units.alias_unknown", {"name": "林业局", "unit": "县林业局"}
    )
