"""The county's parameters, and what is decided on grounds against cards."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from quiz.clearance.models import ClearanceRules, KeptCard
from quiz.clearance.queries import CardLine, load_lines, parameters_in_force
from quiz.clearance.rules import Finding, Parameters, store
from rosters.people.models import Credential
from rosters.people.rules import CredentialStatus

Pick = tuple[int, Finding]  # a card by its key, and a ground against it


@transaction.atomic
def set_parameters(*, actor: Actor, parameters: Parameters, now: datetime) -> ClearanceRules:
    """Puts new parameters in force; the rows of the old ones stay."""
    rules = ClearanceRules.objects.create(
        parameters=store(parameters), set_at=now, set_by_id=actor.pk
    )
    record(actor=actor, action="set_clearance_rules", subject=rules, facts=rules.parameters)
    return rules


@transaction.atomic
def keep_cards(
    *, actor: Actor, picks: Collection[Pick], basis: str, until: date, day: date, now: datetime
) -> int | Refusal:
    """Decides that grounds are no reason to cancel cards, until a day; how many were decided on."""
    if until <= day:
        return Refusal("clearance.until_past")
    if not basis.strip():
        return Refusal("clearance.basis_missing")
    lines = standing_lines(picks, day)
    if isinstance(lines, Refusal):
        return lines
    return _say(actor, "keep_cards", picks, basis.strip(), until, now)


@transaction.atomic
def reopen_cards(
    *, actor: Actor, picks: Collection[Pick], day: date, now: datetime
) -> int | Refusal:
    """Takes back that grounds are no reason: they wait for a decision again."""
    lines = standing_lines(picks, day)
    if isinstance(lines, Refusal):
        return lines
    return _say(actor, "reopen_cards", picks, "", day - timedelta(days=1), now)


def _say(
    actor: Actor, action: str, picks: Collection[Pick], basis: str, until: date, now: datetime
) -> int:
    """A new word on each pick, which holds from now on in place of any earlier one."""
    rows = KeptCard.objects.bulk_create(
        [
            KeptCard(
                credential_id=card_id,
                finding=finding,
                basis=basis,
                until=until,
                decided_by_id=actor.pk,
                decided_at=now,
            )
            for card_id, finding in sorted(set(picks))
        ]
    )
    facts = {
        "until": until.isoformat(),
        "picks": [[row.credential_id, row.finding] for row in rows],
    }
    record(actor=actor, action=action, subject=rows[0], facts=facts)
    return len(rows)


def standing_lines(picks: Collection[Pick], day: date) -> list[CardLine] | Refusal:
    """The cards that were picked, when every ground still stands against them."""
    if not picks:
        return Refusal("clearance.nothing_ticked")
    hold_chain()
    cards = Credential.objects.filter(
        status=CredentialStatus.VALID, pk__in={card_id for card_id, _finding in picks}
    )
    lines = load_lines(cards, parameters_in_force(), day)
    stand = {(line.card_id, one.found.finding) for line in lines for one in line.judged}
    if fallen := set(picks) - stand:
        return Refusal("clearance.changed", {"number": len(fallen)})
    return lines
