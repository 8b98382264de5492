"""The citations of a question that is being written, held against the texts of the laws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.rules import Refusal
from questionbank.laws.models import LawVersion
from questionbank.laws.rules import LawPlace, article_label
from questionbank.questions.queries.currency import LawInForce
from questionbank.questions.rules import Basis, StandingKind, source_fault

_NOT_IN_FORCE = "questions.not_in_force"
_REMARKS = {
    StandingKind.COMING: "questions.not_yet_in_force",
    StandingKind.MOVED: _NOT_IN_FORCE,
    StandingKind.CHANGED: _NOT_IN_FORCE,
    StandingKind.GONE: _NOT_IN_FORCE,
    StandingKind.REPEALED: _NOT_IN_FORCE,
}


@dataclass(frozen=True)
class SourceCheck:
    """What is wrong with citations, and what should be looked at; each beside its place."""

    faults: tuple[tuple[LawPlace, Refusal], ...]
    remarks: tuple[Refusal, ...]


def check_sources(places: Sequence[LawPlace], on: date) -> SourceCheck:
    """Whether the cited places are there, say what is quoted, and are in force on a day."""
    if not places:
        return SourceCheck((), (Refusal("questions.no_citation"),))
    cited = list(_bases(places))
    law = LawInForce({0: [basis for _, _, basis in cited]}, on, on)
    faults, remarks = [], []
    for place, label, basis in cited:
        text = law.cited(basis)
        if fault := source_fault(label, basis, text):
            faults.append((place, fault))
            continue
        code = _REMARKS.get(law.standing(basis).kind)
        code = code or ("" if text.articles else "questions.text_not_loaded")
        if code:
            remarks.append(Refusal(code, {"place": label}))
    return SourceCheck(tuple(faults), tuple(remarks))


def _bases(places: Sequence[LawPlace]) -> list[tuple[LawPlace, str, Basis]]:
    """Each place with the name it has for people; places that no stored version has are skipped."""
    stored = LawVersion.objects.filter(law__title__in={place.title for place in places})
    versions = {(one.law.title, one.adopted_on): one for one in stored.select_related("law")}
    return [
        (place, f"《{version.law.short_title}》{article_label(place.article, place.paragraph)}",
         Basis(version.law_id, version.pk, version.in_force_from, place.article, place.paragraph,
               place.quote))
        for place in places
        if (version := versions.get((place.title, place.adopted_on)))
    ]  # fmt: skip
