"""The work list: every ground against every card, read in bulk and judged in memory."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from audit.rules import digest
from quiz.clearance.models import CancellationList, CancelledCard, ClearanceRules, KeptCard
from quiz.clearance.rules import (
    Card,
    CardState,
    Finding,
    Found,
    Holder,
    Parameters,
    Service,
    Yardstick,
    judge,
    restore,
)
from quiz.official.models import OfficialResult
from quiz.results.models import Outcome, Publication
from quiz.results.rules import Verdict
from rosters.people.models import Credential, Person, Posting, Training
from rosters.people.rules import CredentialStatus, PersonStatus
from rosters.units.models import Unit


@dataclass(frozen=True, slots=True)
class Judged:
    """One ground against a card, and what was decided about it.

    `note` is the basis on which the card is kept, or the title of the list that it is on.
    """

    found: Found
    state: CardState
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card with something against it. The unit is where its holder serves or served last."""

    card_id: int
    card: Card
    field: str
    person_id: int
    name: str
    unit: Unit | None
    judged: tuple[Judged, ...]


def parameters_in_force() -> Parameters:
    newest = ClearanceRules.objects.last()
    return restore(newest.parameters) if newest else Parameters()


def load_lines(cards: QuerySet[Credential], parameters: Parameters, day: date) -> list[CardLine]:
    """Cards with something against them on a day, unit by unit; nine queries whatever the size."""
    by = Yardstick(parameters, day)
    facts = _load_facts(cards, by)
    decided = _decided(cards, day)
    lines = []
    for card_id, field, person_id, name, *told in cards.order_by(
        "person__pinyin", "pk"
    ).values_list("pk", "field", "person_id", "person__name", *_OF_CARD, *_OF_HOLDER):
        card = Card(*told[:3])
        found = judge(card, facts.holder(person_id, *told[3:]), by)
        if found:
            judged = tuple(
                Judged(ground, *decided.get((card_id, ground.finding), _OPEN)) for ground in found
            )
            unit = facts.unit(person_id)
            lines.append(CardLine(card_id, card, field, person_id, name, unit, judged))
    return sorted(lines, key=lambda line: (line.unit.order, line.unit.pk) if line.unit else _LAST)


_OPEN = (CardState.OPEN,)
_LAST = (1 << 40, 0)
_OF_CARD = ("number", "issued_on", "valid_to")
_OF_HOLDER = ("person__status", "person__status_since", "person__sex", "person__born_on")
_STATUSES = {str(status): status for status in PersonStatus}
_NOWHERE: tuple[Unit | None, tuple[Service, ...]] = (None, ())
_UNTRAINED = Decimal(0)


@dataclass(frozen=True)
class _Facts:
    """By person: the unit served in now or last and the positions that run, and all else."""

    serving: Mapping[int, tuple[Unit | None, tuple[Service, ...]]]
    cards: Mapping[int, tuple[str, ...]]
    hours: Mapping[int, Decimal]
    examined: Mapping[int, date]

    def unit(self, person_id: int) -> Unit | None:
        return self.serving.get(person_id, _NOWHERE)[0]

    def holder(
        self, person_id: int, status: str, since: date | None, sex: str, born_on: date | None
    ) -> Holder:
        return Holder(
            _STATUSES[status],
            since,
            sex,
            born_on,
            self.serving.get(person_id, _NOWHERE)[1],
            self.cards[person_id],
            self.hours.get(person_id, _UNTRAINED),
            self.examined.get(person_id),
        )


def _load_facts(cards: QuerySet[Credential], by: Yardstick) -> _Facts:
    holding = cards.values("person")
    valid = Credential.objects.filter(status=CredentialStatus.VALID, person__in=holding)
    numbers: dict[int, tuple[str, ...]] = {}
    for person_id, number in valid.order_by("pk").values_list("person_id", "number"):
        numbers[person_id] = (*numbers.get(person_id, ()), number)
    trained = Training.objects.filter(year=by.year, person__in=holding).order_by()
    return _Facts(
        serving=_serving(holding, by.day),
        cards=numbers,
        hours=dict(trained.values_list("person_id").annotate(Sum("hours"))),
        examined=_examined(holding),
    )


