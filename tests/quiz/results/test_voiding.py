"""Declaring void: a person's decision, with a reason, only before publication, once."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from audit.models import AuditRecord
from audit.rules import Refusal
from quiz.assembly.models import Exam
from quiz.assembly.rules import ExamState
from quiz.delivery.rules import AttemptState
from quiz.results.actions import issue_certificates, publish_results, void_entry
from quiz.results.models import Voiding
from quiz.results.queries import load_outcomes
from rosters.cohorts.models import Entry
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_roster, make_unit, make_user
from tests.quiz.results.factories import (
    make_attempt,
    make_batch,
    make_candidate,
    make_exam,
    make_officer,
    make_published,
    make_sat_exam,
)

pytestmark = pytest.mark.django_db


def first(exam):
    return exam.roster.entries.order_by("number").first()


def void(exam, entry=None, reason="夹带", actor=None):
    return void_entry(
        actor=actor or make_officer(), exam=exam, entry=entry or first(exam), reason=reason, now=NOW
    )


def verdicts(exam):
    return [(line.verdict, line.score) for line in load_outcomes(exam, NOW)]


def test_what_was_scored_becomes_void_and_stays_so_in_the_publication():
    exam = make_sat_exam(95, 80)
    voiding = void(exam, reason=" 夹带，已听取本人陈述 ")
    assert (voiding.reason, voiding.entry) == ("夹带，已听取本人陈述", first(exam))
    assert verdicts(exam) == [("void", None), ("passed", 80)]
    publish_results(actor=make_officer(), exam=exam, now=NOW)
    assert verdicts(exam) == [("void", None), ("passed", 80)]
    assert issue_certificates(actor=make_officer(), exam=exam, now=NOW) == 1
    assert AuditRecord.objects.get(action="void_entry").facts == {"entry": first(exam).pk}


def test_unmarked_answers_of_a_voided_entry_hold_nothing_up():
    exam = make_exam(make_roster(make_person(unit=make_unit())))
    make_attempt(make_candidate(make_batch(exam), first(exam)), None, unmarked=3)
    assert verdicts(exam) == [("pending", None)]
    void(exam)
    assert verdicts(exam) == [("void", None)]


def test_running_attempt_is_void_when_it_is_over():
    exam = make_exam(make_roster(make_person(unit=make_unit())))
    candidate = make_candidate(make_batch(exam), first(exam))
    make_attempt(candidate, state=AttemptState.IN_PROGRESS)
    void(exam)
    assert verdicts(exam) == [("pending", None)]


def test_voiding_counts_in_its_own_exam_only():
    exam = make_sat_exam(95)
    other = make_exam(exam.roster)
    make_attempt(make_candidate(make_batch(other), first(exam)), 70)
    void(exam)
    assert verdicts(other) == [("passed", 70)]


def test_it_is_decided_once_with_a_reason_and_not_about_oneself():
    exam = make_sat_exam(95)
    facts = {"exam": exam.title, "name": first(exam).name}
    assert void(exam, reason=" ") == Refusal("results.void_reason_missing", facts)
    own = make_user(Role.OFFICER, person=first(exam).person)
    assert void(exam, actor=own) == Refusal("results.void_own")
    assert isinstance(void(exam), Voiding)
    assert void(exam) == Refusal("results.voided_before", facts)
    with pytest.raises(DatabaseError), transaction.atomic():
        Voiding.objects.all().delete()


def test_after_publication_or_in_a_draft_nothing_is_voided():
    exam = make_published(95)
    facts = {"exam": exam.title, "name": first(exam).name}
    assert void(exam) == Refusal("results.void_late", facts)
    Exam.objects.update(state=ExamState.DRAFT)
    assert void(exam).code == "results.not_locked"


def test_officer_declares_void_on_the_page(client):
    exam = make_sat_exam(95, 80)
    client.force_login(make_officer())
    address = reverse("results:void", args=[exam.pk, first(exam).pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": " "}).status_code == 422
    results = reverse("results:exam", args=[exam.pk])
    assert client.post(address, {"reason": "替考"}).url == results
    page = client.get(results, {"verdict": "void"})
    assert [line.name for line, *_ in page.context["rows"]] == [first(exam).name]
    assert [row.reason for row in page.context["voidings"]] == ["替考"]
    assert client.post(address, {"reason": "又"}).status_code == 422


def test_entry_of_another_roster_is_not_found(client):
    exam, other = make_sat_exam(95), make_sat_exam(80)
    client.force_login(make_officer())
    address = reverse("results:void", args=[exam.pk, first(other).pk])
    assert client.get(address).status_code == 404
    assert client.get(reverse("results:void", args=[exam.pk, 10**30])).status_code == 404
    assert Entry.objects.count() == 2


def test_voided_person_learns_it_and_what_they_may_do(client):
    exam = make_sat_exam(95)
    void(exam)
    publish_results(actor=make_officer(), exam=exam, now=NOW)
    client.force_login(make_user(person=first(exam).person))
    page = client.get(reverse("results:mine", args=[exam.pk]))
    assert (page.context["outcome"].verdict, page.context["certificate"]) == ("void", None)


def test_results_of_a_row_that_was_merged_into_the_person_are_theirs(client):
    exam = make_published(95)
    gone, kept = first(exam).person, make_person()
    client.force_login(make_user(person=kept))
    assert list(client.get(reverse("results:mine")).context["outcomes"]) == []
    gone.merged_into = kept
    gone.save()
    outcome = exam.publication.outcomes.get()
    assert list(client.get(reverse("results:mine")).context["outcomes"]) == [outcome]
    page = client.get(reverse("results:mine", args=[exam.pk]))
    assert page.context["outcome"] == outcome
