"""Whose results and certificates a user may fetch."""

from django.db.models import Q, QuerySet
from django.http import Http404

from quiz.results.models import Certificate, Outcome
from quiz.scheduling.models import Candidate
from rosters.accounts.access import has_county_role, units_for
from rosters.accounts.models import User
from rosters.accounts.rules import Role


def certificates_for(user: User) -> QuerySet[Certificate]:
    """All for an officer; for a liaison those of the units in charge; for others none."""
    units = units_for(user, Role.OFFICER, Role.LIAISON)
    return Certificate.objects.filter(outcome__entry__unit__in=units)


def get_certificate_for(user: User, certificate_id: int) -> Certificate:
    """A certificate that the user may hold in hand: as its bearer, or as above."""
    allowed = Q(outcome__entry__unit__in=units_for(user, Role.OFFICER, Role.LIAISON))
    if user.person_id:
        allowed |= Q(outcome__entry__person_id=user.person_id)
    certificate = Certificate.objects.filter(allowed, pk=certificate_id).first()
    if certificate is None:
        raise Http404
    return certificate


def get_certificate_to_revoke(user: User, certificate_id: int) -> Certificate:
    """Only an officer of the whole county revokes."""
    certificate = Certificate.objects.filter(pk=certificate_id).first()
    if certificate is None or not has_county_role(user, Role.OFFICER):
        raise Http404
    return certificate


def get_own_candidate(user: User, exam_id: int) -> Candidate:
    """The user's own line of an exam; 404 for everybody who is not a candidate in it."""
    candidate = (
        Candidate.objects.filter(exam_id=exam_id, entry__person_id=user.person_id)
        .exclude(entry__person_id=None)
        .select_related("exam", "entry__unit")
        .first()
    )
    if candidate is None:
        raise Http404
    return candidate


def own_outcome(candidate: Candidate) -> Outcome | None:
    """The published outcome of a candidate, with its certificate; None before publication."""
    return (
        Outcome.objects.filter(publication__exam_id=candidate.exam_id, entry_id=candidate.entry_id)
        .select_related("publication", "certificate")
        .first()
    )


def outcomes_for(user: User) -> QuerySet[Outcome]:
    """The user's own published outcomes, the newest first."""
    return (
        Outcome.objects.filter(entry__person_id=user.person_id)
        .exclude(entry__person_id=None)
        .select_related("publication__exam")
        .order_by("-publication__published_at")
    )
