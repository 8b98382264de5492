"""Who may import rosters: the county's officers all of them, a liaison the own unit's."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from rosters.accounts.models import User
from rosters.intake.models import GoneLine, RosterUpload, UploadRow
from rosters.roles.access import has_county_role, has_role
from rosters.roles.rules import Role
from rosters.units.access import units_for

# Deciding about a large file takes days; each decision begins the time anew.
KEPT_FOR = timedelta(days=7)
UNDONE_WITHIN = timedelta(days=30)


def uploads_for(user: User) -> QuerySet[RosterUpload]:
    """All uploads, or those that the user's units sent; PermissionDenied for everybody else."""
    uploads = RosterUpload.objects.select_related("unit").defer("sealed", "undo")
    if has_county_role(user, Role.OFFICER):
        return uploads
    if has_role(user, Role.LIAISON):
        return uploads.filter(unit__in=units_for(user, Role.LIAISON))
    raise PermissionDenied


def get_upload_for(user: User, upload_id: int) -> RosterUpload:
    """An upload that the user may see; 404 for every other."""
    return get_object_or_404(uploads_for(user), pk=upload_id)


def get_row_for(user: User, upload_id: int, row_id: int) -> UploadRow:
    """A row of an upload that the user may see; `row.upload` is its file."""
    rows = UploadRow.objects.select_related("upload__unit", "person")
    upload = get_upload_for(user, upload_id)
    return get_object_or_404(rows, pk=row_id, upload=upload)


def get_gone_for(user: User, upload_id: int, line_id: int) -> GoneLine:
    """Somebody missing from an upload that the user may see."""
    lines = GoneLine.objects.select_related("upload__unit", "person", "unit")
    return get_object_or_404(lines, pk=line_id, upload=get_upload_for(user, upload_id))
