"""A candidate reaches their own attempts and nobody else's."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from quiz.delivery.models import Attempt
from rosters.people.queries import same_person


def attempts_for(user: Any) -> QuerySet[Attempt]:
    """All attempts of the person behind a login, with what their pages show.

    Those of rows that were merged into the person are theirs too.
    """
    rows = same_person(user.person_id) if user.person_id else frozenset()
    return Attempt.objects.filter(candidate__entry__person__in=rows).select_related(
        "candidate__exam", "candidate__batch", "paper"
    )


def get_attempt_for(user: Any, attempt_id: int) -> Attempt:
    """The attempt when it is the user's own, else 404."""
    return get_object_or_404(attempts_for(user), pk=attempt_id)
