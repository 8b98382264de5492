"""The work list: every ground against every card, read in bulk and judged in memory."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, When
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
from quiz.results.models import Outcome
from quiz.results.rules import Verdict
from rosters.people.models import Credential, Person, Posting, Training
from rosters.people.rules import CredentialStatus, PersonStatus
from rosters.units.models import Unit


@dataclass(frozen=True, slots=True)
class Judged:
    """One ground against a card, and what was decided about it: until when, or on which list."""

    found: Found
    state: CardState
    until: date | None = None
    list_title: str = ""


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
    """Cards with something against them on a day, unit by unit; ten queries whatever the size."""
    by = Yardstick(parameters, day)
    postings = _postings(cards, day)
    holders = _holders(cards, postings, by)
    decided = _decided(cards, day)
    lines = []
    for card_id, field, person_id, name, *told in cards.order_by(
        "person__pinyin", "pk"
    ).values_list("pk", "field", "person_id", "person__name", "number", "issued_on", "valid_to"):
        card = Card(*told)
        found = judge(card, holders[person_id], by)
        if found:
            unit = next((unit for unit, _service, _runs in postings.get(person_id, ())), None)
            judged = tuple(
                Judged(ground, *decided.get((card_id, ground.finding), (CardState.OPEN,)))
                for ground in found
            )
            lines.append(CardLine(card_id, card, field, person_id, name, unit, judged))
    return sorted(lines, key=lambda line: (line.unit.order, line.unit.pk) if line.unit else LAST)


LAST = (1 << 40, 0)
Held = tuple[Unit, Service, bool]


def _postings(cards: QuerySet[Credential], day: date) -> dict[int, list[Held]]:
    """By person: unit, position, whether it runs; those that run and the primary one first."""
    units = Unit.objects.in_bulk()
    runs = Case(When(Q(ended_on=None) | Q(ended_on__gt=day), then=True), default=False)
    rows = (
        Posting.objects.filter(person__in=cards.values("person"))
        .annotate(runs=runs)
        .order_by("-runs", "-primary", F("ended_on").desc(nulls_first=True), "-pk")
        .values_list("person_id", "unit_id", "runs", "enforcement", "establishment")
    )
    held = defaultdict(list)
    for person_id, unit_id, still, enforcement, establishment in rows:
        unit = units[unit_id]
        service = Service(unit.name, unit.enforces, enforcement, establishment)
        held[person_id].append((unit, service, still))
    return held


def _holders(
    cards: QuerySet[Credential], postings: Mapping[int, list[Held]], by: Yardstick
) -> dict[int, Holder]:
    holding = cards.values("person")
    valid = Credential.objects.filter(status=CredentialStatus.VALID, person__in=holding)
    numbers = defaultdict(list)
    for person_id, number in valid.order_by("pk").values_list("person_id", "number"):
        numbers[person_id].append(number)
    trained = Training.objects.filter(year=by.year, person__in=holding).order_by()
    hours = dict(trained.values_list("person_id").annotate(Sum("hours")))
    examined = _examined(holding)
    return {
        pk: Holder(
            PersonStatus(status),
            since,
            sex,
            born_on,
            tuple(service for _unit, service, runs in postings.get(pk, ()) if runs),
            tuple(numbers[pk]),
            hours.get(pk, Decimal(0)),
            examined.get(pk),
        )
        for pk, status, since, sex, born_on in Person.objects.filter(pk__in=holding)
        .order_by()
        .values_list("pk", "status", "status_since", "sex", "born_on")
    }


def _examined(holding: QuerySet[Credential]) -> dict[int, date]:
    """By person: the day of the newest pass, here or elsewhere, of all rows that are one person."""
    people = Person.objects.exclude(merged_into=None).values_list("pk", "merged_into")
    merged = dict(people)
    mine = Q(entry__person__in=holding) | Q(entry__person__in=list(merged))
    here = Outcome.objects.filter(
        mine, official=None, verdict__in=[Verdict.PASSED, Verdict.EXCELLENT]
    )
    elsewhere = OfficialResult.objects.filter(mine, passed=True)
    newest: dict[int, date] = {}
    for person_id, passed_at in [
        *here.order_by().values_list("entry__person").annotate(Max("publication__published_at")),
        *elsewhere.order_by().values_list("entry__person").annotate(Max("sat_on")),
    ]:
        day = timezone.localdate(passed_at) if isinstance(passed_at, datetime) else passed_at
        while person_id in merged:
            person_id = merged[person_id]
        newest[person_id] = max(newest.get(person_id, day), day)
    return newest


Decision = tuple[CardState, date | None, str]


def _decided(cards: QuerySet[Credential], day: date) -> dict[tuple[int, str], Decision]:
    """What holds for a card and a ground: the newest word on it, and any list being drafted."""
    decided: dict[tuple[int, str], Decision] = {}
    kept = KeptCard.objects.filter(credential__in=cards).order_by("pk")
    for card_id, finding, until in kept.values_list("credential_id", "finding", "until"):
        if until >= day:
            decided[card_id, finding] = (CardState.KEPT, until, "")
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
