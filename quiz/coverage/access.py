"""Whose coverage a user may see: the units of the role's grant, and never another's."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from quiz.assembly.models import Exam
from quiz.assembly.rules import ExamState
from quiz.coverage.queries import Coverage, load_coverage
from quiz.results.queries import publication_of
from rosters.accounts.models import User
from rosters.cohorts.models import Entry
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role
from rosters.units.access import units_for

READERS = (Role.OFFICER, Role.LEADER, Role.LIAISON)


@dataclass(frozen=True)
class Scope:
    """What a reader may see of an exam: of which units (None: all), and whether who passed.

    Before publication only officers of the county are told who passed, in numbers and in names.
    """

    exam: Exam
    unit_ids: frozenset[int] | None
    marks_shown: bool

    @property
    def whole_county(self) -> bool:
        return self.unit_ids is None


def exams_for(user: User) -> QuerySet[Exam]:
    """Exams whose papers are drawn and whose roster holds somebody of the user's units.

    Each with `must_sit`, the number of those on the roster whom the user may see.
    """
    exams = Exam.objects.filter(state=ExamState.LOCKED).select_related("roster", "publication")
    seen = Entry.objects.filter(roster=OuterRef("roster")).order_by()
    if not has_county_role(user, *READERS):
        seen = seen.filter(unit__in=units_for(user, *READERS).values("pk"))
        exams = exams.filter(Exists(seen))
    counted = seen.values("roster").annotate(number=Count("pk")).values("number")
    return exams.annotate(must_sit=Coalesce(Subquery(counted), 0))


def get_scope_for(user: User, exam_id: int) -> Scope:
    """How far a user sees into an exam; 404 when none of the user's units is concerned."""
    exam = exams_for(user).filter(pk=exam_id).first()
    if exam is None:
        raise Http404
    unit_ids = None
    if not has_county_role(user, *READERS):
        unit_ids = frozenset(units_for(user, *READERS).values_list("pk", flat=True))
    told = publication_of(exam) is not None or has_county_role(user, Role.OFFICER)
    return Scope(exam, unit_ids, told)


def get_coverage_for(user: User, exam_id: int, now: datetime) -> Coverage:
    """Coverage of an exam as far as the user sees it."""
    scope = get_scope_for(user, exam_id)
    return load_coverage(scope.exam, now, unit_ids=scope.unit_ids, marks_shown=scope.marks_shown)
