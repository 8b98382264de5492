"""Whose coverage a user may see: the units of the role's grant, and never another's."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from quiz.assembly.models import Exam
from quiz.assembly.rules import ExamState
from quiz.results.models import Publication
from rosters.accounts.access import has_county_role, units_for
from rosters.accounts.models import User
from rosters.accounts.rules import Role

READERS = (Role.OFFICER, Role.LEADER, Role.LIAISON)


@dataclass(frozen=True)
class View:
    """An exam as one user may see it.

    `unit_ids` is None for the whole county. `marks_shown`: whether passing may be told; before
    publication only officers may know it, in numbers and in names.
    """

    exam: Exam
    unit_ids: frozenset[int] | None
    marks_shown: bool


def exams_for(user: User) -> QuerySet[Exam]:
    """Exams whose papers are drawn and whose roster holds somebody of the user's units."""
    exams = Exam.objects.filter(state=ExamState.LOCKED).select_related("roster", "publication")
    if has_county_role(user, *READERS):
        return exams
    units = units_for(user, *READERS)
    return exams.filter(roster__entries__unit__in=units).distinct()


def get_view_for(user: User, exam_id: int) -> View:
    """The exam within the user's units; 404 when none of them is concerned."""
    exam = exams_for(user).filter(pk=exam_id).first()
    if exam is None:
        raise Http404
    unit_ids = None
    if not has_county_role(user, *READERS):
        unit_ids = frozenset(units_for(user, *READERS).values_list("pk", flat=True))
    published = Publication.objects.filter(exam=exam).exists()
    return View(exam, unit_ids, published or has_county_role(user, Role.OFFICER))
