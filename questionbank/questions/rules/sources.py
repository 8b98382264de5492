"""Whether a citation names a place that there is, in words that stand there. Pure."""

from audit.rules import Refusal
from questionbank.questions.rules.currency import LawText, Place, misquoted


def source_fault(label: str, place: Place, cited: LawText) -> Refusal | None:
    """Why a citation is wrong by the text of the version it names, as far as that was loaded.

    `label` is how people name the place.
    """
    if cited.articles and cited.at(place.article, place.paragraph) is None:
        return Refusal("questions.place_not_found", {"place": label})
    if misquoted(place, cited):
        return Refusal("questions.misquoted", {"place": label, "quote": place.quote[:40]})
    return None
