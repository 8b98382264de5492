"""Who reads and who writes bulletins."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from quiz.assembly.models import Exam
from quiz.coverage.access import exams_for
from quiz.coverage.models import Bulletin
from rosters.accounts.models import User
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role

READERS = (Role.OFFICER, Role.LEADER)


def may_write(user: User) -> bool:
    """Only officers of the whole county draft bulletins and issue them."""
    return has_county_role(user, Role.OFFICER)


def bulletins_for(user: User) -> QuerySet[Bulletin]:
    """All for officers of the county, for its leaders those that are issued."""
    bulletins = Bulletin.objects.select_related("exam__roster")
    if may_write(user):
        return bulletins
    if has_county_role(user, *READERS):
        return bulletins.exclude(issued_at=None)
    return bulletins.none()


def get_bulletin_for(user: User, bulletin_id: int) -> Bulletin:
    return get_object_or_404(bulletins_for(user), pk=bulletin_id)


def get_bulletin_exam(user: User, exam_id: int) -> Exam:
    """An exam that there may be bulletins of."""
    return get_object_or_404(exams_for(user).select_related("roster"), pk=exam_id)
