"""Requests of units, made directly as rows."""

from datetime import date

from rosters.cohorts.models import Entry, ReleaseRequest
from rosters.cohorts.rules.releases import ReleaseKind
from rosters.people.sealing import seal_bytes
from rosters.roles.rules import Role
from tests.factories import NOW, make_user


def make_request(entry: Entry, kind: ReleaseKind = ReleaseKind.EXEMPT) -> ReleaseRequest:
    """An open request of a liaison of the entry's unit, with an attachment."""
    return ReleaseRequest.objects.create(
        entry=entry,
        kind=kind,
        basis="持有法律职业资格证书",
        effective_on=date(2026, 11, 22),
        attachment=seal_bytes(b"%PDF-1.4 certificate"),
        attachment_name="证书.pdf",
        asked_by=make_user(Role.LIAISON, unit=entry.unit),
        asked_at=NOW,
    )
