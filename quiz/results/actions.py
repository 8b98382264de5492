"""Publishing results, issuing certificates and revoking them."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from quiz.assembly.models import Exam
from quiz.assembly.rules import ExamState
from quiz.results.models import Certificate, Outcome, Publication, SerialCounter, Voiding
from quiz.results.queries import (
    EntryStanding,
    load_standings,
    outcomes_to_certify,
    publication_of,
    scale_of,
    still_pending,
)
from quiz.results.rules import content_hash, serial_text, verdict_of
from quiz.scheduling.models import Candidate
from rosters.cohorts.models import Entry


@transaction.atomic
def publish_results(*, actor: Actor, exam: Exam, now: datetime) -> Publication | Refusal:
    """Makes the verdict on every entry official, once. The lock on the exam settles two tabs.

    Nobody is released, added or voided while it reads: those decisions wait for the chain.
    """
    exam = Exam.objects.select_for_update().get(pk=exam.pk)
    hold_chain()
    if exam.state != ExamState.LOCKED:
        return Refusal("results.not_locked", {"exam": exam.title})
    if publication_of(exam):
        return Refusal("results.published_before", {"exam": exam.title})
    standings = load_standings(exam, now)
    if refusal := still_pending(exam, standings):
        return refusal
    publication = Publication(exam=exam, published_at=now, published_by_id=actor.pk)
    _store_outcomes(publication, standings)
    facts = {"entries": len(standings), "content_hash": publication.content_hash}
    record(actor=actor, action="publish_results", subject=exam, facts=facts)
    return publication


def _store_outcomes(publication: Publication, standings: Sequence[EntryStanding]) -> None:
    """Stores the publication, sealed over its verdicts, and an outcome for each of them."""
    exam = publication.exam
    scale = scale_of(exam)
    verdicts = [(line, *verdict_of(line.standing, scale)) for line in standings]
    publication.content_hash = content_hash(
        exam.pk,
        exam.roster.content_hash,
        [
            (line.number, verdict, score, bool(line.standing.counted))
            for line, verdict, score in verdicts
        ],
    )
    publication.save()
    Outcome.objects.bulk_create(
        [
            Outcome(
                publication=publication,
                entry_id=line.entry_id,
                verdict=verdict,
                score=score,
                official_id=line.standing.counted.id if line.standing.counted else None,
            )
            for line, verdict, score in verdicts
        ],
        batch_size=500,
    )
    _assert_complete(publication)


def _assert_complete(publication: Publication) -> None:
    """Each entry of the roster has one outcome, and nobody else has.

    PostgreSQL holds that too when a transaction ends; it is asked now, while somebody listens.
    """
    entries = Entry.objects.filter(roster_id=publication.exam.roster_id)
    settled = entries.filter(outcomes__publication=publication).count()
    assert settled == entries.count() == publication.outcomes.count(), "an entry without outcome"
    if connection.vendor == "postgresql":
        connection.check_constraints()


@transaction.atomic
def void_entry(
    *, actor: Actor, exam: Exam, entry: Entry, reason: str, now: datetime
) -> Voiding | Refusal:
    """A person's decision that what an entry does in an exam is void; only before publication."""
    exam = Exam.objects.select_for_update().get(pk=exam.pk)
    facts = {"exam": exam.title, "name": entry.name}
    if exam.state != ExamState.LOCKED:
        return Refusal("results.not_locked", facts)
    if publication_of(exam):
        return Refusal("results.void_late", facts)
    if not reason.strip():
        return Refusal("results.void_reason_missing", facts)
    if entry.person_id and getattr(actor, "person_id", None) == entry.person_id:
        return Refusal("results.void_own")
    hold_chain()
    voiding, made = Voiding.objects.get_or_create(
        exam=exam,
        entry=entry,
        defaults={"reason": reason.strip(), "decided_by_id": actor.pk, "decided_at": now},
    )
    if not made:
        return Refusal("results.voided_before", facts)
    record(actor=actor, action="void_entry", subject=exam, facts={"entry": entry.pk})
    return voiding


@transaction.atomic
def issue_certificates(*, actor: Actor, exam: Exam, now: datetime) -> int | Refusal:
    """A certificate for each passing outcome that has none; how many were issued.

    The year's counter stays locked until the transaction ends, so that a number is taken only
    together with its certificate: whatever rolls back leaves no gap.
    """
    publication = publication_of(exam)
    if publication is None:
        return Refusal("results.not_published", {"exam": exam.title})
    year = timezone.localtime(now).year
    SerialCounter.objects.get_or_create(year=year)
    counter = SerialCounter.objects.select_for_update().get(year=year)
    outcomes = list(outcomes_to_certify(exam).select_related("entry__unit"))
    if not outcomes:
        return 0
    sat_on = _days_sat(exam)
    certificates = [
        Certificate(outcome=outcome, year=year, number=number, issued_at=now)
        for number, outcome in enumerate(outcomes, counter.last + 1)
    ]
    for certificate in certificates:
        certificate.code = secrets.token_urlsafe(16)
        certificate.facts = _facts(exam, publication, certificate, sat_on)
    Certificate.objects.bulk_create(certificates, batch_size=500)
    facts = {"year": year, "first": counter.last + 1, "last": counter.last + len(outcomes)}
    counter.last += len(outcomes)
    counter.save()
    record(actor=actor, action="issue_certificates", subject=exam, facts=facts)
    return len(outcomes)


def _days_sat(exam: Exam) -> dict[int, date]:
    """Day on which each entry last began an attempt."""
    rows = Candidate.objects.filter(exam=exam, attempts__started_at__isnull=False).values_list(
        "entry_id", Max("attempts__started_at")
    )
    return {entry: timezone.localtime(started).date() for entry, started in rows}


def _facts(
    exam: Exam, publication: Publication, certificate: Certificate, sat_on: dict[int, date]
) -> dict[str, Any]:
    """What the certificate says, frozen: a later change of name or unit does not reach it."""
    outcome = certificate.outcome
    published_on = timezone.localtime(publication.published_at).date()
    return {
        "serial": serial_text(certificate.year, certificate.number),
        "name": outcome.entry.name,
        "unit": outcome.entry.unit_name or outcome.entry.unit.name,
        "exam": exam.title,
        "verdict": outcome.verdict,
        "sat_on": sat_on.get(outcome.entry_id, published_on).isoformat(),
        "published_on": published_on.isoformat(),
        "issued_on": timezone.localtime(certificate.issued_at).date().isoformat(),
    }


@transaction.atomic
def revoke_certificate(
    *, actor: Actor, certificate: Certificate, reason: str, now: datetime
) -> Certificate | Refusal:
    """Declares a certificate void. Its row, number and code stay, and the public page says so."""
    serial = certificate.facts["serial"]
    reason = reason.strip()
    if not reason:
        return Refusal("results.reason_missing", {"serial": serial})
    revoked = Certificate.objects.filter(pk=certificate.pk, revoked_at=None).update(
        revoked_at=now, revoked_reason=reason[:200]
    )
    if not revoked:
        return Refusal("results.revoked_before", {"serial": serial})
    certificate.refresh_from_db()
    record(actor=actor, action="revoke_certificate", subject=certificate)
    return certificate
