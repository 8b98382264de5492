"""Who may import rosters. An import touches every unit, so it takes the whole county."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from rosters.accounts.models import User
from rosters.intake.models import RosterUpload
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role

KEPT_FOR = timedelta(days=1)


def uploads_for(user: User) -> QuerySet[RosterUpload]:
    """The user's own uploads; PermissionDenied for those who may not import at all."""
    if not has_county_role(user, Role.OFFICER):
        raise PermissionDenied
    return RosterUpload.objects.filter(uploaded_by=user)


def get_upload_for(user: User, upload_id: int) -> RosterUpload:
    """One upload of the user's own; 404 for anybody else's."""
    return get_object_or_404(uploads_for(user), pk=upload_id)


def is_kept(upload: RosterUpload, now: datetime) -> bool:
    """Whether the bytes of an upload may still be read."""
    return upload.sealed is not None and upload.uploaded_at > now - KEPT_FOR
