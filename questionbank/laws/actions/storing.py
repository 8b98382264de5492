"""Storing the text of a version of a law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal, digest
from questionbank.laws.models import Article, Law, LawAlias, LawVersion
from questionbank.laws.queries import find_law
from questionbank.laws.rules import (
    ArticleText,
    Statute,
    StoreVerdict,
    article_key,
    article_label,
    in_force_too_early,
    squeeze,
)

_NAMED = 5  # articles that a refusal lists


@dataclass(frozen=True)
class StoredLaw:
    version: LawVersion
    verdict: StoreVerdict


def store_law(
    *, actor: Actor, statute: Statute, effective_on: date | None = None, source: str = ""
) -> StoredLaw | Refusal:
    """Stores a version with its articles, or fills one that a question file declared.

    The law is found by any of its names, the version by the day of its adoption. Articles that
    are not there yet are added, so that the parts of a code may come one by one. Where the bank
    has other words for an article, the new text replaces them only while no question cites the
    version; after that a different text for the same day is refused. An effective day that the
    bank knows already is changed only by one that is given here.
    """
    if refusal := in_force_too_early(statute.adopted_on, effective_on):
        return refusal
    with transaction.atomic():
        hold_chain()
        version = _version(statute)
        known = {one.number: _plain(one) for one in version.articles.all()}
        articles = _merged(known, statute)
        differing = _differing(known, statute.articles)
        if differing and version.citations.exists():
            refusal = _refuse(version, differing)
            transaction.set_rollback(True)
            return refusal
        verdict = _verdict(known, articles, differing)
        in_force = effective_on or version.effective_on or statute.effective_on
        if verdict is not StoreVerdict.UNCHANGED or in_force != version.effective_on:
            version.effective_on = in_force
            _write(version, statute, articles, source)
            facts = {"hash": version.text_hash, "articles": len(articles), "verdict": verdict}
            record(actor=actor, action="store_law", subject=version, facts=facts)
        return StoredLaw(version, verdict)


def _version(statute: Statute) -> LawVersion:
    law = find_law(statute.title, statute.short_title, *statute.aliases)
    if law is None:
        law = Law.objects.create(
            title=statute.title, short_title=statute.short_title, kind=statute.kind
        )
    for name in (statute.title, statute.short_title, *statute.aliases):
        if name not in (law.title, law.short_title) and find_law(name) is None:
            LawAlias.objects.create(law=law, name=name)
    return LawVersion.objects.get_or_create(law=law, adopted_on=statute.adopted_on)[0]


def _plain(article: Article) -> ArticleText:
    return ArticleText(article.number, article.text, article.division)


def _merged(known: Mapping[str, ArticleText], statute: Statute) -> list[ArticleText]:
    """The articles of the version once the text is stored, in the order of their numbers."""
    given = {one.number: one for one in statute.articles}
    merged = known | given if statute.part or not _differing(known, statute.articles) else given
    return sorted(merged.values(), key=lambda one: article_key(one.number))


def _differing(known: Mapping[str, ArticleText], articles: Sequence[ArticleText]) -> list[str]:
    return [
        one.number
        for one in articles
        if one.number in known and squeeze(known[one.number].text) != squeeze(one.text)
    ]


def _verdict(
    known: Mapping[str, ArticleText], articles: Sequence[ArticleText], differing: Sequence[str]
) -> StoreVerdict:
    if not known:
        return StoreVerdict.ADDED
    if differing:
        return StoreVerdict.CORRECTED
    return StoreVerdict.EXTENDED if len(articles) > len(known) else StoreVerdict.UNCHANGED


def _refuse(version: LawVersion, differing: Sequence[str]) -> Refusal:
    labels = [article_label(number) for number in differing[:_NAMED]]
    return Refusal(
        "laws.text_differs",
        {
            "law": version.law.short_title,
            "version": version.adopted_on.isoformat(),
            "articles": "、".join(labels),
            "count": len(differing),
        },
    )


def _write(
    version: LawVersion, statute: Statute, articles: Sequence[ArticleText], source: str
) -> None:
    version.text_hash = digest([[one.number, squeeze(one.text)] for one in articles])
    version.history = "\n".join(statute.history) or version.history
    version.source = source or version.source
    version.save()
    version.articles.all().delete()
    Article.objects.bulk_create(
        Article(
            version=version,
            position=position,
            number=one.number,
            division=one.division,
            text=one.text,
        )
        for position, one in enumerate(articles, 1)
    )
