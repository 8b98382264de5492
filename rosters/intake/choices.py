"""What a person may say about a row that could be about several people."""

from dataclasses import replace

from django.utils.translation import gettext

from rosters.intake.matching import Dossier, Doubt, Sender
from rosters.intake.rules.facts import RowFacts

SKIP, NEW = "skip", "new"
_SAME, _RENAME, _KEEP = "same", "rename", "keep"


def proposals(doubt: Doubt, facts: RowFacts, sender: Sender | None) -> tuple[tuple[str, str], ...]:
    """(choice, words) in the order in which they are offered; a sender reads of own posts only."""
    offered: list[tuple[str, str]] = []
    for dossier in doubt.candidates:
        pk, names = dossier.person.pk, {"held": dossier.person.name, "given": facts.name}
        if doubt.renames:
            offered += [
                (f"{_RENAME}:{pk}", gettext("This person; from now on “%(given)s”") % names),
                (f"{_KEEP}:{pk}", gettext("This person; the name stays “%(held)s”") % names),
            ]
        else:
            words = gettext("The same as %(who)s") % {"who": _described(dossier, sender)}
            offered.append((f"{_SAME}:{pk}", words))
    if not doubt.renames:
        offered.append((NEW, gettext("Somebody else, to be added")))
    return (*offered, (SKIP, gettext("Leave this row out")))


def answered(doubt: Doubt, choice: str, facts: RowFacts) -> tuple[Dossier | None, RowFacts] | None:
    """Whom the row is about by what was chosen, and what it then says; None while it is open."""
    verb, _, key = choice.partition(":")
    if verb == NEW and not doubt.renames:
        return None, facts
    dossier = next((d for d in doubt.candidates if str(d.person.pk) == key), None)
    if dossier is None or verb not in ({_RENAME, _KEEP} if doubt.renames else {_SAME}):
        return None
    if verb == _RENAME:
        return dossier, replace(facts, person={"name": facts.name, **facts.person})
    return dossier, facts


def _described(dossier: Dossier, sender: Sender | None) -> str:
    """Name, birth, posts and masked phone: what tells one namesake from another."""
    person = dossier.person
    born = person.born_on.isoformat() if person.born_on else ""
    posts = [
        f"{posting.unit.name}{posting.title}"
        for posting in dossier.postings
        if sender is None or posting.unit_id in sender.inside
    ]
    return "，".join(filter(None, [person.name, born, *posts, person.phone_masked]))
