"""What a person knows of a law better than its text."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from audit.actions import Actor, record
from audit.rules import Refusal
from questionbank.laws.models import Law, LawAlias, LawVersion
from questionbank.laws.queries import find_law
from questionbank.laws.rules import LawKind, in_force_too_early, normal_title


def correct_law(
    *,
    actor: Actor,
    law: Law,
    kind: LawKind,
    repealed_on: date | None,
    aliases: Sequence[str],
    effective_on: Mapping[int, date | None],
) -> Refusal | None:
    """Sets kind, day of repeal, other names, and the effective day of each version by its id."""
    names = list(dict.fromkeys(filter(None, map(normal_title, aliases))))
    with transaction.atomic():
        held = Law.objects.select_for_update().get(pk=law.pk)
        versions = list(held.versions.all())
        refusal = _clash(held, names) or _too_early(versions, effective_on)
        refusal = refusal or _ends_too_early(held, versions, repealed_on)
        if refusal:
            return refusal
        held.kind, held.repealed_on = kind, repealed_on
        held.save()
        held.aliases.exclude(name__in=names).delete()
        for name in names:
            LawAlias.objects.get_or_create(law=held, name=name)
        for version in versions:
            version.effective_on = effective_on.get(version.pk, version.effective_on)
            version.save()
        days = {str(one.adopted_on): str(one.effective_on or "") for one in versions}
        facts = {"kind": kind, "repealed_on": str(repealed_on or ""), "effective_on": days}
        record(actor=actor, action="correct_law", subject=held, facts=facts)
    return None


def _clash(law: Law, names: Sequence[str]) -> Refusal | None:
    for name in names:
        other = find_law(name)
        if other is not None and other != law:
            return Refusal("laws.name_taken", {"name": name, "law": other.title})
    return None


def _too_early(
    versions: Sequence[LawVersion], effective_on: Mapping[int, date | None]
) -> Refusal | None:
    for version in versions:
        day = effective_on.get(version.pk)
        if refusal := in_force_too_early(version.adopted_on, day):
            return refusal
    return None


def _ends_too_early(
    law: Law, versions: Sequence[LawVersion], repealed_on: date | None
) -> Refusal | None:
    first = min((version.adopted_on for version in versions), default=None)
    if repealed_on is None or first is None or repealed_on >= first:
        return None
    facts = {"adopted": first.isoformat(), "day": repealed_on.isoformat()}
    return Refusal("laws.repealed_too_early", facts | {"law": law.short_title})
