"""The queue of those who review."""

from typing import Any

from django.db.models import Count, QuerySet

from questionbank.questions.models import Question, Review
from questionbank.questions.rules import QuestionState, ReviewVerdict


def waiting_for(user: Any, questions: QuerySet[Question] | None = None) -> QuerySet[Question]:
    """The questions in review that somebody may decide about: all but their own, oldest first."""
    chosen = Question.objects.all() if questions is None else questions
    waiting = chosen.filter(state=QuestionState.IN_REVIEW)
    return waiting.exclude(current__author=user.pk).order_by("current")


def next_waiting(user: Any, after: int | None) -> Question | None:
    """The one behind the version `after` in the queue; behind the last comes the first."""
    queue = waiting_for(user).select_related("current")
    behind = queue.filter(current__gt=after) if after else queue
    return behind.first() or queue.first()


def state_counts() -> dict[str, int]:
    """How many questions stand in each state."""
    rows = Question.objects.filter(current__isnull=False).order_by().values("state")
    return dict(rows.annotate(n=Count("pk")).values_list("state", "n"))


def given_back(question: Question) -> Review | None:
    """Why a reviewer gave the current version back, while nothing was done about it since."""
    last = Review.objects.filter(version=question.current_id).select_related("by", "version").last()
    if last is None or last.verdict != ReviewVerdict.RETURNED:
        return None
    return last if last.by_id != last.version.author_id else None  # else the author took it back


def review_history(question: Question) -> QuerySet[Review]:
    """Every decision about any version of the question, newest first."""
    rows = Review.objects.filter(version__question=question).select_related("version", "by")
    return rows.order_by("-pk")
