"""Questions and their keys are for exam officers, and for those who review them."""

from typing import Any

from django.http import Http404

from questionbank.questions.models import Case, Comparison, Question, QuestionVersion
from rosters.roles.access import has_role
from rosters.roles.rules import Role


def get_question_for(user: Any, pk: int) -> Question:
    """The question with its current version at hand, for officers and reviewers; else 404."""
    question = None
    if has_role(user, Role.OFFICER, Role.REVIEWER):
        stored = Question.objects.filter(pk=pk, current__isnull=False)
        question = stored.select_related("current").first()
    if question is None:
        raise Http404
    return question


def get_version_for(user: Any, question_id: int, number: int) -> QuestionVersion:
    """One version of a question, for officers and reviewers; 404 for anybody else."""
    question = get_question_for(user, question_id)
    version = question.versions.filter(number=number).first()
    if version is None:
        raise Http404
    return version


def get_case_for(user: Any, pk: int) -> Case:
    """A case, for officers; 404 for anybody else."""
    case = Case.objects.filter(pk=pk).first() if has_role(user, Role.OFFICER) else None
    if case is None:
        raise Http404
    return case


def get_comparison_for(user: Any, pk: int) -> Comparison:
    """A pair of questions that look alike, for officers; 404 for anybody else."""
    pair = None
    if has_role(user, Role.OFFICER):
        pairs = Comparison.objects.select_related("first__family", "second__family")
        pair = pairs.filter(pk=pk).first()
    if pair is None:
        raise Http404
    return pair
