"""Freezing a roster and releasing single people from it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from audit.queries import history
from audit.rules import Refusal
from rosters.cohorts.actions import freeze_roster, release_entry, set_cohorts_since
from rosters.cohorts.models import Cohort, Entry, EntryReason, Release, Roster
from rosters.cohorts.queries import cohort_since, preview_roster
from rosters.cohorts.rules import (
    CohortKind,
    ProspectiveEntry,
    Reason,
    ReleaseKind,
    roster_digest,
)
from rosters.people.models import Posting
from rosters.people.rules import PersonStatus
from rosters.roles.rules import Role
from rosters.units.rules import UnitKind
from tests.factories import NOW, make_person, make_roster, make_unit, make_user

AS_OF = date(2026, 11, 1)
ALL = list(CohortKind)


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


def freeze(officer, name="2026年应考名册", **changes):
    arguments = {"as_of": AS_OF, "kinds": ALL, "now": NOW} | changes
    return freeze_roster(actor=officer, name=name, **arguments)


def test_preview_lists_each_person_once_by_unit_then_pinyin(db):
    far = make_unit(kind=UnitKind.TOWNSHIP, order=2)
    near = make_unit(order=1)
    wu = make_person("吴某", unit=far, card="A1", pinyin="wu", hired_on=date(2024, 7, 1))
    li = make_person("李某", unit=far, card="A2", pinyin="li", valid_to=date(2027, 3, 31))
    zhao = make_person(
        "赵某",
        unit=near,
        pinyin="zhao",
        title="局长",
        rank="正处级",
        appointed_on=date(2023, 5, 10),
    )
    make_person("钱某", unit=near)
    make_person("孙某", unit=near, card="A3", status=PersonStatus.RETIRED)
    assert preview_roster(AS_OF, ALL) == [
        ProspectiveEntry(
            zhao.pk, "赵某", near.pk, UnitKind.DEPARTMENT, "局长", "正处级", PersonStatus.IN_POST,
            (Reason(CohortKind.NEW_LEADER, "正处级 2023-05-10"),),
        ),
        ProspectiveEntry(
            li.pk, "李某", far.pk, UnitKind.TOWNSHIP, "", "", PersonStatus.IN_POST,
            (Reason(CohortKind.ENFORCEMENT, "A2 – 2027-03-31"),),
        ),
        ProspectiveEntry(
            wu.pk, "吴某", far.pk, UnitKind.TOWNSHIP, "", "", PersonStatus.IN_POST,
            (
                Reason(CohortKind.FIRST_TIME, "2024-07-01"),
                Reason(CohortKind.ENFORCEMENT, "A1"),
            ),
        ),
    ]  # fmt: skip
    assert [e.person_id for e in preview_roster(AS_OF, [CohortKind.FIRST_TIME])] == [wu.pk]


def test_unit_is_that_of_the_primary_posting_on_the_day(db):
    old, new, second = make_unit(order=1), make_unit(order=2), make_unit(order=3)
    person = make_person(card="A1")
    for unit, start, end, primary in (
        (second, date(2019, 1, 1), None, False),
        (old, date(2020, 1, 1), date(2026, 11, 10), True),
        (new, date(2026, 11, 10), None, True),
    ):
        Posting.objects.create(
            person=person, unit=unit, appointed_on=start, ended_on=end, primary=primary
        )
    units = [preview_roster(day, ALL)[0].unit_id for day in (AS_OF, date(2026, 11, 10))]
    assert units == [old.pk, new.pk]


def test_a_posting_with_a_date_goes_before_one_without(db):
    undated, dated = make_unit(), make_unit()
    person = make_person(card="A1")
    Posting.objects.create(person=person, unit=undated, primary=False)
    Posting.objects.create(person=person, unit=dated, primary=False, appointed_on=date(2024, 1, 1))
    assert [entry.unit_id for entry in preview_roster(AS_OF, ALL)] == [dated.pk]


def test_days_are_saved_together_or_not_at_all(officer):
    since = {CohortKind.NEW_LEADER: date(2022, 1, 1), CohortKind.FIRST_TIME: "soon"}
    with pytest.raises(ValidationError):
        set_cohorts_since(actor=officer, since=since)
    assert not Cohort.objects.exists()


def test_since_has_a_default_and_a_stored_value(officer):
    assert cohort_since() == {
        CohortKind.NEW_LEADER: date(2021, 1, 1),
        CohortKind.FIRST_TIME: date(2021, 1, 1),
        CohortKind.ENFORCEMENT: None,
    }
    make_person(unit=make_unit(), hired_on=date(2024, 7, 1))
    assert len(preview_roster(AS_OF, ALL)) == 1
    set_cohorts_since(actor=officer, since={CohortKind.FIRST_TIME: date(2025, 1, 1)})
    assert preview_roster(AS_OF, ALL) == []
    set_cohorts_since(actor=officer, since={CohortKind.FIRST_TIME: None})
    assert cohort_since()[CohortKind.FIRST_TIME] is None
    assert len(preview_roster(AS_OF, ALL)) == 1
    assert [record.facts["since"] for record in history(Cohort.objects.get())] == [
        "2025-01-01", None
    ]  # fmt: skip


def test_frozen_roster_holds_what_was_previewed_and_its_hash(officer):
    unit = make_unit()
    make_person(
        "李某", unit=unit, card="A1", hired_on=date(2024, 7, 1), title="科员", rank="一级科员"
    )
    make_person("吴某", unit=unit, card="A2")
    preview = preview_roster(AS_OF, ALL)
    roster = freeze(officer, " 2026年应考名册 ")
    entries = list(roster.entries.prefetch_related("reasons"))
    assert [(e.number, e.name, e.unit, e.title, e.rank) for e in entries] == [
        (1, "李某", unit, "科员", "一级科员"),
        (2, "吴某", unit, "", ""),
    ]
    assert [[(r.cohort, r.fact) for r in e.reasons.all()] for e in entries] == [
        [("first_time", "2024-07-01"), ("enforcement", "A1")],
        [("enforcement", "A2")],
    ]
    assert (roster.name, roster.frozen_by, roster.frozen_at) == ("2026年应考名册", officer, NOW)
    assert roster.content_hash == roster_digest(preview)
    facts = history(roster).get().facts
    assert (facts["entries"], facts["content_hash"]) == (2, roster.content_hash)


def test_frozen_roster_stays_when_people_change(officer):
    person = make_person("李某", unit=make_unit(), card="A1")
    freeze(officer)
    person.name, person.status = "李改名", PersonStatus.RETIRED
    person.save()
    person.credentials.all().delete()
    assert [e.name for e in Entry.objects.all()] == ["李某"]


@pytest.mark.parametrize("model", [Roster, Entry, EntryReason])
@pytest.mark.parametrize("verb", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_database_refuses_to_alter_a_frozen_roster(officer, model, verb):
    make_roster(make_person(unit=make_unit()))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(verb.format(table=model._meta.db_table))


def test_rosters_and_entries_are_protected_from_deletion_in_cascade(officer):
    roster = make_roster(make_person(unit=make_unit()))
    with pytest.raises(ProtectedError):
        roster.delete()
    with pytest.raises(ProtectedError):
        roster.entries.get().delete()


def test_what_differs_from_the_count_is_not_frozen(officer):
    make_person(unit=make_unit(), card="A1")
    seen = roster_digest(preview_roster(AS_OF, ALL))
    make_person(unit=make_unit(), card="A2")
    assert freeze(officer, counted=seen) == Refusal("cohorts.count_changed")
    assert not Roster.objects.exists()
    assert freeze(officer, counted=roster_digest(preview_roster(AS_OF, ALL))).entries.count() == 2


def test_an_empty_roster_is_refused(officer):
    assert freeze(officer) == Refusal("cohorts.empty_roster")
    make_person(unit=make_unit(), card="A1")
    assert freeze(officer, kinds=[CohortKind.NEW_LEADER]) == Refusal("cohorts.empty_roster")
    assert not Roster.objects.exists()


def test_a_taken_name_is_refused_and_nothing_is_written(officer):
    make_person(unit=make_unit(), card="A1")
    freeze(officer)
    assert freeze(officer) == Refusal("cohorts.name_taken", {"name": "2026年应考名册"})
    assert Roster.objects.count() == Entry.objects.count() == 1


def test_people_without_a_unit_are_named_and_stop_the_freezing(officer):
    make_person("李某", card="A1")
    make_person("吴某", unit=make_unit(), card="A2")
    expected = Refusal("cohorts.without_unit", {"count": 1, "names": "李某"})
    assert freeze(officer) == expected and not Roster.objects.exists()


def test_grades_count_when_the_county_decides_so(officer):
    make_person(unit=make_unit(), rank="四级调研员", appointed_on=date(2024, 1, 1))
    assert freeze(officer) == Refusal("cohorts.empty_roster")
    roster = freeze(officer, grades_count=True)
    assert roster.entries.count() == 1 and history(roster).get().facts["grades_count"] is True


def test_freezing_takes_the_same_queries_for_many_as_for_few(
    officer, django_assert_max_num_queries
):
    for unit in [make_unit() for _ in range(4)]:
        for number in range(20):
            make_person(unit=unit, card=f"{unit.pk}-{number}", hired_on=date(2024, 7, 1))
    with django_assert_max_num_queries(5):
        assert len(preview_roster(AS_OF, ALL)) == 80
    with django_assert_max_num_queries(18):
        freeze(officer)
    assert Entry.objects.count() * 2 == EntryReason.objects.count() == 160


@pytest.mark.parametrize("kind", list(ReleaseKind))
def test_entry_is_released_once_with_a_basis(officer, kind):
    entry = make_roster(make_person("李某", unit=make_unit())).entries.get()
    release = release_entry(actor=officer, entry=entry, kind=kind, basis=" 批复3号 ", now=NOW)
    assert (release.kind, release.basis, release.decided_by) == (kind, "批复3号", officer)
    again = release_entry(actor=officer, entry=entry, kind=kind, basis="再次", now=NOW)
    assert again == Refusal("cohorts.already_released", {"name": "李某"})
    assert [record.action for record in history(entry)] == ["release_entry"]


def test_release_without_a_basis_is_refused(officer):
    entry = make_roster(make_person("李某", unit=make_unit())).entries.get()
    refusal = release_entry(actor=officer, entry=entry, kind=ReleaseKind.EXEMPT, basis=" ", now=NOW)
    assert refusal == Refusal("cohorts.basis_missing", {"name": "李某"})
    assert not Release.objects.exists()
