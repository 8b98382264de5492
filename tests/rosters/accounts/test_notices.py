"""Everybody is told of the use of their data, once, and again when something changes."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from audit.models import AuditRecord
from audit.rules import Refusal
from rosters.accounts.models import NoticeReading, PrivacyNotice
from rosters.accounts.notices import (
    issue_notice,
    look_for_notice,
    not_yet_readers,
    read_notice,
    standard_notice,
    unread_notice,
)
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_user

HOME, NOTICE = reverse("laws:list"), reverse("accounts:notice")
READ = reverse("accounts:notice_read")


def issue(officer, purpose="用于考试", now=NOW):
    text = {"purpose": purpose, "retention": "三十六个月", "contact": "县司法局"}
    return issue_notice(actor=officer, now=now, **text)


@pytest.fixture
def officer(db):
    return make_user(Role.OFFICER)


@pytest.fixture
def official(db):
    return make_user(person=make_person())


def test_whoever_has_not_read_the_notice_is_led_to_it_and_then_goes_on(client, officer, official):
    notice = issue(officer)
    client.force_login(official)
    address = reverse("laws:list") + "?q=1"
    led = client.get(address)
    assert led.url == f"{NOTICE}?next=%2Flaws%2F%3Fq%3D1"
    page = client.get(led.url)
    assert page.context["unread"] and page.context["next"] == address
    read = client.post(READ, {"notice": notice.pk, "next": address})
    assert (read.status_code, read.url) == (302, address)
    assert client.get(address).status_code == 200
    assert list(NoticeReading.objects.values_list("notice", "user")) == [(notice.pk, official.pk)]
    assert not client.get(NOTICE).context["unread"]


def test_a_new_notice_is_shown_to_those_who_read_the_one_before(client, officer, official):
    read_notice(actor=official, notice=issue(officer), now=NOW)
    client.force_login(official)
    assert client.get(HOME).status_code == 200
    issue(officer, "也用于年度考核")
    client.force_login(official)
    assert client.get(HOME).status_code == 302


def test_reading_an_old_notice_in_another_tab_does_not_count_for_the_new_one(
    client, officer, official
):
    old = issue(officer)
    client.force_login(official)
    issue(officer, "也用于年度考核")
    assert client.post(READ, {"notice": old.pk, "next": HOME}).url == NOTICE
    assert unread_notice(official).purpose == "也用于年度考核"


def test_a_session_looks_again_after_an_hour(client, officer, official):
    client.force_login(official)
    assert client.get(HOME).status_code == 200
    issue(officer)
    assert client.get(HOME).status_code == 200
    session = client.session
    session["notice"] = [False, session["notice"][1] - 3600]
    session.save()
    assert client.get(HOME).status_code == 302


def test_pages_ask_the_database_nothing_about_notices(
    client, officer, official, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(official)
    with django_assert_max_num_queries(100) as before:
        client.get(HOME)
    read_notice(actor=official, notice=issue(officer), now=NOW)
    client.force_login(official)
    with django_assert_num_queries(len(before)):
        client.get(HOME)


def test_what_is_posted_is_never_lost_to_the_notice(client, officer, official):
    issue(officer)
    client.force_login(official)
    assert client.post(reverse("accounts:large_type"), {"next": "/"}).url == "/"
    assert "large_type" in client.cookies


def test_fragments_of_a_page_are_not_replaced_by_the_notice(client, officer):
    issue(officer)
    client.force_login(officer)
    assert client.get(reverse("laws:list"), headers={"HX-Request": "true"}).status_code == 200


def test_anybody_reads_the_notice_at_any_time_without_signing_in(client, officer):
    assert client.get(NOTICE).status_code == 200
    notice = issue(officer)
    page = client.get(NOTICE)
    assert (page.context["notice"], page.context["unread"]) == (notice, False)
    assert client.post(READ, {"notice": notice.pk}).url.startswith(reverse("account_login"))


def test_signing_out_and_in_is_open_while_the_notice_is_unread(client, officer, official):
    issue(officer)
    client.force_login(official)
    assert client.get(reverse("account_logout")).status_code == 200


def test_reading_twice_is_written_and_recorded_once(officer, official):
    notice = issue(officer)
    first = read_notice(actor=official, notice=notice, now=NOW)
    assert read_notice(actor=official, notice=notice, now=NOW + timedelta(days=1)) == first
    assert AuditRecord.objects.filter(action="read_notice").count() == 1


def test_the_same_words_are_not_issued_twice(officer):
    issue(officer)
    assert issue(officer) == Refusal("accounts.notice_unchanged", {"day": "2026-11-22"})
    assert PrivacyNotice.objects.count() == 1


def test_the_officer_begins_with_the_standard_text_and_issues_it(client, officer):
    client.force_login(officer)
    address = reverse("accounts:notice_issue")
    assert client.get(address).context["form"].initial == standard_notice()
    unfilled = client.post(address, standard_notice())
    assert (unfilled.status_code, list(unfilled.context["form"].errors)) == (422, ["contact"])
    said = standard_notice() | {"contact": "县司法局，0790-6330148"}
    assert client.post(address, said).url == reverse("accounts:notices")
    assert client.post(address, said).status_code == 422
    assert client.post(address, {"purpose": ""}).status_code == 422
    notice = PrivacyNotice.objects.get()
    assert (notice.purpose, notice.issued_by) == (standard_notice()["purpose"], officer)
    assert AuditRecord.objects.get(action="issue_notice").subject_id == str(notice.pk)


def test_the_officer_sees_how_many_have_read_it_and_who_has_not(client, officer, official):
    make_user(is_active=False)
    notice = issue(officer)
    read_notice(actor=officer, notice=notice, now=NOW)
    client.force_login(officer)
    context = client.get(reverse("accounts:notices")).context
    assert [(one, one.readers) for one in context["notices"]] == [(notice, 1)]
    assert list(context["page"]) == list(not_yet_readers(notice)) == [official]
    assert context["logins"] == 2


def test_the_list_costs_as_many_queries_for_many_as_for_one(
    client, officer, django_assert_num_queries
):
    client.force_login(officer)
    address = reverse("accounts:notices")
    issue(officer)
    look_for_notice(officer, client.session, NOW)
    with django_assert_num_queries(7):
        client.get(address)
    for number in range(5):
        issue(officer, f"第{number}版")
        make_user(person=make_person())
    with django_assert_num_queries(7):
        client.get(address)


@pytest.mark.parametrize("table", ["rosters_privacynotice", "rosters_noticereading"])
def test_notices_and_readings_stay_as_they_are(officer, official, table):
    read_notice(actor=official, notice=issue(officer), now=NOW)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)
