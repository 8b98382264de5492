"""Applying a preview, what came of it, and undoing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.wording import explain
from rosters.intake.access import UNDONE_WITHIN, get_upload_for
from rosters.intake.actions import start_applying, undo_upload
from rosters.intake.queries import gone_of, has_aged, is_stale, reconciliation
from rosters.intake.rules.states import UploadState
from rosters.intake.tasks import go_on
from rosters.intake.views.guard import page, senders


@require_safe
@senders
def confirm(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What applying will do, to how many, before it is done."""
    found = get_upload_for(request.user, upload_id)
    if found.state != UploadState.READY:
        return redirect("intake:preview", upload_id)
    gone = gone_of(found)
    ended = gone.exclude(status="").count()
    counts = reconciliation(found)
    context = {
        "upload": found,
        "counts": counts,
        "ended": ended,
        "unasked": gone.count() - ended,
        "stale": is_stale(found),
        "aged": has_aged(found),
        "anything": counts.added or counts.changed or ended,
    }
    return page(request, "confirm", context)


@require_POST
@senders
def apply(request: HttpRequest, upload_id: int) -> HttpResponse:
    found = get_upload_for(request.user, upload_id)
    refusal = start_applying(actor=request.user, upload=found, now=timezone.now())
    if refusal:
        messages.error(request, explain(refusal))
    else:
        go_on(found)
    return redirect("intake:preview", upload_id)


@require_safe
@senders
def applied(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What an applied file did, and whether it can still be undone."""
    found = get_upload_for(request.user, upload_id)
    if found.state not in {UploadState.APPLIED, UploadState.UNDONE}:
        return redirect("intake:preview", upload_id)
    until = found.applied_at + UNDONE_WITHIN if found.applied_at else None
    context = {
        "upload": found,
        "counts": reconciliation(found),
        "until": until,
        "may_undo": found.undo is not None and until is not None and until > timezone.now(),
    }
    return page(request, "applied", context)


@require_POST
@senders
def undo(request: HttpRequest, upload_id: int) -> HttpResponse:
    found = get_upload_for(request.user, upload_id)
    refusal = undo_upload(actor=request.user, upload=found, now=timezone.now())
    if refusal:
        messages.error(request, explain(refusal))
    else:
        messages.success(request, _("The import was undone."))
    return redirect("intake:applied", upload_id)
