"""Which exams a user may fetch."""

from django.http import Http404

from quiz.assembly.models import Exam
from rosters.accounts.models import User
from rosters.roles.access import has_county_role, has_role
from rosters.roles.rules import Role


def get_exam_for(user: User, exam_id: int, *roles: Role) -> Exam:
    """The exam, for holders of any of the roles; for officers of the whole county when none is
    named. 404 for others."""
    allowed = has_role(user, *roles) if roles else has_county_role(user, Role.OFFICER)
    exam = Exam.objects.select_related("roster", "draw").filter(pk=exam_id).first()
    if exam is None or not allowed:
        raise Http404
    return exam
