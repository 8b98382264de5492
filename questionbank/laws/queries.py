"""Reading the laws: by any of their titles, and the version in force on a day."""

from datetime import date

from questionbank.laws.models import Law, LawVersion
from questionbank.laws.rules import KnownLaw


def current_version(law: Law, on: date) -> LawVersion | None:
    """The newest version in force on a day; without an effective day, from its adoption."""
    in_force = [version for version in law.versions.all() if _in_force_from(version) <= on]
    return max(in_force, key=lambda version: version.adopted_on, default=None)


def _in_force_from(version: LawVersion) -> date:
    return version.effective_on or version.adopted_on


def laws_by_name(on: date) -> dict[str, KnownLaw]:
    """Every law under its full and its short title, in two queries."""
    known: dict[str, KnownLaw] = {}
    for law in Law.objects.prefetch_related("versions"):
        newest = current_version(law, on)
        entry = KnownLaw(
            law.title,
            frozenset(version.adopted_on for version in law.versions.all()),
            newest.adopted_on if newest else None,
        )
        known[law.title] = known[law.short_title] = entry
    return known


def version_ids() -> dict[tuple[str, date], int]:
    """Row of each law version by full title and day of adoption."""
    rows = LawVersion.objects.values_list("law__title", "adopted_on", "pk")
    return {(title, adopted_on): pk for title, adopted_on, pk in rows}
