"""The register of certificates: who gets one, numbers without a gap, revocation."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from audit.models import AuditRecord
from audit.rules import Refusal
from quiz.results.actions import issue_certificates, revoke_certificate
from quiz.results.models import Certificate, SerialCounter
from tests.factories import NOW
from tests.quiz.results.factories import (
    make_certified,
    make_officer,
    make_published,
    make_sat_exam,
)

pytestmark = pytest.mark.django_db


def issue(exam, now=NOW):
    return issue_certificates(actor=make_officer(), exam=exam, now=now)


def numbers(year=2026):
    return list(
        Certificate.objects.filter(year=year).order_by("number").values_list("number", flat=True)
    )


def test_only_those_who_passed_get_a_certificate():
    exam = make_published(95, 60, 59, None)
    assert issue(exam) == 2
    facts = [row.facts for row in Certificate.objects.all()]
    entries = list(exam.roster.entries.select_related("unit")[:2])
    common = {"unit": entries[0].unit.name, "exam": exam.title, "sat_on": "2026-11-21"}
    common |= {"published_on": "2026-11-22", "issued_on": "2026-11-22"}
    assert facts == [
        common | {"serial": "应知〔2026〕0001号", "name": entries[0].name, "verdict": "excellent"},
        common | {"serial": "应知〔2026〕0002号", "name": entries[1].name, "verdict": "passed"},
    ]
    assert AuditRecord.objects.get(action="issue_certificates").facts == {
        "year": 2026,
        "first": 1,
        "last": 2,
    }


def test_issuing_again_issues_nothing():
    exam = make_published(95)
    assert (issue(exam), issue(exam)) == (1, 0)
    assert (numbers(), SerialCounter.objects.get().last) == ([1], 1)


def test_certificates_wait_for_publication():
    exam = make_sat_exam(95)
    assert issue(exam) == Refusal("results.not_published", {"exam": exam.title})
    assert not SerialCounter.objects.exists()


def test_numbers_go_on_across_exams_and_start_anew_each_year():
    issue(make_published(95, 70))
    issue(make_published(60))
    new_year_in_shanghai = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    issue(make_published(60), now=new_year_in_shanghai)
    assert (numbers(2026), numbers(2027)) == ([1, 2, 3], [1])


def test_rolled_back_issue_leaves_no_gap():
    first, second = make_published(95, 70), make_published(60)

    class PowerCut(Exception):
        pass

    with pytest.raises(PowerCut), transaction.atomic():
        assert issue(first) == 2
        raise PowerCut
    assert issue(second) == 1
    assert numbers() == [1]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_issues_at_once_share_the_numbers_without_gap_or_double():
    exams = [make_published(*[80] * 30) for _ in range(2)]
    both = threading.Barrier(4)
    done = []

    def run(exam):
        try:
            both.wait(timeout=120)
            done.append(issue(exam))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(exam,)) for exam in exams * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=180)
    assert sorted(done) == [0, 0, 30, 30]
    assert numbers() == list(range(1, 61))


def test_revoked_certificate_keeps_row_and_number():
    certificate, other = make_certified(95, 70)
    revoked = revoke_certificate(
        actor=make_officer(), certificate=certificate, reason=" 替考 ", now=NOW
    )
    assert (revoked.revoked_at, revoked.revoked_reason, revoked.number) == (NOW, "替考", 1)
    assert numbers() == [1, 2]
    other.refresh_from_db()
    assert other.revoked_at is None
    assert AuditRecord.objects.get(action="revoke_certificate").subject_id == str(certificate.pk)


def test_revocation_needs_a_reason_and_happens_once():
    (certificate,) = make_certified(95)
    facts = {"serial": "应知〔2026〕0001号"}
    officer = make_officer()

    def revoke(reason):
        return revoke_certificate(actor=officer, certificate=certificate, reason=reason, now=NOW)

    assert revoke("  ") == Refusal("results.reason_missing", facts)
    revoke("替考")
    assert revoke("again") == Refusal("results.revoked_before", facts)
    certificate.refresh_from_db()
    assert certificate.revoked_reason == "替考"
