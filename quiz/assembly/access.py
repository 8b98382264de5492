"""Which exams a user may fetch."""

from django.http import Http404

from quiz.assembly.models import Exam
from rosters.accounts.models import User
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role


def get_exam_for(user: User, exam_id: int) -> Exam:
    """The exam, for officers of the whole county. 404 for others."""
    exam = Exam.objects.select_related("roster", "draw").filter(pk=exam_id).first()
    if exam is None or not has_county_role(user, Role.OFFICER):
        raise Http404
    return exam
