"""What a person decides about a preview: rows, cells, columns, who is gone."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.rules import Refusal
from audit.wording import explain
from rosters.intake.access import get_row_for, get_upload_for
from rosters.intake.actions import change_columns, choose, choose_gone, correct_row
from rosters.intake.forms import ColumnsForm, GoneForm, RowForm
from rosters.intake.kept import raw_row
from rosters.intake.models import GoneLine, RosterUpload, UploadRow
from rosters.intake.queries import columns_of, gone_of
from rosters.intake.report import reasons_in_words
from rosters.intake.rules.states import UploadState
from rosters.intake.tasks import go_on
from rosters.intake.views.guard import page, senders

PAGE = 50
_PLACE = ("verdict", "q", "page")


@require_POST
@senders
def choice(request: HttpRequest, upload_id: int, row_id: int) -> HttpResponse:
    """Says whom a doubtful row is about, or leaves it out."""
    row = get_row_for(request.user, upload_id, row_id)
    chosen = request.POST.get("choice", "")
    refusal = choose(actor=request.user, row=row, choice=chosen, now=timezone.now())
    if refusal:
        messages.error(request, explain(refusal))
    return _back(request, row)


def _is_over(request: HttpRequest, upload: RosterUpload) -> bool:
    """Whether to show no form, because the file was applied; what is posted is told so instead."""
    return request.method != "POST" and upload.state in {UploadState.APPLIED, UploadState.UNDONE}


@senders
def row(request: HttpRequest, upload_id: int, row_id: int) -> HttpResponse:
    """The cells of one row, to be typed over."""
    found = get_row_for(request.user, upload_id, row_id)
    if _is_over(request, found.upload):
        return redirect("intake:preview", upload_id)
    cells = raw_row(found)
    if isinstance(cells, Refusal):
        messages.error(request, explain(cells))
        return redirect("intake:preview", upload_id)
    form = RowForm(request.POST or None, cells)
    if form.is_bound and form.is_valid():
        refusal = correct_row(actor=request.user, row=found, texts=form.texts(), now=timezone.now())
        if refusal is None:
            return _back(request, found)
        form.add_error(None, explain(refusal))
    came = request.POST or request.GET
    back = {name: came[name] for name in _PLACE if came.get(name)}
    context = {"row": found, "reasons": reasons_in_words(found), "form": form, "back": back}
    status = 422 if form.is_bound else 200
    return page(request, "row", context, status)


def _back(request: HttpRequest, row: UploadRow) -> HttpResponseRedirect:
    """To the place in the list that the person came from."""
    go_on(row.upload)
    query = {
        name: request.POST[name] for name in ("verdict", "q", "page") if request.POST.get(name)
    }
    address = reverse("intake:preview", args=[row.upload_id], query=query)
    return HttpResponseRedirect(f"{address}#row-{row.pk}")


@senders
def columns(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What each label of the file is read as; remembered for the sender's next file."""
    found = get_upload_for(request.user, upload_id)
    if _is_over(request, found):
        return redirect("intake:preview", upload_id)
    form = ColumnsForm(request.POST or None, columns_of(found))
    if form.is_bound and form.is_valid():
        refusal = change_columns(
            actor=request.user, upload=found, columns=form.columns(), now=timezone.now()
        )
        if refusal is None:
            go_on(found)
            return redirect("intake:preview", upload_id)
        form.add_error(None, explain(refusal))
    status = 422 if form.is_bound else 200
    context = {"upload": found, "form": form}
    return page(request, "columns", context, status)


@senders
def gone(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Who is missing from this file, and what is to be done about each."""
    found = get_upload_for(request.user, upload_id)
    number = request.POST.get("page") or request.GET.get("page")
    lines = Paginator(gone_of(found), PAGE).get_page(number)
    if request.method == "POST" and "nothing" in request.POST:
        return _saved(request, found, [(line, _NOTHING) for line in gone_of(found)], number)
    forms = [GoneForm(request.POST or None, line) for line in lines]
    valid = [form.is_valid() for form in forms]  # each of them, so that each shows its errors
    if request.method == "POST" and all(valid):
        decided = [(form.line, form.decision()) for form in forms]
        return _saved(request, found, decided, number)
    context = {"upload": found, "page": lines, "forms": forms}
    status = 422 if request.method == "POST" else 200
    return page(request, "gone", context, status)


_NOTHING: dict[str, Any] = {"status": None, "since": None}


def _saved(
    request: HttpRequest,
    upload: RosterUpload,
    decided: list[tuple[GoneLine, dict[str, Any]]],
    page: str | None,
) -> HttpResponse:
    """Writes down what differs from before, and stays on the page."""
    for line, decision in decided:
        if (decision["status"] or "", decision["since"]) == (line.status, line.since):
            continue
        refusal = choose_gone(actor=request.user, line=line, now=timezone.now(), **decision)
        if refusal:
            messages.error(request, explain(refusal))
            break
    else:
        messages.success(request, _("The choices are saved. They take effect when you apply."))
    query = {"page": page} if page else None
    return HttpResponseRedirect(reverse("intake:gone", args=[upload.pk], query=query))
