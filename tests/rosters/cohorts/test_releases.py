"""Decisions on the duty of single people: dated, append-only, one at a time."""

import threading
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditRecord
from audit.queries import history
from audit.rules import Refusal
from rosters.cohorts.actions.late import add_late_arrival
from rosters.cohorts.actions.releases import release_entry, release_fitting
from rosters.cohorts.models import Cohort, LateArrival, Release
from rosters.cohorts.queries.late import people_to_add
from rosters.cohorts.queries.releases import (
    current_release,
    later_facts,
    listed_twice,
    load_roster_counts,
    search_entries,
    standing_release,
)
from rosters.cohorts.rules.releases import (
    EXPIRING,
    FARTHEST_AHEAD,
    ReleaseKind,
    fitting_release,
    refuse_days,
)
from rosters.people.rules import PersonStatus
from rosters.roles.rules import Role
from tests.factories import (
    NOW,
    make_entry,
    make_person,
    make_release,
    make_roster,
    make_unit,
    make_user,
)

TODAY = date(2026, 11, 22)
GOING = [ReleaseKind.EXEMPT, ReleaseKind.DEFERRED, ReleaseKind.TRANSFERRED, ReleaseKind.LEFT]
days = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


def make_line(name="李某", **fields):
    return make_roster(make_person(name, unit=make_unit(), **fields)).entries.get()


def held(entry, day=TODAY):
    release = current_release(entry.pk, begun_by=day, lasting_to=day)
    return release and release.kind


def test_status_suggests_a_release():
    assert {status: fitting_release(status) for status in PersonStatus} == {
        PersonStatus.IN_POST: None,
        PersonStatus.SECONDED: None,
        PersonStatus.LONG_LEAVE: ReleaseKind.DEFERRED,
        PersonStatus.TRANSFERRED: ReleaseKind.TRANSFERRED,
        PersonStatus.RETIRED: ReleaseKind.LEFT,
        PersonStatus.LEFT: ReleaseKind.LEFT,
        PersonStatus.DECEASED: ReleaseKind.LEFT,
    }


@given(st.sampled_from(ReleaseKind), days, st.none() | days)
def test_days_are_refused_exactly_when_they_cannot_be(kind, first, last):
    impossible = first > TODAY + FARTHEST_AHEAD or (
        last is not None and (kind not in EXPIRING or last < first)
    )
    assert (refuse_days(kind, first, last, TODAY) is not None) == impossible


@pytest.mark.parametrize("kind", GOING)
def test_entry_is_released_once_with_a_basis(officer, kind):
    entry = make_line()
    release = release_entry(actor=officer, entry=entry, kind=kind, basis=" 批复3号 ", now=NOW)
    assert (release.kind, release.basis, release.decided_by) == (kind, "批复3号", officer)
    assert (release.effective_on, release.expires_on) == (TODAY, None)
    again = release_entry(actor=officer, entry=entry, kind=kind, basis="再次", now=NOW)
    assert again == Refusal("cohorts.already_released", {"name": "李某"})
    assert [record.action for record in history(entry)] == ["release_entry"]


def test_release_without_a_basis_is_refused(officer):
    entry = make_line()
    refusal = release_entry(actor=officer, entry=entry, kind=ReleaseKind.EXEMPT, basis=" ", now=NOW)
    assert refusal == Refusal("cohorts.basis_missing", {"name": "李某"})
    assert not Release.objects.exists()


def test_deferral_ends_after_its_last_day_and_a_new_decision_may_follow(officer):
    entry, last = make_line(), TODAY + timedelta(days=30)
    deferral = {"actor": officer, "entry": entry, "kind": ReleaseKind.DEFERRED, "basis": "产假"}
    release_entry(**deferral, now=NOW, effective_on=TODAY, expires_on=last)
    assert (held(entry, last), held(entry, last + timedelta(days=1))) == ("deferred", None)
    later = NOW + timedelta(days=31)
    assert isinstance(release_entry(**deferral, now=later), Release)
    assert Release.objects.count() == 2


def test_decision_that_begins_later_leaves_no_room_for_another(officer):
    entry, first = make_line(), TODAY + timedelta(days=10)
    release_entry(
        actor=officer, entry=entry, kind=ReleaseKind.LEFT, basis="退休", now=NOW,
        effective_on=first,
    )  # fmt: skip
    assert (held(entry), held(entry, first)) == (None, "left")
    second = release_entry(
        actor=officer, entry=entry, kind=ReleaseKind.EXEMPT, basis="批复", now=NOW
    )
    assert second == Refusal("cohorts.already_released", {"name": "李某"})


