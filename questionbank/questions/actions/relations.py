"""Whom a question is for, and which questions it may not meet in a paper."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Count

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.questions.models import Audience, Family, Question
from questionbank.questions.queries import questions_named, relations_seen
from rosters.cohorts.rules import CohortKind


def relate_question(
    *,
    actor: Actor,
    question: Question,
    cohorts: Iterable[CohortKind],
    variants: Sequence[str],
    enemies: Sequence[str],
    seen: str,
) -> Refusal | None:
    """Sets the cohorts, the variants (its family) and the enemies of a question as they are given.

    Questions are named by their code, or as "#12". A new variant brings its own variants along.
    `seen` is what `relations_seen` said when the officer began.
    """
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=question.pk)
        if relations_seen(question) != seen:
            return Refusal("questions.stale", {"code": str(question)})
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
    """The question, its variants and the families of new ones become one; one alone is none."""
    rows = Question.objects.order_by()
    own = rows.filter(family=question.family_id, family__isnull=False)
    before = set(own.values_list("pk", flat=True))
    brought = rows.filter(pk__in=variants - before, family__isnull=False).values("family")
    kept = variants | set(rows.filter(family__in=brought).values_list("pk", flat=True))
    kept |= {question.pk} if variants else set()
    rows.filter(pk__in=before - kept).update(family=None)
    if kept:
        rows.filter(pk__in=kept).update(family=Family.objects.create())
    alone = Family.objects.annotate(size=Count("questions")).filter(size__lt=2)
    rows.filter(family__in=alone).update(family=None)
    Family.objects.filter(questions=None).delete()
