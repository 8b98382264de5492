"""Marking laws as repealed where a newer law says so."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db import transaction

from audit.actions import Actor, hold_chain, record
from questionbank.laws.models import Article, LawVersion
from questionbank.laws.queries import find_law
from questionbank.laws.report import Repeal
from questionbank.laws.rules import ArticleText, normal_title, repeal_clause, short_title


def mark_repealed(*, actor: Actor, touched: Collection[int]) -> list[Repeal]:
    """Ends the laws that another law repeals; one of the two must be among the ids `touched`.

    A day that is known already stays, and so does a law of which a version was adopted later: a
    new law under an old name is not the one that was meant.
    """
    marked = []
    with transaction.atomic():
        hold_chain()
        for repeal in _said():
            law = repeal.law
            if law.repealed_on is None and not {law.pk, repeal.by.pk}.isdisjoint(touched):
                law.repealed_on = repeal.day
                law.save(update_fields=["repealed_on"])
                facts = {"repealed_on": str(repeal.day), "by": repeal.by.title}
                record(actor=actor, action="repeal_law", subject=law, facts=facts)
                marked.append(repeal)
    return marked


def _said() -> Iterator[Repeal]:
    """What the texts in the bank say of each other, the earliest day first."""
    by_version: dict[LawVersion, list[ArticleText]] = defaultdict(list)
    clauses = Article.objects.filter(text__contains="同时废止").select_related("version__law")
    for article in clauses.order_by("version", "position"):
        by_version[article.version].append(ArticleText(article.number, article.text))
    repeals = [
        repeal for version, articles in by_version.items() for repeal in _of(version, articles)
    ]
    yield from sorted(repeals, key=lambda repeal: (repeal.day, repeal.law.pk))


def _of(version: LawVersion, articles: list[ArticleText]) -> Iterator[Repeal]:
    clause = repeal_clause(articles)
    if clause is None:
        return
    day = clause.on or version.in_force_from
    for title in clause.titles:
        law = find_law(title, short_title(normal_title(title)))
        if law and law != version.law and all(one.adopted_on < day for one in law.versions.all()):
            yield Repeal(law, version.law, day)
