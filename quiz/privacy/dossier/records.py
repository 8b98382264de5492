"""Logins, notices, imports, and what the audit chain says about somebody."""

from collections.abc import Set
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from audit.models import AuditRecord
from quiz.delivery.models import Attempt
from quiz.privacy.dossier.sheets import Sheet, sheet
from quiz.results.models import Certificate
from rosters.accounts.models import ActivationCode, NoticeReading, RoleGrant, User
from rosters.cohorts.models import Entry, ReleaseRequest
from rosters.intake.models import GoneLine, UploadRow
from rosters.people.models import Credential, Person

# Rows by which the audit chain may speak of a person, and how they belong to one.
_ABOUT: tuple[tuple[type[Model], str], ...] = (
    (Person, "pk"),
    (User, "person"),
    (Credential, "person"),
    (Entry, "person"),
    (ReleaseRequest, "entry__person"),
    (Attempt, "candidate__entry__person"),
    (Certificate, "outcome__entry__person"),
)


def record_sheets(ids: Set[int]) -> list[Sheet]:
    return [_logins(ids), _codes(ids), _notices(ids), _imports(ids), _records(ids)]


def _logins(ids: Set[int]) -> Sheet:
    grants: dict[int, list[str]] = {}
    for grant in RoleGrant.objects.filter(user__person__in=ids).select_related("unit"):
        scope = grant.unit.name if grant.unit else _("Whole county")
        grants.setdefault(grant.user_id, []).append(f"{grant.get_role_display()} ({scope})")
    users = User.objects.filter(person__in=ids).order_by("pk")
    return sheet(
        _("Logins"),
        [_("User name"), _("Full name"), _("Made at"), _("Last sign-in"), _("Enabled"), _("Roles")],
        [
            (u.username, u.display_name, u.created_at, u.last_login, u.is_active,
             "；".join(grants.get(u.pk, [])))
            for u in users
        ],
    )  # fmt: skip


def _codes(ids: Set[int]) -> Sheet:
    codes = ActivationCode.objects.filter(person__in=ids).order_by("pk")
    return sheet(
        _("Activation codes"),
        [_("Issued at"), _("Valid to"), _("Used at")],
        [(c.issued_at, c.expires_at, c.used_at) for c in codes],
    )


def _notices(ids: Set[int]) -> Sheet:
    readings = NoticeReading.objects.filter(user__person__in=ids).select_related("notice")
    return sheet(
        _("Notices read"),
        [_("Issued at"), _("Read at")],
        [(r.notice.issued_at, r.read_at) for r in readings.order_by("pk")],
    )


def _imports(ids: Set[int]) -> Sheet:
    """Rows of files that were about the person, and lists on which they were missing."""
    rows = UploadRow.objects.filter(person__in=ids).select_related("upload").defer("upload__sealed")
    gone = GoneLine.objects.filter(person__in=ids).select_related("upload", "unit")
    return sheet(
        _("Imports"),
        [_("File"), _("Uploaded at"), _("Sheet"), _("Row"), _("Unit")],
        [
            *((r.upload, r.upload.uploaded_at, r.sheet, r.number, r.unit_name) for r in rows),
            *((g.upload, g.upload.uploaded_at, _("missing"), None, g.unit) for g in gone),
        ],
    )


def _records(ids: Set[int]) -> Sheet:
    """What was done to the rows of the person and by their login; the facts hold row ids only."""
    records = AuditRecord.objects.filter(_about(ids)).order_by("number")
    return sheet(
        _("Audit records"),
        [_("No."), _("When"), _("Who"), _("Action"), _("On what")],
        [
            (r.number, r.at, r.actor_name, r.action, f"{r.subject_type} {r.subject_id}")
            for r in records
        ],
    )


def _about(ids: Set[int]) -> Q:
    users = list(User.objects.filter(person__in=ids).values_list("pk", flat=True))
    found = Q(actor_id__in=users)
    for model, way in _ABOUT:
        keys: list[Any] = list(
            model._default_manager.filter(**{f"{way}__in": ids}).values_list("pk", flat=True)
        )
        found |= Q(subject_type=model._meta.label_lower, subject_id__in=list(map(str, keys)))
    return found
