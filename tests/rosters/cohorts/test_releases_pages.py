"""The roster page, the page of an entry, later facts, late arrivals and the export."""

import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from audit.models import AuditRecord
from rosters.cohorts.actions import freeze_roster
from rosters.cohorts.models import Cohort, LateArrival, Release
from rosters.cohorts.rules.releases import ReleaseKind
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


@pytest.fixture
def officer(client, db):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    return user


def page_of(client, roster, **filters):
    return client.get(reverse("cohorts:roster", args=[roster.pk]), filters)


def test_roster_page_filters_and_counts(client, officer):
    near, far = make_unit(), make_unit()
    roster = make_roster(
        make_person("李一", unit=near), make_person("李二", unit=far), make_person("吴三", unit=far)
    )
    make_entry(roster, make_person("新四", unit=near), number=4)
    make_release(roster.entries.get(number=2))

    def found(**filters):
        return [entry.number for entry in page_of(client, roster, **filters).context["page"]]

    assert found() == [1, 2, 3, 4]
    assert found(q="李") == [1, 2]
    assert found(unit=far.pk) == [2, 3]
    assert found(cohort="enforcement", unit=near.pk) == [1, 4]
    assert found(cohort="first_time") == []
    assert found(release="none") == [1, 3, 4]
    assert found(release="exempt") == [2]
    assert found(release="late") == [4]
    assert found(unit="everything", release="odd", page="99") == [1, 2, 3, 4]
    context = page_of(client, roster).context
    counts = context["counts"]
    assert (counts.frozen, counts.late, counts.must_sit) == (3, 1, 3)
    assert [(kind, n) for kind, _label, n in context["released"]] == [
        ("exempt", 1), ("deferred", 0), ("transferred", 0), ("left", 0), ("duplicate", 0)
    ]  # fmt: skip
    assert [state for _entry, state in context["rows"]][1] != ""


def test_roster_page_takes_the_same_queries_for_many(client, officer, django_assert_num_queries):
    def queries(people):
        roster = make_roster(*[make_person(unit=make_unit()) for _ in range(people)])
        make_release(roster.entries.get(number=1))
        with django_assert_num_queries(20, exact=False) as seen:
            page_of(client, roster)
        return len(seen)

    assert queries(2) == queries(60)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(PersonStatus.LONG_LEAVE, "deferred"), (PersonStatus.RETIRED, "left"), ("in_post", None)],
)
def test_entry_page_suggests_and_records_a_release(client, officer, status, kind):
    roster = make_roster(make_person(unit=make_unit(), status=status))
    address = reverse("cohorts:entry", args=[roster.pk, 1])
    assert client.get(address).context["form"].initial == {"kind": kind}
    assert client.post(address, {"kind": "deferred", "basis": ""}).status_code == 422
    form = {"kind": "deferred", "basis": "产假", "effective_on": "2026-11-01"}
    assert client.post(address, form).status_code == 422  # until when?
    assert client.post(address, form | {"expires_on": "2027-02-01"}).url == address
    release = Release.objects.get()
    assert (release.kind, release.basis) == (ReleaseKind.DEFERRED, "产假")
    assert (release.effective_on, release.expires_on) == (date(2026, 11, 1), date(2027, 2, 1))


def test_who_is_released_can_only_be_put_back_on_the_page(client, officer):
    roster = make_roster(make_person(unit=make_unit()))
    make_release(roster.entries.get())
    address = reverse("cohorts:entry", args=[roster.pk, 1])
    kinds = [kind for kind, _ in client.get(address).context["form"].fields["kind"].choices]
    assert kinds == [ReleaseKind.REINSTATED]
    assert client.post(address, {"kind": "exempt", "basis": "又"}).status_code == 422
    assert client.post(address, {"kind": "reinstated", "basis": "返岗"}).url == address
    context = client.get(address).context
    assert (context["holding"], context["standing"]) == (None, None)
    assert [row.kind for row in context["releases"]] == ["reinstated", "exempt"]


