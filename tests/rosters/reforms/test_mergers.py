"""Mergers and splits: people move and keep their appointments, what was frozen stays."""

from datetime import date

import pytest

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from rosters.accounts.models import RoleGrant
from rosters.people.models import Person, Posting
from rosters.reforms.actions import merge_units, split_unit
from rosters.reforms.queries import plan_merger
from rosters.roles.rules import Role
from rosters.units.access import units_for
from rosters.units.models import Unit
from rosters.units.queries import changes_of, find_unit
from rosters.units.rules import UnitKind
from tests.factories import NOW, make_person, make_roster, make_unit, make_user

DAY = date(2026, 3, 1)


def merge(*units: Unit, into: Unit, day: date = DAY, seen: str | None = None) -> int | Refusal:
    return merge_units(
        actor=SYSTEM,
        units=units,
        into=into,
        effective_on=day,
        document="县委编委〔2026〕3号",
        seen=plan_merger(units, into).digest if seen is None else seen,
        now=NOW,
    )


def spells(person: Person) -> list[tuple[str, date | None, date | None, date | None, bool]]:
    """(unit, appointed, in this unit since, ended, primary) of each posting."""
    return [
        (p.unit.name, p.appointed_on, p.began_on, p.ended_on, p.primary)
        for p in person.postings.order_by("pk")
    ]


@pytest.fixture
def bureaus(db) -> tuple[Unit, Unit, Unit]:
    return make_unit("县文化局"), make_unit("县旅游局"), make_unit("县文化和旅游局")


def test_people_move_with_their_appointments_and_history_stays(bureaus):
    culture, _, both = bureaus
    person = make_person("甲一", unit=culture, rank="副科级", appointed_on=date(2022, 5, 1))
    roster = make_roster(person)
    assert merge(culture, into=both) == 1
    assert spells(person) == [
        ("县文化局", date(2022, 5, 1), None, DAY, True),
        ("县文化和旅游局", date(2022, 5, 1), DAY, None, True),
    ]
    assert roster.entries.get().unit == culture
    (change,) = changes_of(both)
    assert (change.unit, change.other, change.people, change.effective_on) == (
        culture, both, 1, DAY,
    )  # fmt: skip
    assert [r.action for r in history(culture)] == ["merge_unit"]


def test_the_old_names_and_the_past_lead_to_the_successor(bureaus):
    culture, tourism, both = bureaus
    liaison = make_user(Role.LIAISON, unit=culture)
    RoleGrant.objects.create(user=liaison, role=Role.LIAISON, unit=tourism)
    brigade = make_unit("文化市场执法大队", kind=UnitKind.SUBORDINATE, parent=culture)
    merge(culture, tourism, into=both)
    assert find_unit("县文化局") == find_unit("县旅游局") == both
    assert Unit.objects.get(pk=brigade.pk).parent == both
    assert [grant.unit for grant in liaison.grants.all()] == [both]
    assert set(units_for(liaison, Role.LIAISON)) == {culture, tourism, both, brigade}
    assert merge(both, into=make_unit("县文旅体局")) == 0
    assert find_unit("县文化局").name == "县文旅体局"


def test_who_serves_in_both_keeps_one_posting_which_becomes_primary(bureaus):
    culture, _, both = bureaus
    person = make_person("甲一", unit=culture)
    Posting.objects.create(person=person, unit=both, title="兼职", primary=False)
    plan = plan_merger([culture], both)
    assert (plan.people, plan.both) == (1, 1)
    merge(culture, into=both)
    assert spells(person) == [
        ("县文化局", None, None, DAY, True),
        ("县文化和旅游局", None, None, None, True),
    ]


def test_who_serves_in_two_merged_units_moves_once(bureaus):
    culture, tourism, both = bureaus
    person = make_person("甲一", unit=culture)
    Posting.objects.create(person=person, unit=tourism, primary=False)
    merge(culture, tourism, into=both)
    running = [spell for spell in spells(person) if spell[3] is None]
    assert running == [("县文化和旅游局", None, DAY, None, True)]


def test_a_posting_begun_after_the_reform_does_not_end_before_it_began(bureaus):
    culture, _, both = bureaus
    person = make_person("甲一", unit=culture, appointed_on=date(2026, 6, 1))
    merge(culture, into=both)
    assert spells(person) == [
        ("县文化局", date(2026, 6, 1), None, date(2026, 6, 1), True),
        ("县文化和旅游局", date(2026, 6, 1), date(2026, 6, 1), None, True),
    ]


