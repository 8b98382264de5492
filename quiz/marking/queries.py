"""Answers that wait for a marker, without names, in an order of the marker's own."""

import hashlib
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from questionbank.questions.rules import MARKED_BY_HAND
from quiz.assembly.models import Exam
from quiz.marking.models import Response
from rosters.accounts.models import User
from rosters.people.queries import same_person

_BY_HAND = Q(papers__items__version__kind__in=MARKED_BY_HAND)


@dataclass(frozen=True)
class Progress:
    marked: int
    waiting: int

    @property
    def all(self) -> int:
        return self.marked + self.waiting


def exams_to_mark(marker: User) -> QuerySet[Exam]:
    """Exams that have answers for a marker, with `waiting` and `marked`; those that wait first."""
    given = _BY_HAND & Q(papers__items__response__isnull=False)
    if marker.person_id is not None:
        given &= ~Q(papers__entry__person__in=same_person(marker.person_id))
    return (
        Exam.objects.annotate(
            waiting=Count(
                "papers__items__response", filter=given & Q(papers__items__response__mark=None)
            ),
            marked=Count(
                "papers__items__response",
                filter=given & Q(papers__items__response__marked_at__isnull=False),
            ),
        )
        .filter(Q(waiting__gt=0) | Q(marked__gt=0))
        .order_by("-waiting", "-created_at")
    )


def responses_by_hand(exam: Exam, marker: User) -> QuerySet[Response]:
    """Answers of one exam that this marker may mark: all but their own.

    Empty ones are not among them: they earn nothing.
    """
    responses = Response.objects.filter(
        Q(mark=None) | Q(marked_at__isnull=False),
        item__paper__exam=exam,
        item__version__kind__in=MARKED_BY_HAND,
    ).select_related("item__version", "item__paper__exam")
    if marker.person_id is None:
        return responses
    return responses.exclude(item__paper__entry__person__in=same_person(marker.person_id))


def marking_progress(exam: Exam, marker: User) -> Progress:
    counts = responses_by_hand(exam, marker).aggregate(
        marked=Count("pk", filter=Q(mark__isnull=False)), waiting=Count("pk", filter=Q(mark=None))
    )
    return Progress(**counts)


def next_response(exam: Exam, marker: User) -> Response | None:
    """The next answer for this marker.

    One question after the other, so that its answers are judged by one standard; within a question
    by a hash of marker and answer, so that the order tells nothing about the candidates and two
    markers rarely meet at the same answer.
    """
    waiting = responses_by_hand(exam, marker).filter(mark=None)
    keys = [
        (version, hashlib.sha256(f"{marker.pk}:{pk}".encode()).digest(), pk)
        for pk, version in waiting.values_list("pk", "item__version_id")
    ]
    return responses_by_hand(exam, marker).get(pk=min(keys)[2]) if keys else None


def last_marked(exam: Exam, marker: User) -> Response | None:
    """The answer this marker marked last, to go back to."""
    mine = responses_by_hand(exam, marker).filter(marked_by=marker)
    return mine.order_by("-marked_at", "-pk").first()
