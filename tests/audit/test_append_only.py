"""The database itself keeps what was decided, handed in and issued."""

import pytest
from django.db import DatabaseError, connection, transaction

from quiz.results.models import Certificate
from tests.factories import make_release
from tests.quiz.results.factories import make_certified


@pytest.fixture
def certificate(db):
    return make_certified(80)[0]


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_issued_certificates_can_be_revoked_but_never_deleted(certificate):
    Certificate.objects.update(revoked_reason="替考")
    refused("DELETE FROM quiz_certificate")


@pytest.mark.parametrize("table", ["quiz_attempt", "quiz_score"])
def test_attempts_and_scores_are_never_deleted(certificate, table):
    refused(f"DELETE FROM {table}")


def test_releases_are_neither_changed_nor_deleted(certificate):
    make_release(certificate.outcome.entry)
    refused("DELETE FROM rosters_release")
    refused("UPDATE rosters_release SET basis = 'x'")
