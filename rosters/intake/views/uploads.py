"""A file from its upload to its preview."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from rosters.accounts.models import User
from rosters.disclosure.actions import record_disclosure
from rosters.disclosure.forms import stated_purpose
from rosters.disclosure.rules import Disclosed
from rosters.intake.access import get_upload_for, uploads_for
from rosters.intake.actions import refresh, refuse_size, stage_upload
from rosters.intake.forms import RowFilter, UploadForm
from rosters.intake.models import RosterUpload
from rosters.intake.queries import (
    gone_of,
    has_aged,
    has_stalled,
    is_stale,
    left_rows,
    reconciliation,
    rows_of,
)
from rosters.intake.report import Verdict, reasons_in_words, refusal_of
from rosters.intake.rules.states import UploadState
from rosters.intake.tasks import go_on
from rosters.intake.views.guard import page, senders
from rosters.intake.workbook import rejected_workbook
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role
from rosters.units.access import units_for
from rosters.units.models import Unit

PAGE = 50
_GUIDE = "说明"  # a sheet called so holds no list, and nobody misses it
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@senders
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a file and goes to its preview; below, the files sent before."""
    uploads = uploads_for(request.user)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        units=_sending_units(request.user),
        whole_county=has_county_role(request.user, Role.OFFICER),
        initial={"unit": request.GET.get("unit", "")},
    )
    if request.method == "POST" and form.is_valid():
        staged = _stage(request, form.cleaned_data["file"], form.cleaned_data["unit"])
        if isinstance(staged, RosterUpload):
            go_on(staged)
            return redirect("intake:preview", staged.pk)
        form.add_error("file", explain(staged))
    status = 422 if request.method == "POST" else 200
    recent = Paginator(uploads, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": recent}
    return page(request, "upload", context, status)


def _sending_units(user: User) -> QuerySet[Unit]:
    """Units whose list the user may send."""
    return units_for(user, Role.OFFICER, Role.LIAISON).filter(dissolved_on=None)


def _stage(request: HttpRequest, file: UploadedFile, unit: Unit | None) -> RosterUpload | Refusal:
    """Keeps the file; one that is too large is not read."""
    name = file.name or ""
    if refusal := refuse_size(file.size or 0, name):
        return refusal
    return stage_upload(
        actor=request.user, content=file.read(), filename=name, unit=unit, now=timezone.now()
    )


@require_safe
@senders
def preview(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Where a file stands; once it is read, what it would do, row by row."""
    found = get_upload_for(request.user, upload_id)
    if found.state in {UploadState.APPLIED, UploadState.UNDONE}:
        return redirect("intake:applied", upload_id)
    if found.state != UploadState.READY:
        context = {
            "upload": found,
            "problem": explain(refusal_of(found.refusal)) if found.refusal else "",
            "failed": found.state == UploadState.FAILED,
            "stalled": has_stalled(found, timezone.now()),
        }
        return page(request, "progress", context)
    return page(request, "preview", _preview(request, found))


def _preview(request: HttpRequest, found: RosterUpload) -> dict[str, Any]:
    counts = reconciliation(found)
    search = RowFilter(request.GET)
    chosen = search.chosen()
    rows = Paginator(rows_of(found, **chosen), PAGE).get_page(request.GET.get("page"))
    asked = history(found).filter(action="start_applying").exists()
    return {
        "upload": found,
        "counts": counts,
        "tabs": [(str(verdict), getattr(counts, verdict)) for verdict in Verdict],
        "search": search,
        "chosen": chosen.get("verdict", ""),
        "q": chosen.get("q", ""),
        "page": rows,
        "lines": [(row, reasons_in_words(row)) for row in rows],
        "gone": gone_of(found).count(),
        "skipped": [name for name in found.summary["skipped_sheets"] if _GUIDE not in name],
        "stale": is_stale(found),
        "aged": has_aged(found),
        "turned_back": asked,
    }


@require_POST
@senders
def again(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Has a file weighed again: its preview is old, its reading failed, or its worker died."""
    found = get_upload_for(request.user, upload_id)
    refusal = refresh(actor=request.user, upload=found, now=timezone.now())
    if refusal:
        messages.error(request, explain(refusal))
    else:
        go_on(found)
    return redirect("intake:preview", upload_id)


@require_POST
@senders
def left(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The rows that are not taken, with their reasons: an export, and recorded as one."""
    found = get_upload_for(request.user, upload_id)
    purpose, content = stated_purpose(request), rejected_workbook(found)
    if purpose is None or isinstance(content, Refusal):
        stated = _("Say for what the data are needed. It is recorded.")
        messages.error(request, explain(content) if isinstance(content, Refusal) else stated)
        return redirect("intake:preview", upload_id)
    record_disclosure(
        actor=request.user,
        form=Disclosed.EXPORT,
        subject=found,
        what="rejected.xlsx",
        count=left_rows(found).count(),
        purpose=purpose,
    )
    disposition = {"Content-Disposition": f'attachment; filename="rejected-{found.pk}.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=disposition)