def test_what_cannot_be_merged_is_refused_and_nothing_moves(bureaus):
    culture, tourism, both = bureaus
    body = make_unit("文化馆", kind=UnitKind.SUBORDINATE, parent=culture)
    person = make_person("甲一", unit=culture)
    ahead = date(2027, 1, 1)
    assert merge(into=both) == Refusal("reforms.nothing_to_merge")
    assert merge(culture, both, into=both) == Refusal(
        "reforms.into_itself", {"unit": "县文化和旅游局"}
    )
    assert merge(culture, into=body) == Refusal(
        "reforms.into_own_body", {"unit": "县文化局", "into": "文化馆"}
    )
    assert merge(culture, into=both, day=ahead) == Refusal("units.day_ahead", {"day": ahead})
    assert merge(culture, into=both, seen="an older plan") == Refusal(
        "reforms.changed_since", {"into": "县文化和旅游局"}
    )
    assert spells(person) == [("县文化局", None, None, None, True)]
    merge(tourism, into=both)
    assert merge(tourism, into=culture).code == "units.dissolved"
    assert merge(culture, into=both, day=date(2026, 2, 1)) == 1


def test_a_split_moves_those_who_were_chosen(db):
    bureau = make_unit("县国土资源局")
    stays, goes = make_person("甲一", unit=bureau), make_person("乙二", unit=bureau)
    arguments = {"actor": SYSTEM, "unit": bureau, "effective_on": DAY, "document": "", "now": NOW}
    new = split_unit(
        name="县林业局",
        kind=UnitKind.DEPARTMENT,
        postings=[goes.postings.get().pk],
        **arguments,
    )
    assert [p.unit for p in stays.postings.all()] == [bureau]
    assert spells(goes) == [
        ("县国土资源局", None, None, DAY, True),
        ("县林业局", None, DAY, None, True),
    ]
    assert [(c.kind, c.other, c.people) for c in changes_of(new)] == [("split", bureau, 1)]
    moved = goes.postings.get(unit=new).pk
    refused = {
        "reforms.not_serving": {"name": "县草原局", "postings": [moved]},
        "units.name_taken": {"name": "县林业局", "postings": []},
    }
    for code, wanted in refused.items():
        answer = split_unit(kind=UnitKind.DEPARTMENT, **wanted, **arguments)
        assert isinstance(answer, Refusal) and answer.code == code
    assert not Unit.objects.filter(name="县草原局").exists()


def test_officer_sees_the_plan_first_and_carries_out_what_was_shown(client, bureaus):
    culture, _, both = bureaus
    make_person("甲一", unit=culture)
    client.force_login(make_user(Role.OFFICER))
    chosen = {"units": [culture.pk], "into": both.pk}
    page = client.get("/rosters/units/reforms/merge/", chosen)
    plan = page.context["plan"]
    assert (plan.people, [moving.unit for moving in plan.moving]) == (1, [culture])
    make_person("乙二", unit=culture)
    order = chosen | {"seen": plan.digest, "effective_on": "2026-03-01", "document": "文件"}
    late = client.post("/rosters/units/reforms/merge/", order)
    assert late.status_code == 422 and culture.postings.filter(ended_on=None).count() == 2
    done = client.post(
        "/rosters/units/reforms/merge/", order | {"seen": late.context["plan"].digest}
    )
    assert done.url == f"/rosters/units/{both.pk}/"
    assert both.postings.filter(ended_on=None).count() == 2


@pytest.mark.parametrize("into", ["县文化局", "文化馆"], ids=["itself", "own body"])
def test_a_plan_that_could_not_be_carried_out_is_not_shown(client, bureaus, into):
    culture, *_ = bureaus
    make_unit("文化馆", kind=UnitKind.SUBORDINATE, parent=culture)
    client.force_login(make_user(Role.OFFICER))
    chosen = {"units": [culture.pk], "into": Unit.objects.get(name=into).pk}
    page = client.get("/rosters/units/reforms/merge/", chosen)
    assert page.context["plan"] is None and set(page.context["choice"].errors) == {"into"}


def test_officer_splits_a_unit_on_its_page(client, db):
    bureau = make_unit("县国土资源局")
    posting = make_person("甲一", unit=bureau).postings.get()
    client.force_login(make_user(Role.OFFICER))
    address = f"/rosters/units/reforms/split/{bureau.pk}/"
    form = {"name": "县林业局", "kind": "department", "document": "文件"}
    refused = client.post(address, form | {"effective_on": "2999-01-01"})
    assert refused.status_code == 422 and not Unit.objects.filter(name="县林业局").exists()
    done = client.post(address, form | {"effective_on": "2026-03-01", "postings": [posting.pk]})
    new = Unit.objects.get(name="县林业局")
    assert done.url == f"/rosters/units/{new.pk}/" and new.postings.count() == 1
