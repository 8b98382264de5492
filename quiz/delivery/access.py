"""A candidate reaches their own attempts and nobody else's."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from quiz.delivery.models import Attempt


def attempts_for(user: Any) -> QuerySet[Attempt]:
    """All attempts of the person behind a login, with what their pages show."""
    return Attempt.objects.filter(
        candidate__entry__person_id=user.person_id, candidate__entry__person__isnull=False
    ).select_related("candidate__exam", "candidate__batch", "paper")


def get_attempt_for(user: Any, attempt_id: int) -> Attempt:
    """The attempt when it is the user's own, else 404."""
    return get_object_or_404(attempts_for(user), pk=attempt_id)
