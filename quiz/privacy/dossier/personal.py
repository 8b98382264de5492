"""Who somebody is and what they serve as."""

from collections.abc import Set

from django.utils.translation import gettext as _

from quiz.clearance.models import CancelledCard, KeptCard
from quiz.privacy.dossier.sheets import Sheet, sheet
from rosters.people.models import (
    Credential,
    Person,
    PersonMerge,
    Posting,
    Recruitment,
    StatusChange,
    Training,
)
from rosters.people.sealing import SealBroken


def personal_sheets(ids: Set[int]) -> list[Sheet]:
    return [
        _people(ids),
        _statuses(ids),
        _postings(ids),
        _recruitments(ids),
        _cards(ids),
        _cards_judged(ids),
        _trainings(ids),
        _merges(ids),
    ]


def _people(ids: Set[int]) -> Sheet:
    return sheet(
        _("Person"),
        [_("No."), _("Full name"), _("Sex"), _("Date of birth"), _("Identity document"),
         _("Identity number"), _("Mobile phone"), _("Status"), _("Status since"),
         _("Legal profession qualification"), _("Note"), _("Merged into No.")],
        [
            (p.pk, p.name, p.get_sex_display(), p.born_on, p.get_id_kind_display(), _number(p),
             p.phone, p.get_status_display(), p.status_since, p.law_qualification, p.note,
             p.merged_into_id)
            for p in Person.objects.filter(pk__in=ids).order_by("pk")
        ],
    )  # fmt: skip


def _number(person: Person) -> str:
    """In full; when its key is lost, that it is held but cannot be read."""
    try:
        return person.id_number
    except SealBroken:
        return _("unreadable: its key is missing")


def _statuses(ids: Set[int]) -> Sheet:
    changes = StatusChange.objects.filter(person__in=ids)
    return sheet(
        _("Statuses"),
        [_("Status"), _("Since"), _("Basis"), _("Recorded")],
        [(c.get_status_display(), c.since, c.basis, c.recorded_at) for c in changes],
    )


def _postings(ids: Set[int]) -> Sheet:
    postings = Posting.objects.filter(person__in=ids).select_related("unit").order_by("pk")
    return sheet(
        _("Postings"),
        [_("Unit"), _("Position"), _("Rank or level"), _("Appointed on"), _("In this unit since"),
         _("Ended on"), _("Document"), _("Establishment"), _("Enforcement post"), _("Primary")],
        [
            (p.unit, p.title, p.rank, p.appointed_on, p.began_on, p.ended_on, p.document,
             p.establishment, p.enforcement, p.primary)
            for p in postings
        ],
    )  # fmt: skip


def _recruitments(ids: Set[int]) -> Sheet:
    recruitments = Recruitment.objects.filter(person__in=ids).order_by("pk")
    return sheet(
        _("First recruitment"),
        [_("Hired on"), _("Intake"), _("Probation until")],
        [(r.hired_on, r.intake, r.probation_until) for r in recruitments],
    )


def _cards(ids: Set[int]) -> Sheet:
    cards = Credential.objects.filter(person__in=ids).order_by("pk")
    return sheet(
        _("Enforcement cards"),
        [_("Card number"), _("Card kind"), _("Field of enforcement"), _("Area of enforcement"),
         _("Card issued on"), _("Valid to"), _("State"), _("Cancelled on")],
        [
            (c.number, c.kind, c.field, c.area, c.issued_on, c.valid_to, c.get_status_display(),
             c.cancelled_on)
            for c in cards
        ],
    )  # fmt: skip


def _cards_judged(ids: Set[int]) -> Sheet:
    """What was decided on cards that had a finding: kept on a basis, or on a cancellation list."""
    kept = KeptCard.objects.filter(credential__person__in=ids).select_related("credential")
    cancelled = CancelledCard.objects.filter(credential__person__in=ids).select_related("list")
    return sheet(
        _("Card clean-up"),
        [_("Card number"), _("Decision"), _("Reason"), _("Until"), _("Decided")],
        [
            *((k.credential.number, _("Kept"), k.basis, k.until, k.decided_at) for k in kept),
            *(
                (c.number, _("On a cancellation list"), c.reason, None, c.list.announced_at)
                for c in cancelled
            ),
        ],
    )


def _trainings(ids: Set[int]) -> Sheet:
    trainings = Training.objects.filter(person__in=ids)
    return sheet(
        _("Hours of training"),
        [_("Year"), _("Hours"), _("Source")],
        [(t.year, t.hours, t.source) for t in trainings],
    )


def _merges(ids: Set[int]) -> Sheet:
    merges = PersonMerge.objects.filter(kept__in=ids)
    return sheet(
        _("Rows found to be one person"),
        [_("No."), _("Merged into No."), _("Basis"), _("Merged at"), _("Undone at")],
        [(m.gone_id, m.kept_id, m.basis, m.merged_at, m.undone_at) for m in merges],
    )
