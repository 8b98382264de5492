"""Lists of cards to be cancelled: drafting, announcing, printing."""

from collections.abc import Collection, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from quiz.clearance.access import get_list_for, lists_for
from quiz.clearance.actions import (
    Pick,
    announce_list,
    begin_list,
    discard_list,
    put_on_list,
    take_off_list,
)
from quiz.clearance.documents import cancellation_pdf
from quiz.clearance.forms import AnnounceForm, PutForm
from quiz.clearance.models import CancellationList, CancelledCard
from quiz.clearance.queries import digest_of, lists_with_counts, printed_lines
from quiz.clearance.views.worklist import PAGE, officers_only, picked, refuse, to_list
from quiz.clearance.workbook import cancellation_workbook
from rosters.disclosure.actions import record_disclosure
from rosters.disclosure.forms import stated_purpose
from rosters.disclosure.rules import Disclosed


@officers_only
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """Asks for the list that ticked cards are put on, and puts them there."""
    picks, context = picked(request)
    form = PutForm(request.POST if "target" in request.POST else None)
    if not picks:
        return refuse(request, Refusal("clearance.nothing_ticked"))
    if form.is_valid():
        done = _put(request.user, form, picks, timezone.now())
        if not isinstance(done, Refusal):
            messages.success(request, _("The cards are on the list “%s”.") % done.title)
            return to_list(request)
        form.add_error(None, explain(done))
    status = 422 if form.is_bound else 200
    return render(request, "quiz/clearance/put.html", context | {"form": form}, status=status)


def _put(
    actor: Any, form: PutForm, picks: Collection[Pick], now: datetime
) -> CancellationList | Refusal:
    """On the list that was chosen, or on a new one."""
    said, day = form.cleaned_data, timezone.localdate(now)
    if said["target"]:
        return put_on_list(actor=actor, cancellation=said["target"], picks=picks, day=day)
    return begin_list(actor=actor, title=said["title"], picks=picks, day=day, now=now)


@officers_only
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    page = Paginator(lists_with_counts(lists_for(request.user)), PAGE)
    context = {"page": page.get_page(request.GET.get("page"))}
    return render(request, "quiz/clearance/lists.html", context)


@officers_only
@require_safe
def one_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """The list as it will be, or was, announced."""
    cancellation = get_list_for(request.user, list_id)
    context = {"cancellation": cancellation, "lines": printed_lines(cancellation)}
    return render(request, "quiz/clearance/one.html", context)


@officers_only
@require_POST
def take_off(request: HttpRequest, list_id: int) -> HttpResponse:
    cancellation = get_list_for(request.user, list_id)
    ticked = [int(text) for text in request.POST.getlist("line") if text.isdecimal()]
    done = take_off_list(actor=request.user, cancellation=cancellation, lines=ticked)
    if isinstance(done, Refusal):
        messages.error(request, explain(done))
    else:
        told = ngettext("%(n)s card was taken off.", "%(n)s cards were taken off.", done)
        messages.success(request, told % {"n": done})
    return redirect("clearance:one", list_id)


@officers_only
@require_POST
def discard(request: HttpRequest, list_id: int) -> HttpResponse:
    refusal = discard_list(actor=request.user, cancellation=get_list_for(request.user, list_id))
    if refusal:
        messages.error(request, explain(refusal))
        return redirect("clearance:one", list_id)
    messages.success(request, _("The draft is thrown away; its cards are on the work list again."))
    return redirect("clearance:lists")


@officers_only
def announce(request: HttpRequest, list_id: int) -> HttpResponse:
    """Says what announcing does, to how many; announces when confirmed."""
    cancellation = get_list_for(request.user, list_id)
    now = timezone.now()
    shown = {"seen": digest_of(cancellation), "day": timezone.localdate(now)}
    form = AnnounceForm(request.POST or None, initial=shown)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        done = announce_list(actor=request.user, cancellation=cancellation, now=now, **said)
        if not isinstance(done, Refusal):
            messages.success(request, _("The list is announced and its cards are cancelled."))
            return redirect("clearance:one", list_id)
        form.add_error(None, explain(done))
    lines = printed_lines(cancellation)
    context = {"cancellation": cancellation, "form": form, "lines": lines}
    status = 422 if form.is_bound else 200
    return render(request, "quiz/clearance/announce.html", context, status=status)


@officers_only
@require_POST
def list_pdf(request: HttpRequest, list_id: int) -> HttpResponse:
    cancellation = get_list_for(request.user, list_id)
    lines = printed_lines(cancellation)
    return _handed_out(request, cancellation, lines, "pdf")


@officers_only
@require_POST
def list_xlsx(request: HttpRequest, list_id: int) -> HttpResponse:
    cancellation = get_list_for(request.user, list_id)
    lines = printed_lines(cancellation)
    return _handed_out(request, cancellation, lines, "xlsx")


def _handed_out(
    request: HttpRequest, cancellation: CancellationList, lines: Sequence[CancelledCard], end: str
) -> HttpResponse:
    """The file, once it is made and its purpose is recorded."""
    purpose = stated_purpose(request)
    if purpose is None:
        messages.error(request, _("Say for what the data are needed. It is recorded."))
        return redirect("clearance:one", cancellation.pk)
    made = cancellation_pdf if end == "pdf" else cancellation_workbook
    content = made(cancellation, lines)
    if isinstance(content, Refusal):
        messages.error(request, explain(content))
        return redirect("clearance:one", cancellation.pk)
    record_disclosure(
        actor=request.user,
        form=Disclosed.PRINT if end == "pdf" else Disclosed.EXPORT,
        subject=cancellation,
        what=f"cancellations.{end}",
        count=len(lines),
        purpose=purpose,
    )
    name = f"{cancellation.title}.{end}"
    return FileResponse(BytesIO(content), as_attachment=end == "xlsx", filename=name)
