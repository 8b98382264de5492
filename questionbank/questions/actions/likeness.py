"""Finding questions that look alike, and a person's ruling on each pair."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from questionbank.questions.actions.review import retire_question
from questionbank.questions.models import Comparison, Family, Question
from questionbank.questions.queries.likeness import (
    known_pairs,
    load_wordings,
    waiting_comparisons,
)
from questionbank.questions.rules import Likeness
from questionbank.questions.rules.likeness import ALIKE, Pair, Wording, pairs, score


def find_similar(*, actor: Actor) -> int:
    """Looks through the whole bank and keeps the pairs that are new; how many.

    Pairs that wait are measured anew; those that no longer look alike need no ruling.
    """
    bank = load_wordings()
    found = pairs(bank)
    with transaction.atomic():
        kept = keep_pairs(found)
        _measure_anew(bank)
        if kept:
            facts = {"questions": len(bank), "pairs": len(kept)}
            record(actor=actor, action="find_similar", subject=kept[0], facts=facts)
    return len(kept)


def _measure_anew(bank: Iterable[Wording]) -> None:
    """Questions change while a pair of them waits."""
    by_id = {one.question_id: one for one in bank}
    changed, lost = [], []
    for pair in waiting_comparisons():
        if not by_id.keys() >= {pair.first_id, pair.second_id}:
            continue  # came into the bank while it was looked through
        measured = score(by_id[pair.first_id], by_id[pair.second_id])
        if measured < ALIKE:
            lost.append(pair.pk)
        elif measured != pair.score:
            pair.score = measured
            changed.append(pair)
    Comparison.objects.filter(pk__in=lost, verdict="").delete()
    Comparison.objects.bulk_update(changed, ["score"], batch_size=500)


def keep_pairs(found: Iterable[Pair]) -> list[Comparison]:
    """Stores the pairs that nobody has seen yet. Part of a larger action.

    Holds the audit chain, so that two who look at the same time do not both find a pair.
    """
    hold_chain()
    found = list(found)
    known = known_pairs({pk for pair in found for pk in (pair.first, pair.second)})
    return Comparison.objects.bulk_create(
        [
            Comparison(first_id=pair.first, second_id=pair.second, score=pair.score)
            for pair in found
            if (pair.first, pair.second) not in known
        ],
        batch_size=500,
    )


def rule_on_pair(
    *, actor: Actor, pair: Comparison, verdict: Likeness, keep: Question | None, now: datetime
) -> Refusal | None:
    """Rules that two questions are the same, variants of one, or different.

    Of two that are the same, `keep` stays and the other is retired. Variants join one family.
    """
    with transaction.atomic():
        waiting = Comparison.objects.filter(pk=pair.pk, verdict="")
        if not waiting.update(verdict=verdict, by_id=actor.pk, at=now):
            return Refusal("questions.pair_ruled", {"pair": f"{pair.first}, {pair.second}"})
        refusal = _follow(actor, pair, verdict, keep, now)
        if refusal:
            transaction.set_rollback(True)
            return refusal
        record(
            actor=actor,
            action="rule_on_pair",
            subject=pair,
            facts={"first": pair.first_id, "second": pair.second_id, "verdict": verdict},
        )
    return None


def _follow(
    actor: Actor, pair: Comparison, verdict: Likeness, keep: Question | None, now: datetime
) -> Refusal | None:
    """What a ruling does to the two questions."""
    if verdict is Likeness.VARIANT:
        _join(pair.first, pair.second)
    if verdict is not Likeness.SAME:
        return None
    if keep is None:
        return Refusal("questions.keep_which", {"pair": f"{pair.first}, {pair.second}"})
    other = pair.second if keep.pk == pair.first_id else pair.first
    reason = f"= {keep}"
    return retire_question(actor=actor, question=other, reason=reason, now=now)


def _join(first: Question, second: Question) -> None:
    """One family for both; where each has one, the families become one."""
    family = first.family or second.family or Family.objects.create()
    for other in {first.family_id, second.family_id} - {None, family.pk}:
        Question.objects.filter(family=other).update(family=family)
        Family.objects.filter(pk=other).delete()
    Question.objects.filter(pk__in=[first.pk, second.pk]).update(family=family)
