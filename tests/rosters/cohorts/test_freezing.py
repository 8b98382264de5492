"""Counting and freezing a roster."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from audit.queries import history
from audit.rules import Refusal
from rosters.cohorts.actions import freeze_roster
from rosters.cohorts.models import Cohort, Entry, EntryReason, Release, Roster
from rosters.cohorts.queries import (
    Integrity,
    Verification,
    active_cohorts,
    preview_roster,
    verify_roster,
    with_release,
)
from rosters.cohorts.rules import (
    CohortKind,
    Level,
    ProspectiveEntry,
    Reason,
    ReleaseKind,
    Rule,
    count_digest,
    first_digest,
    roster_digest,
)
from rosters.people.models import Credential, Person, Posting, StatusChange
from rosters.people.rules import PersonStatus
from rosters.roles.rules import Role
from rosters.units.actions import rename_unit
from rosters.units.rules import UnitKind
from tests.factories import NOW, make_person, make_roster, make_unit, make_user

AS_OF = date(2026, 11, 1)
LEADER, FIRST, CARD = "新任领导干部", "初任公务员", "行政执法人员"
IN_POST = "状态 在职"


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


def preview(*kinds, as_of=AS_OF):
    return preview_roster(as_of, active_cohorts(*kinds))


def counted():
    return count_digest(preview(), [Rule.from_json(cohort.rule) for cohort in active_cohorts()])


def freeze(officer, name="2026年应考名册", **changes):
    arguments = {"as_of": AS_OF, "cohorts": active_cohorts(), "now": NOW} | changes
    return freeze_roster(actor=officer, name=name, **arguments)


def change_rule(kind, **conditions):
    """The conditions of the preset of a kind, changed."""
    cohort = Cohort.objects.get(kind=kind)
    cohort.rule |= conditions
    cohort.save()
    return cohort


def test_preview_lists_each_person_once_by_unit_then_pinyin(db):
    far = make_unit("云岭镇人民政府", kind=UnitKind.TOWNSHIP, order=2)
    near = make_unit("县财政局", order=1)
    wu = make_person("吴某", unit=far, card="A1", pinyin="wu", hired_on=date(2024, 7, 1))
    li = make_person("李某", unit=far, card="A2", pinyin="li", valid_to=date(2027, 3, 31))
    Credential.objects.filter(number="A2").update(field="应急管理")
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
    blank = ProspectiveEntry(
        person_id=wu.pk,
        name="吴某",
        unit_id=far.pk,
        unit_name="云岭镇人民政府",
        unit_kind=UnitKind.TOWNSHIP,
        title="",
        rank="",
        level=None,
        field="",
        status=PersonStatus.IN_POST,
        reasons=(
            Reason(CohortKind.FIRST_TIME, FIRST, f"录用时间 2024-07-01 ≥ 2021-01-01；{IN_POST}"),
            Reason(CohortKind.ENFORCEMENT, CARD, f"执法证 A1 长期有效；{IN_POST}"),
        ),
    )
    until = f"执法证 A2 有效期至 2027-03-31 ≥ 2026-11-01；{IN_POST}"
    assert preview() == [
        ProspectiveEntry(
            person_id=zhao.pk,
            name="赵某",
            unit_id=near.pk,
            unit_name="县财政局",
            unit_kind=UnitKind.DEPARTMENT,
            title="局长",
            rank="正处级",
            level=Level.DIVISION_CHIEF,
            field="",
            status=PersonStatus.IN_POST,
            reasons=(
                Reason(
                    CohortKind.NEW_LEADER,
                    LEADER,
                    "任现职时间 2023-05-10 ≥ 2021-01-01；职级 正处级 ≥ 县处级副职；" + IN_POST,
                ),
            ),
        ),
        replace(
            blank,
            person_id=li.pk,
            name="李某",
            field="应急管理",
            reasons=(Reason(CohortKind.ENFORCEMENT, CARD, until),),
        ),
        blank,
    ]
    assert [e.person_id for e in preview(CohortKind.FIRST_TIME)] == [wu.pk]


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
    units = [preview(as_of=day)[0].unit_id for day in (AS_OF, date(2026, 11, 10))]
    assert units == [old.pk, new.pk]


def test_a_reform_moves_people_on_its_day_and_is_no_new_appointment(db):
    old, new = make_unit(), make_unit()
    person = make_person()
    kept = {"person": person, "rank": "副处级", "appointed_on": date(2019, 5, 1)}
    Posting.objects.create(**kept, unit=old, ended_on=date(2026, 11, 10))
    Posting.objects.create(**kept, unit=new, began_on=date(2026, 11, 10))
    assert preview(as_of=date(2026, 11, 20)) == []
    change_rule(CohortKind.NEW_LEADER, appointed_from="2019-01-01")
    days = (AS_OF, date(2026, 11, 9), date(2026, 11, 10))
    assert [preview(as_of=day)[0].unit_id for day in days] == [old.pk, old.pk, new.pk]


def test_a_posting_with_a_date_goes_before_one_without(db):
    undated, dated = make_unit(), make_unit()
    person = make_person(card="A1")
    Posting.objects.create(person=person, unit=undated, primary=False)
    Posting.objects.create(person=person, unit=dated, primary=False, appointed_on=date(2024, 1, 1))
    assert [entry.unit_id for entry in preview()] == [dated.pk]


def test_a_unit_renamed_since_bears_its_name_of_the_day(officer):
    unit = make_unit("县扶贫办")
    make_person(unit=unit, card="A1")
    for name, day in (("县乡村振兴局", AS_OF + timedelta(2)), ("县农业农村局", date(2026, 11, 9))):
        renamed = rename_unit(actor=officer, unit=unit, name=name, effective_on=day, now=NOW)
        assert not isinstance(renamed, Refusal)
    days = (AS_OF, date(2026, 11, 3), date(2026, 11, 9))
    assert [preview(as_of=day)[0].unit_name for day in days] == [
        "县扶贫办", "县乡村振兴局", "县农业农村局",
    ]  # fmt: skip


def test_status_is_that_of_the_day(db):
    person = make_person(unit=make_unit(), card="A1", status=PersonStatus.RETIRED)
    for status, since in (("long_leave", date(2026, 1, 1)), ("retired", date(2026, 11, 10))):
        StatusChange.objects.create(person=person, status=status, since=since, recorded_at=NOW)
    assert [entry.status for entry in preview()] == [PersonStatus.LONG_LEAVE]
    assert preview(as_of=date(2026, 11, 10)) == []


def test_people_who_were_merged_are_counted_once(db):
    unit = make_unit()
    kept, gone = make_person("李某", unit=unit, card="A1"), make_person(unit=unit, card="A2")
    Credential.objects.filter(number="A2").update(person=kept, valid_to=date(2020, 1, 1))
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)
    Credential.objects.create(person=gone, number="A3")
    assert [entry.person_id for entry in preview()] == [kept.pk]


def test_level_is_of_posts_and_of_grades_only_where_these_count(db):
    make_person(unit=make_unit(), rank="四级调研员", appointed_on=date(2024, 1, 1), card="A1")
    assert [entry.level for entry in preview()] == [None]
    change_rule(CohortKind.NEW_LEADER, grades_count=True)
    assert [entry.level for entry in preview()] == [Level.DIVISION_DEPUTY]
    assert [entry.level for entry in preview(CohortKind.ENFORCEMENT)] == [None]


def test_field_is_of_a_card_that_the_rule_asks_for_else_of_the_one_valid_longest(db):
    person = make_person(unit=make_unit(), card="A1", valid_to=date(2027, 1, 1))
    Credential.objects.filter(number="A1").update(field="应急管理")
    Credential.objects.create(person=person, number="A2", field="市场监管")
    assert [entry.field for entry in preview()] == ["市场监管"]
    change_rule(CohortKind.ENFORCEMENT, fields=["应急管理"])
    assert [entry.field for entry in preview()] == ["应急管理"]


def test_a_cohort_that_is_not_in_use_is_not_offered(db):
    Cohort.objects.filter(kind=CohortKind.ENFORCEMENT).update(active=False)
    assert [cohort.name for cohort in active_cohorts()] == [LEADER, FIRST]


def test_frozen_roster_holds_what_was_previewed_and_its_hash(officer):
    unit = make_unit("县财政局")
    make_person(
        "李某", unit=unit, card="A1", hired_on=date(2024, 7, 1), title="科员", rank="一级科员"
    )
    make_person("吴某", unit=unit, card="A2", rank="正科级")
    counted = preview()
    roster = freeze(officer, " 2026年应考名册 ")
    entries = list(roster.entries.prefetch_related("reasons"))
    assert [
        (e.number, e.name, e.unit, e.unit_name, e.unit_kind, e.title, e.rank, e.level)
        for e in entries
    ] == [
        (1, "李某", unit, "县财政局", "department", "科员", "一级科员", None),
        (2, "吴某", unit, "县财政局", "department", "", "正科级", Level.TOWNSHIP_CHIEF),
    ]
    assert [[(r.cohort, r.name, r.fact) for r in e.reasons.all()] for e in entries] == [
        [tuple(reason) for reason in entry.reasons] for entry in counted
    ]
    assert (roster.name, roster.frozen_by, roster.frozen_at) == ("2026年应考名册", officer, NOW)
    assert (roster.size, roster.digest_version) == (2, 2)
    assert roster.content_hash == roster_digest(counted)
    assert roster.rules[0] == {
        "name": LEADER,
        "kind": "new_leader",
        "rule": {"least_level": 3, "appointed_from": "2021-01-01"},
        "words": "副处级（县处级副职）及以上领导职务，2021年1月1日（含）以后任现职；职级不计；"
        "在职、借调、长期休假人员",
    }
    facts = history(roster).get().facts
    assert (facts["entries"], facts["exempt"], facts["content_hash"]) == (
        2, 0, roster.content_hash,
    )  # fmt: skip
    assert facts["rules"][CARD] == {"credential": True}


def test_frozen_roster_stays_when_people_and_rules_change(officer):
    person = make_person("李某", unit=make_unit(), card="A1")
    roster = freeze(officer)
    person.name, person.status = "李改名", PersonStatus.RETIRED
    person.save()
    person.credentials.all().delete()
    change_rule(CohortKind.ENFORCEMENT, enforcement_post=True)
    assert [e.name for e in Entry.objects.all()] == ["李某"]
    assert verify_roster(roster).state == Integrity.INTACT


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
    seen = counted()
    make_person(unit=make_unit(), card="A2")
    assert freeze(officer, counted=seen) == Refusal("cohorts.count_changed")
    assert not Roster.objects.exists()
    assert freeze(officer, counted=counted()).entries.count() == 2


@pytest.mark.parametrize("change", [{"exempt_qualified": True}, {"statuses": ["in_post"]}])
def test_rules_that_changed_since_the_count_are_not_frozen(officer, change):
    """Though the same people are listed: the roster would say other rules than those read."""
    make_person(unit=make_unit(), card="A1", law_qualification="A20190001")
    seen = counted()
    for cohort in Cohort.objects.filter(kind=CohortKind.ENFORCEMENT):
        Cohort.objects.filter(pk=cohort.pk).update(rule=cohort.rule | change)
    assert freeze(officer, counted=seen) == Refusal("cohorts.count_changed")
    assert not Roster.objects.exists()


def test_a_day_far_ahead_is_no_day_to_freeze(officer):
    make_person(unit=make_unit(), card="A1")
    far = NOW.date() + timedelta(days=367)
    assert freeze(officer, as_of=far) == Refusal("cohorts.as_of_far", {"day": far})
    assert freeze(officer, as_of=far - timedelta(days=1)).size == 1


def test_an_empty_roster_is_refused(officer):
    assert freeze(officer) == Refusal("cohorts.empty_roster")
    make_person(unit=make_unit(), card="A1")
    leaders = active_cohorts(CohortKind.NEW_LEADER)
    assert freeze(officer, cohorts=leaders) == Refusal("cohorts.empty_roster")
    assert freeze(officer, cohorts=[]) == Refusal("cohorts.empty_roster")
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


def test_two_cohorts_of_one_kind_give_two_reasons(officer):
    Cohort.objects.create(
        name="执法岗位人员", kind=CohortKind.ENFORCEMENT, rule={"enforcement_post": True}, order=9
    )
    person = make_person(unit=make_unit(), card="A1")
    person.postings.update(enforcement=True)
    roster = freeze(officer)
    assert list(EntryReason.objects.values_list("entry__roster", "cohort", "name")) == [
        (roster.pk, "enforcement", CARD),
        (roster.pk, "enforcement", "执法岗位人员"),
    ]


def test_the_qualified_are_exempt_where_every_cohort_of_theirs_says_so(officer):
    unit = make_unit()
    qualified = {"unit": unit, "law_qualification": "A20190001"}
    exempt = make_person("李某", card="A1", **qualified)
    both = make_person("吴某", card="A2", hired_on=date(2024, 7, 1), **qualified)
    make_person("郑某", unit=unit, card="A3")
    make_person("王某", unit=unit, card="A4", law_qualification=" ")
    assert freeze(officer, "未开启").entries.count() == 4 and not Release.objects.exists()
    change_rule(CohortKind.ENFORCEMENT, exempt_qualified=True)
    assert {e.person_id: e.exempt for e in preview() if e.exempt} == {exempt.pk: True}
    roster = freeze(officer)
    release = Release.objects.get()
    assert (release.entry.roster, release.entry.person) == (roster, exempt)
    assert (release.kind, release.rule, release.decided_by) == (
        ReleaseKind.EXEMPT, "law_qualified", None,
    )  # fmt: skip
    assert release.basis and "A20190001" not in release.basis
    assert history(roster).get().facts["exempt"] == 1
    bound = with_release(roster.entries.all(), begun_by=AS_OF, lasting_to=AS_OF)
    assert both.pk in bound.filter(release_kind="").values_list("person", flat=True)
    assert [e.person for e in bound.exclude(release_kind="")] == [exempt]


def test_an_exemption_by_rule_never_begins_after_the_freezing(officer):
    make_person(unit=make_unit(), card="A1", law_qualification="A1")
    change_rule(CohortKind.ENFORCEMENT, exempt_qualified=True)
    freeze(officer, as_of=date(2027, 1, 1))
    assert Release.objects.get().effective_on == timezone.localdate(NOW)


def test_the_hash_is_recomputed_from_the_rows(officer):
    unit = make_unit()
    for number in range(3):
        make_person(unit=unit, card=f"A{number}", hired_on=date(2024, 7, 1))
    roster = freeze(officer)
    assert verify_roster(roster) == Verification(Integrity.INTACT, roster.content_hash, 3)
    late = roster.entries.create(number=4, person=make_person(), unit=unit, name="后来者")
    late.reasons.create(cohort=CohortKind.ENFORCEMENT, fact="后来")
    assert verify_roster(roster).state == Integrity.INTACT
    roster.content_hash = "0" * 64
    assert verify_roster(roster).state == Integrity.ALTERED
    roster.entries.filter(number=2).update(person=None, name="", title="", rank="")
    assert verify_roster(roster).state == Integrity.ANONYMISED


def test_a_roster_of_the_first_version_is_verified_as_it_was_made(officer):
    person, unit = make_person("李某"), make_unit()
    line = [1, person.pk, unit.pk, "x", "y", "李某", "科员", "", 3, "", [["enforcement", "", "A1"]]]
    roster = Roster.objects.create(
        name="旧名册", as_of=AS_OF, size=1, frozen_at=NOW, content_hash=first_digest([line])
    )
    entry = roster.entries.create(number=1, person=person, unit=unit, name="李某", title="科员")
    entry.reasons.create(cohort=CohortKind.ENFORCEMENT, fact="A1")
    assert verify_roster(roster).state == Integrity.INTACT


def test_freezing_takes_the_same_queries_for_many_as_for_few(
    officer, django_assert_max_num_queries
):
    for unit in [make_unit() for _ in range(4)]:
        for number in range(20):
            make_person(unit=unit, card=f"{unit.pk}-{number}", hired_on=date(2024, 7, 1))
    with django_assert_max_num_queries(9):
        assert len(preview()) == 80
    with django_assert_max_num_queries(24):
        freeze(officer)
    assert Entry.objects.count() * 2 == EntryReason.objects.count() == 160