def test_putting_back_needs_a_release_and_ends_it(officer):
    entry = make_line()
    back = {"actor": officer, "entry": entry, "kind": ReleaseKind.REINSTATED, "basis": "返岗"}
    assert release_entry(**back, now=NOW) == Refusal("cohorts.not_released", {"name": "李某"})
    make_release(entry)
    assert isinstance(release_entry(**back, now=NOW), Release)
    assert held(entry) is None and standing_release(entry.pk, TODAY) is None
    again = release_entry(actor=officer, entry=entry, kind=ReleaseKind.LEFT, basis="退休", now=NOW)
    assert isinstance(again, Release) and held(entry) == "left"


def test_nobody_decides_on_their_own_duty(db):
    entry = make_line()
    officer = make_user(Role.OFFICER, person=entry.person)
    refusal = release_entry(
        actor=officer, entry=entry, kind=ReleaseKind.EXEMPT, basis="批复", now=NOW
    )
    assert refusal == Refusal("cohorts.own_release")


def test_decisions_are_never_changed(officer):
    make_release(make_line())
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.update(kind="left")
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.all().delete()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_end_in_one_decision():
    entry = make_line()
    officers = [make_user(Role.OFFICER), make_user(Role.OFFICER)]
    both, answers = threading.Barrier(2), []

    def decide(officer, kind):
        try:
            both.wait(timeout=120)
            answers.append(
                release_entry(actor=officer, entry=entry, kind=kind, basis="批复", now=NOW)
            )
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=pair) for pair in zip(officers, GOING[:2], strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=180)
    assert sorted(type(answer).__name__ for answer in answers) == ["Refusal", "Release"]
    assert Release.objects.count() == 1


def test_later_facts_suggest_what_fits_and_leave_out_who_was_decided_on(officer):
    since = date(2026, 11, 10)
    roster = make_roster(
        make_person(unit=make_unit()),
        make_person(unit=make_unit(), status=PersonStatus.RETIRED, status_since=since),
        make_person(unit=make_unit(), status=PersonStatus.TRANSFERRED, status_since=since),
        make_person(unit=make_unit(), status=PersonStatus.LONG_LEAVE),
        make_person(unit=make_unit(), status=PersonStatus.DECEASED),
        make_person(unit=make_unit(), status=PersonStatus.SECONDED),
    )
    make_release(roster.entries.get(number=5), ReleaseKind.LEFT)
    found = [(e.number, e.kind, e.since) for e in later_facts(roster.pk, TODAY)]
    assert found == [(2, "left", since), (3, "transferred", since), (4, "deferred", None)]


def test_ticked_entries_get_a_decision_each_and_the_reason_once(officer):
    since, last = date(2026, 11, 10), date(2027, 6, 30)
    people = [
        make_person(unit=make_unit(), status=status, status_since=since)
        for status in (PersonStatus.RETIRED, PersonStatus.LONG_LEAVE, PersonStatus.LEFT, "in_post")
    ]
    roster = make_roster(*people)
    fitting = {"actor": officer, "roster_id": roster.pk, "now": NOW, "expires_on": last}
    missing = release_fitting(**fitting, numbers=[1], basis=" ")
    assert missing == Refusal("cohorts.bulk_basis_missing")
    assert release_fitting(**fitting, numbers=[1, 2, 4, 99], basis="名单") == 2
    rows = Release.objects.values_list("entry__number", "kind", "effective_on", "expires_on")
    assert list(rows) == [(1, "left", since, None), (2, "deferred", since, last)]
    assert set(Release.objects.values_list("basis", flat=True)) == {"名单"}
    assert AuditRecord.objects.filter(action="release_entry").count() == 2
    assert release_fitting(**fitting, numbers=[1, 2], basis="名单") == 0


def test_status_of_the_row_that_was_kept_counts(officer):
    kept = make_person(unit=make_unit(), status=PersonStatus.RETIRED)
    gone = make_person(unit=make_unit(), merged_into=kept)
    roster = make_roster(gone)
    assert [entry.kind for entry in later_facts(roster.pk, TODAY)] == ["left"]


def test_two_entries_of_one_person_are_found_and_one_of_them_is_taken_off(officer):
    kept = make_person("李某", unit=make_unit())
    gone = make_person("李 某", unit=make_unit(), merged_into=kept)
    roster = make_roster(kept, gone, make_person(unit=make_unit()))
    first, second, third = roster.entries.order_by("number")
    assert listed_twice(roster.pk, TODAY) == [[first, second]]
    twice = {"actor": officer, "kind": ReleaseKind.DUPLICATE, "basis": "同一人", "now": NOW}
    assert release_entry(entry=third, **twice) == Refusal(
        "cohorts.not_listed_twice", {"name": third.name}
    )
    assert isinstance(release_entry(entry=second, **twice), Release)
    assert listed_twice(roster.pk, TODAY) == []
    assert release_entry(entry=first, **twice) == Refusal(
        "cohorts.not_listed_twice", {"name": first.name}
    )


