"""Reading the laws: by any of their titles, and the version in force on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from questionbank.laws.models import Article, Law, LawVersion
from questionbank.laws.rules import PREAMBLE, KnownLaw, Standing


def current_version(law: Law, on: date) -> LawVersion | None:
    """The newest version in force on a day, were the law not repealed."""
    return _serving(law.versions.all(), on)


def _serving(versions: Iterable[LawVersion], on: date) -> LawVersion | None:
    begun = [version for version in versions if version.in_force_from <= on]
    return max(begun, key=lambda version: version.adopted_on, default=None)


def in_force(first_day: date, last_day: date) -> dict[int, list[LawVersion]]:
    """By law id the versions in force on at least one of these days, oldest first; one query.

    A law without a version in force on each of these days, because it began later or was
    repealed before the last of them, is left out: law ids that are missing are not in force.
    """
    by_law: dict[int, list[LawVersion]] = defaultdict(list)
    stored = LawVersion.objects.select_related("law").order_by("law_id", "adopted_on")
    for version in stored.exclude(law__repealed_on__lte=last_day):
        by_law[version.law_id].append(version)
    found = {law: _all_serving(each, first_day, last_day) for law, each in by_law.items()}
    return {law: versions for law, versions in found.items() if versions}


def _all_serving(versions: list[LawVersion], first_day: date, last_day: date) -> list[LawVersion]:
    begun = _serving(versions, first_day)
    if begun is None:
        return []
    later = (one.in_force_from for one in versions if first_day < one.in_force_from <= last_day)
    serving = {begun, *(_serving(versions, day) for day in later)}
    return [version for version in versions if version in serving]


def article_texts(version_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Texts of the articles of each version by number, in their order; one query.

    A version whose text nobody imported has an empty entry.
    """
    texts: dict[int, dict[str, str]] = {pk: {} for pk in version_ids}
    rows = Article.objects.filter(version__in=texts).order_by("version_id", "position")
    for version, number, text in rows.values_list("version_id", "number", "text"):
        texts[version][number] = text
    return texts


def find_law(*names: str) -> Law | None:
    """The law that has one of these names as its title, else as short title, else as alias."""
    for field in ("title", "short_title", "aliases__name"):
        for name in names:
            if law := Law.objects.filter(**{field: name}).first():
                return law
    return None


def laws_by_name(on: date) -> dict[str, KnownLaw]:
    """Every law under its full title, its short title and its aliases, in three queries."""
    known: dict[str, KnownLaw] = {}
    for law in Law.objects.prefetch_related("versions", "aliases"):
        newest = current_version(law, on)
        entry = KnownLaw(
            law.title,
            frozenset(version.adopted_on for version in law.versions.all()),
            newest.adopted_on if newest else None,
        )
        for name in (*(alias.name for alias in law.aliases.all()), law.short_title, law.title):
            known[name] = entry
    return known


def version_ids() -> dict[tuple[str, date], int]:
    """Row of each law version by full title and day of adoption."""
    rows = LawVersion.objects.values_list("law__title", "adopted_on", "pk")
    return {(title, adopted_on): pk for title, adopted_on, pk in rows}


@dataclass(frozen=True)
class VersionState:
    """A version as its law's history shows it on a day; `articles` is 0 without its text.

    until  first day on which it is no longer in force; None while none is known
    """

    version: LawVersion
    standing: Standing
    articles: int
    until: date | None


@dataclass(frozen=True)
class LawEntry:
    """A law with its versions, the newest first; `shown` is the one to read on that day.

    That is the one in force, else the newest with a text.
    """

    law: Law
    versions: tuple[VersionState, ...]
    shown: VersionState | None

    @property
    def comparable(self) -> bool:
        return sum(one.articles > 0 for one in self.versions) > 1


def law_list(wanted: str, kind: str) -> QuerySet[Law]:
    """Laws with a word in any of their names, of a kind; "" for all."""
    laws = Law.objects.order_by("short_title", "pk")
    if wanted:
        named = Q(title__icontains=wanted) | Q(short_title__icontains=wanted)
        laws = laws.filter(named | Q(aliases__name__icontains=wanted)).distinct()
    return laws.filter(kind=kind) if kind else laws


def law_entries(laws: Iterable[Law], on: date) -> list[LawEntry]:
    """The laws with the standing of each version; two queries."""
    chosen = list(laws)
    numbered = Count("articles", filter=~Q(articles__number=PREAMBLE))
    rows = LawVersion.objects.filter(law__in=chosen).annotate(numbered=numbered)
    by_law: dict[int, list[LawVersion]] = defaultdict(list)
    for version in rows.order_by("-adopted_on"):
        by_law[version.law_id].append(version)
    return [_entry(law, by_law[law.pk], on) for law in chosen]


def _entry(law: Law, versions: list[LawVersion], on: date) -> LawEntry:
    current = _serving(versions, on)
    repealed = law.repealed_on is not None and law.repealed_on <= on
    states = tuple(
        VersionState(
            one, _standing(one, current, on, repealed), one.numbered, _until(one, versions, law)
        )
        for one in versions
    )
    serving = [one for one in states if one.version == current and one.articles]
    return LawEntry(law, states, next(iter([*serving, *(s for s in states if s.articles)]), None))


def _until(version: LawVersion, versions: Iterable[LawVersion], law: Law) -> date | None:
    later = (one.in_force_from for one in versions if one.adopted_on > version.adopted_on)
    days = [law.repealed_on] if law.repealed_on else []
    return min([*later, *days], default=None)


def _standing(
    version: LawVersion, current: LawVersion | None, on: date, repealed: bool
) -> Standing:
    if current and version.adopted_on < current.adopted_on:
        return Standing.EARLIER
    if version != current:
        return Standing.COMING
    return Standing.REPEALED if repealed else Standing.IN_FORCE
