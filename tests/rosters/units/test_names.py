"""Units are found by any of their names, and a name never means two units."""

import pytest
from django.db.models.signals import pre_save
from hypothesis import given
from hypothesis import strategies as st

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from rosters.units.actions import add_alias, add_unit, rename_unit
from rosters.units.models import Unit, UnitAlias
from rosters.units.queries import find_unit, unit_finder
from rosters.units.rules import UnitKind, fold_unit_name
from tests.factories import make_unit


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
    assert rename_unit(actor=SYSTEM, unit=other, name="司法 局") == taken
    assert add_alias(actor=SYSTEM, unit=other, name="司法局") == taken
    assert add_alias(actor=SYSTEM, unit=other, name="  ") == Refusal("units.name_missing")
    assert Unit.objects.count() == 2 and not other.aliases.exists() and not history(other)


def test_a_name_that_is_too_long_once_folded_is_refused(db):
    unit, long = make_unit("县林业局"), "㍿" * 30
    refused = Refusal("units.name_long", {"length": 120, "most": 100})
    assert add_unit(actor=SYSTEM, name=long, kind=UnitKind.DEPARTMENT) == refused
    assert rename_unit(actor=SYSTEM, unit=unit, name=long) == refused
    assert add_alias(actor=SYSTEM, unit=unit, name=long) == refused
    assert rename_unit(actor=SYSTEM, unit=unit, name="㍿" * 25).name == "株式会社" * 25


@pytest.mark.parametrize("action", [add_unit, rename_unit, add_alias])
def test_a_name_that_another_took_at_the_same_moment_is_refused(db, action):
    unit, other = make_unit("县林业局"), make_unit()
    model = UnitAlias if action is add_alias else Unit

    def take(**_):
        row = {"unit": other} if model is UnitAlias else {"kind": UnitKind.DEPARTMENT}
        model.objects.bulk_create([model(name="林草局", **row)])

    pre_save.connect(take, sender=model)
    try:
        more = {"kind": UnitKind.DEPARTMENT} if action is add_unit else {"unit": unit}
        answer = action(actor=SYSTEM, name="林草 局", **more)
    finally:
        pre_save.disconnect(take, sender=model)
    assert answer == Refusal("units.name_taken", {"name": "林草局", "unit": "林草局"})


def test_renamed_unit_is_still_found_under_its_old_name(db):
    unit = make_unit("县城管局", aliases=("县综合行政执法局",))
    rename_unit(actor=SYSTEM, unit=unit, name="县综合行政执法局")
    assert find_unit("县城管局") == find_unit("县综合行政执法局") == unit
    assert [alias.name for alias in unit.aliases.all()] == ["县城管局"]
    assert history(unit).get().facts == {"old": "县城管局", "new": "县综合行政执法局"}