def make_cohort():
    kind = "enforcement"
    return Cohort.objects.get_or_create(name="行政执法人员（补充）", defaults={"kind": kind})[0]


def late_facts(officer, roster, person, **changed):
    facts = {
        "actor": officer,
        "roster": roster,
        "person": person,
        "cohorts": [make_cohort()],
        "arrived_on": TODAY,
        "basis": "调入，县委组织部通知",
        "now": NOW,
    }
    return facts | changed


def test_late_arrival_stands_beyond_the_frozen_entries(officer):
    roster = make_roster(make_person(unit=make_unit()), make_person(unit=make_unit()))
    unit = make_unit("县水利局")
    person = make_person("新某", unit=unit, title="科员", rank="一级科员")
    holders = Cohort.objects.create(name="持证", kind="enforcement", rule={"credential": True})
    cohorts = [make_cohort(), holders]
    entry = add_late_arrival(**late_facts(officer, roster, person, cohorts=cohorts))
    assert (entry.number, entry.unit, entry.unit_name) == (3, unit, "县水利局")
    assert (entry.title, entry.rank, entry.unit_kind) == ("科员", "一级科员", unit.kind)
    assert list(entry.reasons.values_list("cohort", "name", "fact")) == [
        ("enforcement", "行政执法人员（补充）", "状态 在职"),
        ("enforcement", "持证", "调入，县委组织部通知"),
    ]
    late = LateArrival.objects.get()
    assert (late.entry, late.arrived_on, late.decided_by) == (entry, TODAY, officer)
    before = roster.content_hash
    roster.refresh_from_db()
    assert (roster.size, roster.content_hash) == (2, before)
    counts = load_roster_counts(roster, TODAY)
    assert (counts.frozen, counts.late, counts.listed, counts.must_sit) == (2, 1, 3, 3)
    found = search_entries(roster, release="late", today=TODAY)
    assert [entry.number for entry in found] == [3]
    assert [record.action for record in history(entry)] == ["add_late_arrival"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"basis": " "}, "cohorts.late_basis_missing"),
        ({"cohorts": []}, "cohorts.late_without_cohort"),
        ({"arrived_on": TODAY + timedelta(days=1)}, "cohorts.late_ahead"),
    ],
)
def test_late_arrival_needs_basis_cohort_and_a_day_that_has_come(officer, changed, code):
    roster = make_roster(make_person(unit=make_unit()))
    facts = late_facts(officer, roster, make_person(unit=make_unit()), **changed)
    assert add_late_arrival(**facts).code == code
    assert roster.entries.count() == 1


def test_late_arrival_must_serve_have_a_unit_and_not_be_listed(officer):
    listed = make_person(unit=make_unit())
    merged = make_person(unit=make_unit(), merged_into=listed)
    roster = make_roster(merged)
    kept = add_late_arrival(**late_facts(officer, roster, listed))
    retired = make_person(unit=make_unit(), status=PersonStatus.RETIRED)
    gone = add_late_arrival(**late_facts(officer, roster, retired))
    homeless = add_late_arrival(**late_facts(officer, roster, make_person()))
    assert [kept.code, gone.code, homeless.code] == [
        "cohorts.late_listed", "cohorts.late_gone", "cohorts.late_without_unit"
    ]  # fmt: skip


def test_people_to_add_serve_and_are_not_listed(officer):
    listed = make_person("赵甲", unit=make_unit())
    roster = make_roster(listed)
    free = make_person("赵甲乙", unit=make_unit())
    make_person("赵甲丙", status=PersonStatus.LEFT)
    make_person("赵甲丁", merged_into=free)
    assert [person.pk for person in people_to_add(roster, " 赵甲 ")] == [free.pk]


def test_late_holder_of_a_legal_qualification_is_exempt_by_the_rule(officer):
    roster = make_roster(make_person(unit=make_unit()))
    rule = {"exempt_qualified": True}
    cohort = Cohort.objects.create(name="免考", kind="enforcement", rule=rule)
    person = make_person(unit=make_unit(), law_qualification="法律职业资格A证")
    entry = add_late_arrival(**late_facts(officer, roster, person, cohorts=[cohort]))
    release = Release.objects.get()
    assert (release.entry, release.kind, release.decided_by) == (entry, "exempt", None)
    assert release.rule and held(entry) == "exempt"


def test_counts_of_a_roster_add_up(officer):
    roster = make_roster(*(make_person(unit=make_unit()) for _ in range(5)))
    for number, kind in enumerate(GOING, start=1):
        make_release(roster.entries.get(number=number), kind)
    make_entry(roster, make_person(unit=make_unit()), number=6)
    counts = load_roster_counts(roster, TODAY)
    assert counts.released == dict.fromkeys(map(str, GOING), 1)
    assert (counts.frozen, counts.late, counts.must_sit) == (5, 1, 2)
