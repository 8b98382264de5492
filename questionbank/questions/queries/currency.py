"""What the citations of questions rest on, and the texts in force to hold them against."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from questionbank.laws.models import LawVersion
from questionbank.laws.queries import article_texts, in_force, version_ids
from questionbank.laws.rules import LawPlace
from questionbank.questions.models import Citation, Question, QuestionVersion
from questionbank.questions.rules import (
    Basis,
    LawText,
    Standing,
    StandingKind,
    misquoted,
    standing,
    stands,
    successors,
    worst,
)

Bases = dict[int, list[Basis]]


def load_bases(versions: QuerySet[QuestionVersion]) -> Bases:
    """The citations of question versions by version; two queries."""
    laws = {
        pk: (law, pk, effective or adopted)
        for pk, law, effective, adopted in LawVersion.objects.order_by().values_list(
            "pk", "law", "effective_on", "adopted_on"
        )
    }
    bases: Bases = defaultdict(list)
    cited = Citation.objects.filter(version__in=versions.order_by()).order_by("pk")
    rows = cited.values_list("version", "law_version", "article", "paragraph", "quote")
    for version, law_version, article, paragraph, quote in rows:
        bases[version].append(Basis(*laws[law_version], article, paragraph, quote))
    return bases


class LawInForce:
    """The texts in force on all of some days, for the laws that the bases cite; two queries."""

    def __init__(self, bases: Bases, first_day: date, last_day: date) -> None:
        cited = {basis for each in bases.values() for basis in each}
        serving = in_force(first_day, last_day)
        ids = {b.law: [version.pk for version in serving.get(b.law, [])] for b in cited}
        texts = article_texts({basis.version for basis in cited}.union(*ids.values()))
        self._on = last_day
        self._texts = {pk: LawText(pk, articles) for pk, articles in texts.items()}
        self._serving = {law: [self._texts[pk] for pk in each] for law, each in ids.items()}
        self._known: dict[Basis, bool] = {}
        self._successors: dict[tuple[int, int], Mapping[str, str]] = {}

    def versions(self) -> list[int]:
        """The versions that are cited or in force."""
        return list(self._texts)

    def cited(self, basis: Basis) -> LawText:
        """The version that a citation names."""
        return self._texts[basis.version]

    def current(self, basis: Basis) -> LawText | None:
        """The version of its law in force on the last of the days."""
        return next(reversed(self._serving[basis.law]), None)

    def bears(self, bases: Iterable[Basis]) -> bool:
        """Whether each citation stands on every one of the days."""
        return all(self._bears(basis) for basis in bases)

    def _bears(self, basis: Basis) -> bool:
        if basis not in self._known:
            serving = self._serving[basis.law]
            self._known[basis] = bool(serving) and all(
                stands(basis, self.cited(basis), current) for current in serving
            )
        return self._known[basis]

    def standing(self, basis: Basis) -> Standing:
        """How a citation fares on the last of the days."""
        cited, current = self.cited(basis), self.current(basis)
        return standing(basis, cited, current, self._on, self._became)

    def _became(self, old: LawText, new: LawText) -> Mapping[str, str]:
        pair = old.version, new.version
        if pair not in self._successors:
            self._successors[pair] = successors(old, new)
        return self._successors[pair]


def current_standings(questions: QuerySet[Question], on: date) -> dict[int, StandingKind]:
    """How the newest versions of questions fare on a day, by version."""
    versions = QuestionVersion.objects.filter(pk__in=questions.order_by().values("current"))
    bases = load_bases(versions)
    law = LawInForce(bases, on, on)
    return {
        version: worst(map(law.standing, bases.get(version, ())))
        for version in versions.order_by().values_list("pk", flat=True)
    }


def moved_places(versions: QuerySet[QuestionVersion], on: date) -> dict[int, tuple[LawPlace, ...]]:
    """The citations as they are to be once moved, of versions of which only places moved."""
    bases = load_bases(versions)
    law = LawInForce(bases, on, on)
    names = {pk: name for name, pk in version_ids().items()}
    moved = {}
    for version, cited in bases.items():
        standings = [law.standing(basis) for basis in cited]
        if worst(standings) is StandingKind.MOVED:
            pairs = zip(cited, standings, strict=True)
            moved[version] = _distinct([_place(law, names, *pair) for pair in pairs])
    return moved


def renewed_places(version: QuestionVersion, on: date) -> tuple[LawPlace, ...]:
    """The citations of a version as an author would renew them for the law of a day.

    They name where the words are, or what they became; what is gone stays as it was.
    """
    bases = load_bases(QuestionVersion.objects.filter(pk=version.pk))
    law = LawInForce(bases, on, on)
    names = {pk: name for name, pk in version_ids().items()}
    cited = bases.get(version.pk, ())
    return _distinct([_place(law, names, basis, law.standing(basis)) for basis in cited])


def _distinct(places: Sequence[LawPlace]) -> tuple[LawPlace, ...]:
    """Each place once, with the quotation that comes first."""
    return tuple({replace(place, quote=""): place for place in reversed(places)}.values())[::-1]


def _place(
    law: LawInForce, names: Mapping[int, tuple[str, date]], basis: Basis, found: Standing
) -> LawPlace:
    """Where a citation points from now on; one that stands stays as it is.

    A quotation that the reworded text does not have is left to the author.
    """
    current = law.current(basis)
    if found.kind not in (StandingKind.MOVED, StandingKind.CHANGED) or current is None:
        return LawPlace(*names[basis.version], basis.article, basis.paragraph, basis.quote)
    now = replace(basis, article=found.article, paragraph=found.paragraph)
    lost = found.kind is StandingKind.CHANGED and misquoted(now, current)
    quote = "" if lost else basis.quote
    return LawPlace(*names[current.version], found.article, found.paragraph, quote)


def lapsed_versions(versions: QuerySet[QuestionVersion], law_id: int, on: date) -> set[int]:
    """Those of the question versions whose texts of one law are not in force on a day."""
    cited = load_bases(versions).items()
    bases = {pk: [basis for basis in each if basis.law == law_id] for pk, each in cited}
    law = LawInForce(bases, on, on)
    return {pk for pk, each in bases.items() if not law.bears(each)}
