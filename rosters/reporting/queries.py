"""Reading rounds, the lists of units, and how far the units are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from rosters.intake.access import KEPT_FOR
from rosters.intake.models import RosterUpload
from rosters.intake.rules.states import UploadState
from rosters.people.models import Credential, Person, Posting
from rosters.people.rules import SERVING
from rosters.reporting.models import Collection, Confirmation, Reminder
from rosters.reporting.rules import Standing, is_overdue, list_digest, standing
from rosters.units.models import Unit

UNDER_WAY = frozenset(
    {UploadState.WAITING, UploadState.READING, UploadState.READY, UploadState.APPLYING}
)
_LINE = (
    "unit_id", "person_id", "person__name", "person__sex", "person__born_on", "person__phone",
    "person__status", "title", "rank", "appointed_on", "document", "establishment",
    "enforcement", "person__law_qualification", "person__note",
    "person__recruitment__hired_on", "person__recruitment__intake",
    "person__recruitment__probation_until",
)  # fmt: skip
_CARD = ("number", "kind", "field", "area", "issued_on", "valid_to", "status")


def listed(units: Iterable[Unit] | QuerySet[Unit]) -> QuerySet[Posting]:
    """The postings that make up the units' lists: those who serve there now.

    Whoever was merged away is taken out by key: asked by the column, SQLite begins with everybody.
    """
    serving = Posting.objects.filter(unit__in=units, ended_on=None, person__status__in=SERVING)
    return serving.exclude(person__in=Person.objects.exclude(merged_into=None).values("pk"))


def unit_list(unit: Unit) -> QuerySet[Posting]:
    """A unit's list in the order of names, with what the pages and the template show."""
    return (
        listed([unit])
        .select_related("person__recruitment", "unit")
        .prefetch_related("person__credentials")
        .order_by("person__pinyin", "person_id")
    )


def list_digests(units: Iterable[Unit] | QuerySet[Unit]) -> dict[int, str]:
    """Unit -> digest of its list: everything that the template asks for.

    Of the identity number only whether there is one: its keyed hash changes with the key, and what
    a number says of its holder is in the sex and the date of birth.
    """
    postings = listed(units)
    cards: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    holders = Credential.objects.filter(person__in=postings.values("person"))
    for person_id, *card in holders.order_by("number").values_list("person_id", *_CARD):
        cards[person_id].append(tuple(card))
    lines: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in postings.order_by().values_list(*_LINE, "person__id_lookup"):
        unit_id, person_id = row[0], row[1]
        lines[unit_id].append((*row[1:-1], row[-1] is not None, cards.get(person_id, [])))
    return {unit.pk: list_digest(lines.get(unit.pk, [])) for unit in units}


@dataclass(frozen=True)
class UnitReport:
    """How far a unit is in a round."""

    unit: Unit
    at: Standing
    people: int
    overdue: bool
    confirmation: Confirmation | None
    upload: RosterUpload | None
    reminders: int
    reminded_at: datetime | None

    @property
    def awaited(self) -> bool:
        """Whether the unit still has to confirm, for the first time or again."""
        return self.at is not Standing.CONFIRMED


def asked_units(collection: Collection) -> QuerySet[Unit]:
    """The units of a round that still exist."""
    return collection.units.filter(dissolved_on=None)


def unit_reports(collection: Collection, units: QuerySet[Unit], today: date) -> list[UnitReport]:
    """The state of each of the units, in the county's order; in a fixed number of queries."""
    confirmations = {
        row.unit_id: row for row in collection.confirmations.filter(unit__in=units).order_by("pk")
    }
    uploads = _last_uploads(units, collection.opened_at)
    confirmed = units.filter(pk__in=list(confirmations))
    digests = list_digests(confirmed) if confirmations else {}
    sizes = dict(
        listed(units)
        .order_by()
        .values_list("unit")
        .annotate(n=Count("pk"))
        .values_list("unit", "n")
    )
    reminders = _reminders(collection, units)
    reports = []
    for unit in units:
        confirmation, upload = confirmations.get(unit.pk), uploads.get(unit.pk)
        at = standing(
            confirmation.digest if confirmation else None,
            digests.get(unit.pk),
            reported=upload is not None,
        )
        times, reminded_at = reminders.get(unit.pk, (0, None))
        overdue = is_overdue(at, collection.due_on, today) and collection.closed_at is None
        reports.append(
            UnitReport(
                unit=unit,
                at=at,
                people=sizes.get(unit.pk, 0),
                overdue=overdue,
                confirmation=confirmation,
                upload=upload,
                reminders=times,
                reminded_at=reminded_at,
            )
        )
    return reports


