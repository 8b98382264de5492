"""Whom a question is for, and which questions it may not meet in a paper."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Count

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.questions.models import Audience, Family, Question
from questionbank.questions.queries import questions_named
from rosters.cohorts.rules import CohortKind


def relate_question(
    *,
    actor: Actor,
    question: Question,
    cohorts: Iterable[CohortKind],
    variants: Sequence[str],
    enemies: Sequence[str],
) -> Refusal | None:
    """Sets the cohorts, the variants (its family) and the enemies of a question as they are given.

    Questions are named by their code, or as "#12". A variant that had another family leaves it.
    """
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=question.pk)
        named = questions_named([*variants, *enemies])
        for name in (*variants, *enemies):
            if name not in named:
                return Refusal("questions.unknown_code", {"code": name})
            if named[name].pk == question.pk:
                return Refusal("questions.own_enemy", {"code": name})
        meant = sorted(set(cohorts))
        question.audiences.exclude(cohort__in=meant).delete()
        Audience.objects.bulk_create(
            [Audience(question=question, cohort=cohort) for cohort in meant], ignore_conflicts=True
        )
        question.enemies.set({named[name] for name in enemies})
        _set_family(question, {named[name].pk for name in variants})
        facts = {
            "cohorts": meant,
            "variants": sorted(named[name].pk for name in variants),
            "enemies": sorted(named[name].pk for name in enemies),
        }
        record(actor=actor, action="relate_question", subject=question, facts=facts)
    return None


def _set_family(question: Question, variants: set[int]) -> None:
    """The question and its variants become one family; a family of one is none."""
    kept = {question.pk, *variants} if variants else set()
    Question.objects.filter(pk=question.pk).update(family=None)
    if question.family_id:
        Question.objects.filter(family=question.family_id).exclude(pk__in=kept).update(family=None)
    if kept:
        Question.objects.filter(pk__in=kept).update(family=Family.objects.create())
    alone = Family.objects.annotate(size=Count("questions")).filter(size__lt=2)
    Question.objects.filter(family__in=alone).update(family=None)
    Family.objects.filter(questions=None).delete()
