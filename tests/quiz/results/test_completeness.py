"""What the database itself holds of the accounting, whoever writes to it."""

import pytest
from django.db import IntegrityError, connection, transaction

from quiz.official.models import OfficialResult
from quiz.results.actions import publish_results
from quiz.results.models import Outcome, Publication, Voiding
from tests.factories import NOW, make_person, make_roster, make_unit
from tests.quiz.official.factories import make_import
from tests.quiz.results.factories import make_exam, make_officer, make_published, make_sat_exam


def stranger():
    return make_roster(make_person(unit=make_unit())).entries.get()


@pytest.mark.django_db
def test_outcome_of_an_entry_of_another_roster_is_refused():
    exam = make_published(80)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(publication=exam.publication, entry=stranger(), verdict="passed")


@pytest.mark.django_db
def test_voiding_and_official_result_are_of_the_roster_too():
    exam = make_sat_exam(80)
    kept = make_import(exam)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voiding.objects.create(exam=exam, entry=stranger(), reason="替考", decided_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialResult.objects.create(
            source=kept, exam=exam, entry=stranger(), passed=True, sat_on=NOW.date()
        )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite checks nothing at the end")
@pytest.mark.django_db(transaction=True)
def test_publication_with_an_entry_left_out_does_not_come_about():
    exam = make_exam(make_roster(*(make_person(unit=make_unit()) for _ in range(2))))
    with pytest.raises(IntegrityError), transaction.atomic():
        publication = Publication.objects.create(exam=exam, published_at=NOW, content_hash="0" * 64)
        first = exam.roster.entries.get(number=1)
        Outcome.objects.create(publication=publication, entry=first, verdict="absent")
    assert not Publication.objects.exists() and not Outcome.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite checks nothing at the end")
@pytest.mark.django_db(transaction=True)
def test_publication_of_everybody_comes_about():
    exam = make_sat_exam(80, None, 40)
    publish_results(actor=make_officer(), exam=exam, now=NOW)
    assert Outcome.objects.count() == exam.roster.entries.count() == 3