def _serving(
    holding: QuerySet[Credential], day: date
) -> dict[int, tuple[Unit | None, tuple[Service, ...]]]:
    """Positions that run come before those that ended, the primary one first, then the newest."""
    units = Unit.objects.in_bulk()
    services: dict[tuple[int, bool | None, str], Service] = {}
    rows = (
        Posting.objects.filter(person__in=holding)
        .order_by(F("ended_on").desc(nulls_first=True), "-primary", "-pk")
        .values_list("person_id", "unit_id", "ended_on", "enforcement", "establishment")
    )
    held: dict[int, tuple[Unit | None, tuple[Service, ...]]] = {}
    for person_id, unit_id, ended_on, *told in rows:
        unit, running = held.get(person_id) or (units[unit_id], ())
        if ended_on is None or ended_on > day:
            key = (unit_id, *told)
            if key not in services:
                services[key] = Service(units[unit_id].name, units[unit_id].enforces, *told)
            running = (*running, services[key])
        held[person_id] = (unit, running)
    return held


def _examined(holding: QuerySet[Credential]) -> dict[int, date]:
    """By person: the day of the newest pass, here or elsewhere, of all rows that are one person."""
    merged = dict(
        Person.objects.exclude(merged_into=None).values_list("pk", "merged_into").order_by()
    )
    mine = Q(entry__person__in=holding) | Q(entry__person__in=list(merged))
    here = Outcome.objects.filter(
        mine, official=None, verdict__in=[Verdict.PASSED, Verdict.EXCELLENT]
    ).order_by()
    elsewhere = OfficialResult.objects.filter(mine, passed=True).order_by()
    published = dict(Publication.objects.values_list("pk", "published_at"))
    days = {pk: timezone.localdate(moment) for pk, moment in published.items()}
    passes = [
        (person_id, days[publication])
        for person_id, publication in here.values_list("entry__person", "publication")
    ]
    newest: dict[int, date] = {}
    for person_id, day in passes + list(elsewhere.values_list("entry__person", "sat_on")):
        while person_id in merged:
            person_id = merged[person_id]
        if person_id not in newest or newest[person_id] < day:
            newest[person_id] = day
    return newest


Decision = tuple[CardState, date | None, str]


def _decided(cards: QuerySet[Credential], day: date) -> dict[tuple[int, str], Decision]:
    """What holds for a card and a ground: the newest word on it, and any list being drafted."""
    decided: dict[tuple[int, str], Decision] = {}
    kept = KeptCard.objects.filter(credential__in=cards).order_by("pk")
    columns = ("credential_id", "finding", "until", "basis")
    for card_id, finding, until, basis in kept.values_list(*columns):
        if until >= day:
            decided[card_id, finding] = (CardState.KEPT, until, basis)
        else:
            decided.pop((card_id, finding), None)
    listed = CancelledCard.objects.filter(credential__in=cards, list__announced_at=None)
    for card_id, title in listed.values_list("credential_id", "list__title"):
        decided |= {(card_id, ground): (CardState.LISTED, None, title) for ground in Finding}
    return decided


def select_lines(
    lines: Iterable[CardLine],
    *,
    q: str = "",
    units: frozenset[int] | None = None,
    field: str = "",
    finding: str = "",
    state: str = "",
) -> list[CardLine]:
    """Lines that answer everything asked for, each with only the grounds that do."""
    chosen = []
    for line in lines:
        if q and q not in line.name and q not in line.card.number:
            continue
        if units is not None and (line.unit is None or line.unit.pk not in units):
            continue
        if field and line.field != field:
            continue
        judged = tuple(
            one
            for one in line.judged
            if (not finding or one.found.finding == finding) and (not state or one.state == state)
        )
        if judged:
            chosen.append(replace(line, judged=judged))
    return chosen


def count_findings(lines: Iterable[CardLine]) -> dict[Finding, int]:
    """How many cards each ground stands against, the grounds in their order."""
    counts = Counter(one.found.finding for line in lines for one in line.judged)
    return {finding: counts[finding] for finding in Finding if counts[finding]}


def fields_of(cards: QuerySet[Credential]) -> list[str]:
    """The fields of enforcement that cards name."""
    named = cards.exclude(field="").order_by("field").values_list("field", flat=True)
    return list(named.distinct())


def lists_with_counts(lists: QuerySet[CancellationList]) -> QuerySet[CancellationList]:
    return lists.annotate(size=Count("cards")).order_by("-drafted_at", "-pk")


def printed_lines(cancellation: CancellationList) -> list[CancelledCard]:
    """The lines in the order in which they are printed: unit by unit, by pinyin within each."""
    return list(
        cancellation.cards.select_related("credential").order_by(
            F("unit__order").asc(nulls_last=True), "unit", "credential__person__pinyin", "pk"
        )
    )


def digest_of(cancellation: CancellationList) -> str:
    """What a draft says, in one short text: whoever acts on it acts on what they saw."""
    lines = cancellation.cards.values_list("pk", "number", "name", "unit_name", "reason")
    return digest([cancellation.title, [list(line) for line in lines]])
