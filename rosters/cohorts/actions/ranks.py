"""The county's table of ranks. Each word in it names one rank."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.cohorts.models import Rank, RankAlias
from rosters.cohorts.rules import Level, fold_rank

Result = TypeVar("Result")


def _worded(action: Callable[..., Result]) -> Callable[..., Result | Refusal]:
    """Runs an action on a folded word, all or nothing, if it does not name another rank yet."""

    @wraps(action)
    def run(*, name: str, rank: Rank | None = None, **arguments: Any) -> Result | Refusal:
        word = fold_rank(name)
        if not word:
            return Refusal("cohorts.rank_unnamed")
        try:
            with transaction.atomic():
                hold_chain()
                if bearer := _bearer(word, rank):
                    return Refusal("cohorts.rank_known", {"name": word, "rank": bearer})
                return action(name=word, rank=rank, **arguments)
        except IntegrityError:
            return Refusal("cohorts.rank_known", {"name": word, "rank": word})

    return run


def _bearer(word: str, rank: Rank | None) -> str:
    """The rank that a word names already, but for the own name of `rank`."""
    named = Rank.objects.filter(name=word).exclude(pk=rank and rank.pk).first()
    alias = RankAlias.objects.filter(name=word).select_related("rank").first()
    return named.name if named else alias.rank.name if alias else ""


@_worded
def save_rank(
    *, actor: Actor, name: str, level: Level, is_grade: bool, order: int, rank: Rank | None = None
) -> Rank | Refusal:
    """A rank as it is to be: a new one without `rank`."""
    saved = rank or Rank()
    saved.name, saved.level, saved.is_grade, saved.order = name, level, is_grade, order
    saved.save()
    facts = {"name": name, "level": level, "is_grade": is_grade, "order": order}
    record(actor=actor, action="change_rank" if rank else "add_rank", subject=saved, facts=facts)
    return saved


@_worded
def add_rank_alias(*, actor: Actor, rank: Rank, name: str) -> RankAlias | Refusal:
    """Another word for a rank, under which people's papers have it."""
    if rank.name == name:
        return Refusal("cohorts.rank_known", {"name": name, "rank": name})
    alias = RankAlias.objects.create(rank=rank, name=name)
    record(actor=actor, action="add_rank_alias", subject=rank, facts={"alias": name})
    return alias


@transaction.atomic
def remove_rank_alias(*, actor: Actor, rank: Rank, name: str) -> Rank | Refusal:
    """Takes one of its other words from a rank."""
    if not rank.aliases.filter(name=name).delete()[0]:
        return Refusal("cohorts.rank_alias_gone", {"name": name, "rank": rank.name})
    record(actor=actor, action="remove_rank_alias", subject=rank, facts={"alias": name})
    return rank


@transaction.atomic
def remove_rank(*, actor: Actor, rank: Rank) -> None:
    """Takes a rank with its words out of the table; whoever bears it is in no cohort by rank."""
    facts = {"name": rank.name, "level": rank.level, "is_grade": rank.is_grade}
    record(actor=actor, action="remove_rank", subject=rank, facts=facts)
    rank.delete()
