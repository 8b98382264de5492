"""Officers prepare the lists; whoever signs in may read what was issued."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from questionbank.syllabus.models import Syllabus
from questionbank.syllabus.rules import SyllabusState
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role


def can_prepare(user: Any) -> bool:
    return has_county_role(user, Role.OFFICER)


def syllabuses_for(user: Any) -> QuerySet[Syllabus]:
    """All lists for officers, the issued ones for everybody else."""
    lists = Syllabus.objects.select_related("issued_by")
    return lists if can_prepare(user) else lists.filter(state=SyllabusState.ISSUED)


def get_syllabus_for(user: Any, pk: int) -> Syllabus:
    found = syllabuses_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
