"""Laws that a question file declares."""

from collections.abc import Iterable

from questionbank.laws.models import Law, LawVersion
from questionbank.laws.queries import find_law
from questionbank.laws.rules import LawDeclaration


def store_declared_laws(declarations: Iterable[LawDeclaration]) -> None:
    """Adds the laws and versions that are not there yet; known ones stay as they are.

    Part of an action: the caller holds the transaction and records it.
    """
    for declared in declarations:
        law = find_law(declared.title, declared.short_title) or Law.objects.create(
            title=declared.title, short_title=declared.short_title, kind=declared.kind
        )
        LawVersion.objects.get_or_create(
            law=law,
            adopted_on=declared.adopted_on,
            defaults={"effective_on": declared.effective_on},
        )
