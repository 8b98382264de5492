"""The first page after signing in: the one list that concerns the reader."""

import pytest
from django.urls import reverse

from quiz.results.actions import publish_results
from rosters.roles.rules import Role
from tests.factories import NOW, make_user
from tests.quiz.official.factories import make_import
from tests.quiz.results.factories import make_published, make_sat_exam
from tests.rosters.cohorts.factories import make_request


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.LEADER, "coverage:list"),
        (Role.LIAISON, "reporting:mine"),
        (Role.MARKER, "marking:list"),
        (Role.REVIEWER, "questions:review"),
        (None, "delivery:mine"),
    ],
)
def test_home_leads_to_the_work_of_the_reader(db, client, role, address):
    client.force_login(make_user(role) if role else make_user())
    response = client.get(reverse("desk:home"))
    assert (response.status_code, response.url) == (302, reverse(address))


def test_officers_have_a_page_of_their_own(db, client):
    client.force_login(make_user(Role.OFFICER))
    assert client.get(reverse("desk:home")).status_code == 200


def test_checklist_tells_of_open_requests_and_of_results_sat_elsewhere(db, client):
    exam = make_published(80, 95)
    first, second = exam.roster.entries.order_by("number")
    make_request(first)
    make_import(exam, second)
    client.force_login(make_user(Role.OFFICER))
    progress = client.get(reverse("desk:exam", args=[exam.pk])).context["progress"]
    assert (progress["requests"], progress["elsewhere"], progress["entitled"]) == (1, 1, 2)


def test_who_passed_elsewhere_waits_for_no_certificate(db, client):
    exam = make_sat_exam(80, None)
    make_import(exam, exam.roster.entries.get(number=2))
    publish_results(actor=make_user(Role.OFFICER), exam=exam, now=NOW)
    client.force_login(make_user(Role.OFFICER))
    progress = client.get(reverse("desk:exam", args=[exam.pk])).context["progress"]
    assert progress["entitled"] == 1
