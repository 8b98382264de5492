"""Whose results and certificates a user may fetch."""

from django.db.models import Q, QuerySet
from django.http import Http404

from quiz.results.models import Certificate, Outcome
from rosters.accounts.models import User
from rosters.cohorts.models import Entry
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role
from rosters.units.access import units_for


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


def get_own_entry(user: User, exam_id: int) -> Entry:
    """The user's own line of an exam: as its candidate, or, once published, even if released."""
    concerned = Q(candidates__exam__pk=exam_id) | Q(outcomes__publication__exam__pk=exam_id)
    entry = (
        Entry.objects.filter(concerned, person_id=user.person_id)
        .exclude(person_id=None)
        .select_related("unit")
        .first()
    )
    if entry is None:
        raise Http404
    return entry


def outcomes_for(user: User) -> QuerySet[Outcome]:
    """The user's own published outcomes, the newest first."""
    return (
        Outcome.objects.filter(entry__person_id=user.person_id)
        .exclude(entry__person_id=None)
        .select_related("publication__exam", "certificate")
        .order_by("-publication__published_at")
    )