def test_later_facts_are_decided_by_ticking(client, officer):
    gone = [make_person(unit=make_unit(), status=PersonStatus.RETIRED) for _ in range(3)]
    roster = make_roster(*gone, make_person(unit=make_unit()))
    assert page_of(client, roster).context["later"] == 3
    address = reverse("cohorts:later", args=[roster.pk])
    assert [row[0].number for row in client.get(address).context["rows"]] == [1, 2, 3]
    refused = client.post(address, {"entry": ["1", "2"], "basis": ""})
    assert refused.status_code == 422
    assert [ticked for *_, ticked in refused.context["rows"]] == [True, True, False]
    assert client.post(address, {"entry": ["1", "2", "x"], "basis": "退休名单"}).url == address
    assert [row[0].number for row in client.get(address).context["rows"]] == [3]
    assert Release.objects.count() == 2


def test_two_entries_of_one_person_are_shown(client, officer):
    kept = make_person(unit=make_unit())
    roster = make_roster(kept, make_person(unit=make_unit(), merged_into=kept))
    page = client.get(reverse("cohorts:later", args=[roster.pk]))
    assert [[entry.number for entry in group] for group in page.context["twice"]] == [[1, 2]]
    entry = reverse("cohorts:entry", args=[roster.pk, 2])
    assert client.get(entry).context["twice"]
    assert client.post(entry, {"kind": "duplicate", "basis": "同一人"}).url == entry


def test_late_arrival_is_found_by_name_and_added(client, officer):
    roster = make_roster(make_person(unit=make_unit()))
    person = make_person("新某", unit=make_unit())
    cohort = Cohort.objects.create(name="补充人员", kind="enforcement")
    address = reverse("cohorts:late", args=[roster.pk])
    assert list(client.get(address, {"q": "新"}).context["people"]) == [person]
    chosen = f"{address}?person={person.pk}"
    assert client.get(chosen).context["person"] == person
    form = {"cohorts": [cohort.pk], "arrived_on": "2026-11-20", "basis": "调入通知"}
    assert client.post(chosen, form | {"basis": " "}).status_code == 422
    assert client.post(chosen, form).url == reverse("cohorts:entry", args=[roster.pk, 2])
    assert LateArrival.objects.get().entry.person == person
    assert client.post(chosen, form).status_code == 422
    assert client.get(f"{address}?person={10**30}").context["person"] is None


def test_export_states_a_purpose_and_holds_what_the_filters_show(client, officer):
    unit = make_unit("县水利局")
    roster = make_roster(make_person("=甲一", unit=unit), make_person("乙二", unit=make_unit()))
    make_release(roster.entries.get(number=1))
    address = reverse("cohorts:export", args=[roster.pk])
    assert client.get(address).status_code == 405
    client.post(address)
    assert not AuditRecord.objects.filter(action="export").exists()
    response = client.post(address, {"purpose": "check", "unit": unit.pk})
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == roster.name
    assert [row[:3] for row in rows[3:]] == [[1.0, "=甲一", "县水利局"]]
    assert rows[3][7] == "县委组织部批复"
    record = AuditRecord.objects.get(action="export")
    assert record.facts == {"what": "roster.xlsx", "count": 1, "purpose": "check"}


def test_hash_is_checked_on_the_page(client, officer):
    roster = make_roster(make_person(unit=make_unit()))
    address = reverse("cohorts:verify", args=[roster.pk])
    assert client.get(address).status_code == 405
    levels = [m.level_tag for m in client.post(address, follow=True).context["messages"]]
    assert levels == ["error"]
    frozen = freeze_roster(
        actor=officer,
        name="第一期",
        as_of=date(2026, 11, 1),
        cohorts=[Cohort.objects.create(name="全体", kind="enforcement")],
        now=NOW,
    )
    address = reverse("cohorts:verify", args=[frozen.pk])
    levels = [m.level_tag for m in client.post(address, follow=True).context["messages"]]
    assert levels == ["success"]