def _last_uploads(units: QuerySet[Unit], since: datetime) -> dict[int, RosterUpload]:
    """Each unit's newest file of the round that was read and not taken back."""
    void = {UploadState.FAILED, UploadState.UNDONE}
    rows = (
        RosterUpload.objects.filter(unit__in=units, uploaded_at__gte=since)
        .exclude(state__in=void)
        .defer("sealed", "undo")
        .order_by("uploaded_at", "pk")
    )
    return {row.unit_id: row for row in rows}


def _reminders(collection: Collection, units: QuerySet[Unit]) -> dict[int, tuple[int, datetime]]:
    reminders = Reminder.objects.filter(collection=collection, unit__in=units)
    rows = reminders.order_by().values_list("unit")
    return {
        unit_id: (times, last)
        for unit_id, times, last in rows.annotate(times=Count("pk"), last=Max("sent_at"))
    }


def tally(reports: Iterable[UnitReport]) -> dict[str, int]:
    """Units by standing, which add up to `units`; and how many of them are overdue."""
    reports = list(reports)
    counts = {str(at): sum(report.at is at for report in reports) for at in Standing}
    assert sum(counts.values()) == len(reports), "every unit has one standing"
    overdue = sum(report.overdue for report in reports)
    return {"units": len(reports), **counts, "overdue": overdue}


def search_reports(
    reports: Iterable[UnitReport],
    *,
    q: str = "",
    kind: str = "",
    at: str = "",
    overdue: bool = False,
) -> list[UnitReport]:
    """The reports of units whose name holds `q`, and so on."""
    return [
        report
        for report in reports
        if q in report.unit.name
        and kind in {"", report.unit.kind}
        and at in {"", report.at}
        and (report.overdue or not overdue)
    ]


def waiting_upload(unit: Unit, now: datetime) -> RosterUpload | None:
    """The unit's newest file, if it has neither been applied nor been forgotten."""
    newest = RosterUpload.objects.filter(unit=unit).defer("sealed", "undo").first()
    if newest and newest.state in UNDER_WAY and newest.uploaded_at > now - KEPT_FOR:
        return newest
    return None


def recent_uploads(unit: Unit, count: int) -> QuerySet[RosterUpload]:
    return RosterUpload.objects.filter(unit=unit).defer("sealed", "undo")[:count]


@dataclass(frozen=True)
class OwnUnit:
    """A unit as its liaison finds it in an open round."""

    report: UnitReport
    reminded: bool  # and has not confirmed since


@dataclass(frozen=True)
class OwnRound:
    collection: Collection
    units: list[OwnUnit]


def own_rounds(units: QuerySet[Unit], today: date) -> list[OwnRound]:
    """The open rounds that ask any of the units, the one that is due first before the others."""
    rounds = []
    for collection in Collection.objects.filter(closed_at=None).order_by("due_on", "pk"):
        mine = asked_units(collection).filter(pk__in=units)
        reports = unit_reports(collection, mine, today)
        if reports:
            rounds.append(OwnRound(collection, [OwnUnit(r, is_reminded(r)) for r in reports]))
    return rounds


def is_reminded(report: UnitReport) -> bool:
    """Whether the last word on the unit is a reminder."""
    if report.reminded_at is None or not report.awaited:
        return False
    return not report.confirmation or report.confirmation.confirmed_at < report.reminded_at


def with_sizes(collections: QuerySet[Collection]) -> QuerySet[Collection]:
    """Rounds, the newest first, with how many units they ask and how many have ever confirmed."""
    standing_units = Q(units__dissolved_on=None)
    confirmed = (
        Confirmation.objects.filter(collection=OuterRef("pk"), unit__dissolved_on=None)
        .order_by()
        .values("collection")
        .annotate(n=Count("unit", distinct=True))
        .values("n")
    )
    return (
        collections.annotate(
            asked=Count("units", filter=standing_units), confirmed=Subquery(confirmed)
        )
        .select_related("opened_by")
        .order_by("-opened_at", "-pk")
    )
