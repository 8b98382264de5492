"""Whose results and certificates a user may fetch."""

from django.db.models import Case, Q, QuerySet, When
from django.http import Http404

from quiz.results.models import Certificate, Outcome
from quiz.results.rules import Verdict
from rosters.accounts.models import User
from rosters.cohorts.models import Entry
from rosters.people.queries import same_person
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
    allowed |= Q(outcome__entry__person__in=_rows_of(user))
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


def _rows_of(user: User) -> frozenset[int]:
    """The rows of the person behind a login, those merged into it among them."""
    return same_person(user.person_id) if user.person_id else frozenset()


def get_entry_to_void(user: User, exam_id: int, entry_id: int) -> Entry:
    """A line of the exam's roster, for officers of the whole county."""
    entry = (
        Entry.objects.filter(pk=entry_id, roster__exams__pk=exam_id).select_related("unit").first()
    )
    if entry is None or not has_county_role(user, Role.OFFICER):
        raise Http404
    return entry


def get_own_entry(user: User, exam_id: int) -> Entry:
    """The user's own line of an exam: as its candidate, or, once published, even if released.

    Somebody who is listed twice has a line that counts: it comes before the other.
    """
    concerned = Q(candidates__exam__pk=exam_id) | Q(outcomes__publication__exam__pk=exam_id)
    double = Q(outcomes__publication__exam__pk=exam_id, outcomes__verdict=Verdict.DUPLICATE)
    entry = (
        Entry.objects.filter(concerned, person__in=_rows_of(user))
        .select_related("unit")
        .order_by(Case(When(double, then=1), default=0), "pk")
        .first()
    )
    if entry is None:
        raise Http404
    return entry


def outcomes_for(user: User) -> QuerySet[Outcome]:
    """The user's own published outcomes, the newest first."""
    return (
        Outcome.objects.filter(entry__person__in=_rows_of(user))
        .select_related("publication__exam", "certificate", "official__source")
        .order_by("-publication__published_at", "entry")
    )
