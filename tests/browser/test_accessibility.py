"""The main pages as each role sees them on a phone: axe finds nothing serious or critical."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from quiz.delivery.actions import record_answers
from quiz.delivery.rules import Answer
from quiz.marking.actions import submit_attempt
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.quiz import factories as drafts
from tests.quiz.delivery.factories import (
    FIVE_KINDS,
    HOUR,
    NEW_KINDS,
    make_attempts,
    make_exam,
    make_running,
    token_of,
)
from tests.quiz.results.factories import make_certified

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIOLATIONS = {"resultTypes": ["violations"]}


@pytest.fixture
def county():
    """An exam in every stage: a draft, one being sat, one waiting for a marker, one published."""
    certificate = make_certified(95, 70, 40, None, unit_name="县自然资源局")[0]
    published = certificate.outcome.publication.exam
    person = published.roster.entries.get(number=1).person
    now = timezone.now()
    kinds = [*NEW_KINDS, *FIVE_KINDS]
    sat_now = make_exam(person, kinds=kinds, opens_at=now - HOUR, closes_at=now + HOUR)
    [ready] = make_attempts(sat_now)
    handed_in = make_running(make_exam(closes_at=now + HOUR), started_at=now)
    token = token_of(handed_in)
    record_answers(token=token, answers=[Answer(1, 5, "较大数额罚款。")], now=now)
    submit_attempt(token=token, now=now)
    return SimpleNamespace(
        draft=drafts.make_exam(), ready=ready, marking=handed_in.candidate.exam,
        published=published, certificate=certificate, person=person,
        question=ready.paper.items.last().version.question,
    )  # fmt: skip


@pytest.fixture
def findings(live_server, page: Page) -> Callable[..., list[str]]:
    """What axe holds against the pages of those names, worst kinds only."""
    axe = Axe()

    def look(*paths: str) -> list[str]:
        found = []
        for path in paths:
            answer = page.goto(live_server.url + path)
            assert answer is not None and answer.status == 200, f"{path}: {answer}"
            found += [
                f"{path}: {rule['id']} {rule['nodes'][0]['html']}"
                for rule in axe.run(page, options=VIOLATIONS).response["violations"]
                if rule["impact"] in {"serious", "critical"}
            ]
        return found

    return look


def test_pages_for_everybody(findings, county):
    assert not findings(
        reverse("account_login"),
        reverse("accounts:activate"),
        reverse("results:verify", args=[county.certificate.code]),
    )


def test_pages_of_a_candidate(findings, county, page, sign_in):
    sign_in(page, make_user(person=county.person))
    sitting = reverse("delivery:attempt", args=[county.ready.pk])
    assert not findings(
        reverse("delivery:mine"),
        reverse("results:mine"),
        reverse("results:mine", args=[county.published.pk]),
        reverse("account_change_password"),
        sitting,
    )
    page.check("input[name=pledge]")
    page.click(".gate form button")
    page.wait_for_selector("body.sit-scripted")
    assert not findings(sitting, reverse("delivery:review", args=[county.ready.pk]))


def test_pages_of_an_officer(findings, county, page, sign_in):
    sign_in(page, make_user(Role.OFFICER))
    draft, sat = [county.draft.pk], [county.published.pk]
    roster = county.published.roster_id
    assert not findings(
        reverse("desk:home"),
        reverse("units:list"),
        reverse("people:list"),
        reverse("people:detail", args=[county.person.pk]),
        reverse("intake:upload"),
        reverse("cohorts:list"),
        reverse("cohorts:roster", args=[roster]),
        reverse("cohorts:entry", args=[roster, 1]),
        reverse("cohorts:freeze"),
        reverse("accounts:codes"),
        reverse("questions:list"),
        reverse("questions:detail", args=[county.question.pk]),
        reverse("questions:new"),
        reverse("exchange:upload"),
    )
    assert not findings(
        reverse("assembly:list"),
        reverse("assembly:new"),
        reverse("desk:exam", args=draft),
        reverse("assembly:edit", args=draft),
        reverse("assembly:lock", args=draft),
        reverse("assembly:paper", args=[county.ready.candidate.exam_id, county.ready.paper_id]),
        reverse("scheduling:batches", args=sat),
        reverse("delivery:release", args=sat),
        reverse("results:exam", args=sat),
        reverse("results:publish", args=sat),
        reverse("results:certificates"),
        reverse("results:revoke", args=[county.certificate.pk]),
    )


def test_pages_of_a_marker(findings, county, page, sign_in):
    sign_in(page, make_user(Role.MARKER))
    assert not findings(reverse("marking:list"), reverse("marking:exam", args=[county.marking.pk]))


def test_pages_of_a_leader_and_of_a_liaison(findings, county, page, sign_in):
    sat = [county.published.pk]
    pages = [
        reverse("coverage:list"),
        reverse("coverage:exam", args=sat),
        reverse("coverage:names", args=sat),
    ]
    sign_in(page, make_user(Role.LEADER))
    assert not findings(*pages)
    page.context.clear_cookies()
    unit = county.published.roster.entries.get(number=1).unit
    sign_in(page, make_user(Role.LIAISON, unit=unit))
    assert not findings(*pages, reverse("results:certificates"))
