"""Laws as question files declare them, and what a citation means among known laws. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from audit.rules import Refusal
from questionbank.laws.rules.citations import Cited, LawPlace
from questionbank.laws.rules.kinds import KIND_NAMES, LawKind
from questionbank.laws.rules.titles import normal_title


@dataclass(frozen=True)
class LawDeclaration:
    """What the head of a question file says about a law it cites."""

    title: str
    short_title: str
    kind: LawKind
    adopted_on: date
    effective_on: date | None


@dataclass(frozen=True)
class KnownLaw:
    """A law with the days on which its versions were adopted; `current` is the one in force."""

    title: str
    versions: frozenset[date] = frozenset()
    current: date | None = None


def read_declaration(text: str) -> LawDeclaration | None:
    """A line `法规：…；全称：…；类别：…；版本：2021-01-22；施行：2021-07-15`; None if broken."""
    pairs = [part.partition("：") for part in re.split("[；;]", text.replace(":", "："))]
    facts = {name.strip(): value.strip() for name, _, value in pairs}
    try:
        adopted_on = date.fromisoformat(facts["版本"])
        effective_on = date.fromisoformat(facts["施行"]) if facts.get("施行") else None
    except (KeyError, ValueError):
        return None
    if effective_on and effective_on < adopted_on:
        return None
    short_title = facts.get("法规", "")
    title, kind = facts.get("全称") or short_title, KIND_NAMES.get(facts.get("类别", "法律"))
    if not short_title or len(short_title) > 80 or len(title) > 120 or kind is None:
        return None
    return LawDeclaration(title, short_title, kind, adopted_on, effective_on)


def with_declared(
    known: Mapping[str, KnownLaw], declarations: Iterable[LawDeclaration]
) -> dict[str, KnownLaw]:
    """The laws by name once the declarations are stored; a file means the newest it declares."""
    laws = dict(known)
    newest: dict[str, date] = {}
    for declared in declarations:
        law = laws.get(declared.title) or laws.get(declared.short_title)
        title = law.title if law else declared.title
        newest[title] = max(declared.adopted_on, newest.get(title, date.min))
        versions = (law.versions if law else frozenset()) | {declared.adopted_on}
        entry = KnownLaw(title, versions, newest[title])
        for name in (title, declared.title, declared.short_title):
            laws[name] = entry
        laws |= {name: entry for name, other in laws.items() if other.title == title}
    return laws


def resolve(cited: Cited, laws: Mapping[str, KnownLaw]) -> LawPlace | Refusal:
    """The version that a citation means: the one it names, else the one in force."""
    law = laws.get(cited.law) or laws.get(normal_title(cited.law))
    if law is None:
        return Refusal("laws.unknown_law", {"law": cited.law})
    adopted_on = cited.adopted_on or law.current
    if adopted_on is None or adopted_on not in law.versions:
        said = cited.adopted_on.isoformat() if cited.adopted_on else "-"
        return Refusal("laws.unknown_version", {"law": cited.law, "version": said})
    return LawPlace(law.title, adopted_on, cited.article, cited.paragraph)
