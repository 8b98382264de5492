"""Whether a citation names a place that there is, in words that stand there. Pure."""

from audit.rules import Refusal
from questionbank.questions.rules.currency import Basis, LawText, misquoted


def source_fault(label: str, basis: Basis, cited: LawText) -> Refusal | None:
    """Why a citation is wrong by the text of the version it names, as far as that was loaded.

    `label` is how people name the place.
    """
    if cited.articles and cited.at(basis.article, basis.paragraph) is None:
        return Refusal("questions.place_not_found", {"place": label})
    if misquoted(basis, cited):
        return Refusal("questions.misquoted", {"place": label, "quote": basis.quote[:40]})
    return None
