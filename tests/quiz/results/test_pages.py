"""Pages of results and certificates: who may open them, and what they do."""

import re

import pytest
from django.urls import reverse

from quiz.results.actions import publish_results, revoke_certificate
from quiz.results.models import Certificate, Publication
from quiz.results.rules import Verdict
from rosters.roles.rules import Role
from tests.factories import NOW, make_entry, make_person, make_release, make_unit, make_user
from tests.quiz.results.factories import (
    make_certified,
    make_officer,
    make_published,
    make_sat_exam,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return make_certified(95, 40)[0]


@pytest.fixture
def exam(certificate):
    return certificate.outcome.publication.exam


def shown(page):
    """What can be read on the page proper: no markup, no tokens of forms."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<[^>]*>", " ", main.partition(">")[2])


def readers(certificate):
    """Users of every kind, by the name of what they are to this certificate."""
    entry = certificate.outcome.entry
    other = certificate.outcome.publication.exam.roster.entries.last()
    return {
        "officer": make_officer(),
        "officer of a unit": make_user(Role.OFFICER, unit=entry.unit),
        "liaison": make_user(Role.LIAISON, unit=entry.unit),
        "liaison elsewhere": make_user(Role.LIAISON, unit=make_unit()),
        "leader": make_user(Role.LEADER),
        "marker": make_user(Role.MARKER),
        "bearer": make_user(person=entry.person),
        "colleague": make_user(person=other.person),
    }


ALLOWED = {
    "results:exam": {"officer": 200, **dict.fromkeys(["bearer", "liaison", "leader"], 403)},
    "results:publish": {"officer": 200, "officer of a unit": 403, "marker": 403, "liaison": 403},
    "results:revoke": {"officer": 200, "officer of a unit": 403, "liaison": 403, "bearer": 403},
    "results:certificates": {"officer": 200, "liaison": 200, "liaison elsewhere": 200}
    | dict.fromkeys(["leader", "marker", "bearer"], 403),
    "results:print": {"officer": 200, "liaison": 200, "liaison elsewhere": 302, "bearer": 403},
    "results:certificate": {"officer": 200, "liaison": 200, "bearer": 200}
    | dict.fromkeys(["liaison elsewhere", "leader", "marker", "colleague"], 404),
    "results:mine": {"bearer": 200, "colleague": 200}
    | dict.fromkeys(["officer", "liaison", "leader"], 404),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_page_opens_for_those_allowed_only(client, certificate, exam, name):
    arguments = {
        "results:revoke": [certificate.pk],
        "results:certificate": [certificate.pk],
        "results:certificates": [],
        "results:print": [],
    }
    address = reverse(name, args=arguments.get(name, [exam.pk]))
    assert client.get(address).status_code == 302
    users = readers(certificate)
    found = {}
    for who in ALLOWED[name]:
        client.force_login(users[who])
        found[who] = client.get(address).status_code
    assert found == ALLOWED[name]


def test_liaison_sees_certificates_of_the_own_unit_only(client, certificate):
    (elsewhere,) = make_certified(70)
    client.force_login(make_user(Role.LIAISON, unit=certificate.outcome.entry.unit))
    page = client.get(reverse("results:certificates"))
    assert [row.pk for row in page.context["page"]] == [certificate.pk]
    narrowed = {"unit": elsewhere.outcome.entry.unit_id}
    page = client.get(reverse("results:certificates"), narrowed)
    assert [row.pk for row in page.context["page"]] == [certificate.pk]


def test_results_are_published_from_the_page_once(client):
    exam = make_sat_exam(80, 50)
    client.force_login(make_officer())
    address = reverse("results:publish", args=[exam.pk])
    assert client.get(address).context["entries"] == 2
    assert not Publication.objects.exists()
    for _ in range(2):
        assert client.post(address).url == reverse("results:exam", args=[exam.pk])
    assert Publication.objects.count() == 1
    levels = [
        m.level_tag for m in client.get(reverse("results:exam", args=[exam.pk])).context["messages"]
    ]
    assert levels == ["success", "error"]


def test_certificates_are_issued_from_the_results_page(client):
    exam = make_published(80, 95, 50)
    client.force_login(make_officer())
    address = reverse("results:issue", args=[exam.pk])
    assert client.get(address).status_code == 405
    client.post(address)
    assert Certificate.objects.count() == 2


def test_results_are_filtered_by_name_unit_and_verdict(client):
    exam = make_sat_exam(95, 50, None, 70)
    names = [entry.name for entry in exam.roster.entries.all()]
    client.force_login(make_officer())

    def shown(**query):
        page = client.get(reverse("results:exam", args=[exam.pk]), query)
        return [line.name for line, *_ in page.context["rows"]]

    unit = exam.roster.entries.first().unit_id
    assert shown() == shown(unit=unit) == shown(unit="999999", verdict="nonsense") == names
    assert shown(verdict="absent") == [names[2]]
    assert shown(name=names[3]) == [names[3]]


def test_result_is_hidden_until_published(client):
    exam = make_sat_exam(95)
    client.force_login(make_user(person=exam.roster.entries.get().person))
    page = client.get(reverse("results:mine", args=[exam.pk]))
    assert (page.status_code, page.context["outcome"]) == (200, None)
    assert exam.title in shown(page)
    assert "95" not in shown(page).replace(exam.title, "")
    assert list(client.get(reverse("results:mine")).context["outcomes"]) == []


def test_candidate_finds_the_own_result_and_certificate(client, certificate, exam):
    client.force_login(make_user(person=certificate.outcome.entry.person))
    page = client.get(reverse("results:mine", args=[exam.pk]))
    assert page.context["outcome"] == certificate.outcome
    assert reverse("results:certificate", args=[certificate.pk]) in page.content.decode()
    assert list(client.get(reverse("results:mine")).context["outcomes"]) == [certificate.outcome]


def test_released_person_learns_the_published_verdict(client):
    exam = make_sat_exam(95)
    absent = make_person()
    entry = make_entry(exam.roster, absent, number=2)
    make_release(entry)
    client.force_login(make_user(person=entry.person))
    address = reverse("results:mine", args=[exam.pk])
    assert client.get(address).status_code == 404
    publish_results(actor=make_officer(), exam=exam, now=NOW)
    assert client.get(address).context["outcome"].verdict == Verdict.EXEMPT


def test_revocation_asks_for_a_reason(client, certificate):
    client.force_login(make_officer())
    address = reverse("results:revoke", args=[certificate.pk])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "替考"}).url == reverse("results:certificates")
    certificate.refresh_from_db()
    assert certificate.revoked_reason == "替考"


def test_revoked_certificate_is_not_printed(client, certificate):
    officer = make_officer()
    revoke_certificate(actor=officer, certificate=certificate, reason="替考", now=NOW)
    client.force_login(officer)
    for address in (
        reverse("results:certificate", args=[certificate.pk]),
        reverse("results:print"),
    ):
        assert client.get(address).status_code == 302


def test_anyone_may_check_a_certificate(client, certificate):
    certificate.facts |= {"name": "张小丽", "unit": "青山县司法局"}
    certificate.save()
    page = client.get(reverse("results:verify", args=[certificate.code]))
    assert (page.status_code, page.headers["X-Robots-Tag"]) == (200, "noindex, nofollow")
    text, exam = shown(page), certificate.facts["exam"]
    assert page.context["name"] == "张*丽" and "张*丽" in text
    assert certificate.facts["serial"] in text and exam in text
    assert not any(secret in text.replace(exam, "") for secret in ("张小丽", "青山县司法局", "95"))
    html = page.content.decode()
    assert "notice-success" in html and "notice-error" not in html


def test_check_tells_of_a_revocation_but_not_why(client, certificate):
    officer = make_officer()
    revoke_certificate(actor=officer, certificate=certificate, reason="替考", now=NOW)
    page = client.get(reverse("results:verify", args=[certificate.code]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "notice-error" in text and "notice-success" not in text and "替考" not in text


@pytest.mark.parametrize("code", ["\0", "证书", "a b", "x" * 5000])
def test_a_code_that_none_can_be_is_not_found(client, code):
    response = client.get(reverse("results:verify", args=[code]))
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"


def test_an_exam_beyond_every_id_is_not_found(client):
    client.force_login(make_user(person=make_person()))
    assert client.get(reverse("results:mine", args=[10**30])).status_code == 404


def test_unknown_code_is_not_found(client):
    page = client.get(reverse("results:verify", args=["unknown"]))
    assert (page.status_code, page.headers["X-Robots-Tag"]) == (404, "noindex, nofollow")


def test_lists_need_no_more_queries_for_more_rows(client, django_assert_max_num_queries):
    exam = make_published(*[80] * 30)
    client.force_login(make_officer())
    client.post(reverse("results:issue", args=[exam.pk]))
    for address in (reverse("results:exam", args=[exam.pk]), reverse("results:certificates")):
        with django_assert_max_num_queries(16):
            assert client.get(address).status_code == 200
