"""Pages of the room: upload, progress, preview and its items, apply."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from questionbank.exchange.access import get_import_for, get_item_for, imports_for
from questionbank.exchange.actions import apply_import, read_again, stage_import
from questionbank.exchange.forms import ItemForm, LinesForm, UploadForm
from questionbank.exchange.leftovers import rejected_workbook
from questionbank.exchange.mending import (
    adopt_lines,
    compare_again,
    drop_item,
    merge_item,
    save_item,
    unread_digest,
)
from questionbank.exchange.models import ImportItem, QuestionImport
from questionbank.exchange.queries import bank_mark, has_stalled, preview_counts, preview_items
from questionbank.exchange.rules.states import ImportState
from questionbank.exchange.rules.verdicts import refusal_of
from questionbank.exchange.shown import show_item, show_lines, tabs
from questionbank.exchange.tasks import read_import
from questionbank.questions.models import KIND_CHOICES
from questionbank.questions.rules import Verdict
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 50
RECENT = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

officers = roles_required(Role.OFFICER, whole_county=True)


@officers
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a file or pasted text and goes to its preview."""
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        content, filename = form.source()
        staged = stage_import(
            actor=request.user,
            content=content,
            filename=filename,
            now=timezone.now(),
            answers=form.answers_source(),
        )
        if not isinstance(staged, Refusal):
            return _read_in_turn(staged)
        form.add_error(None, explain(staged))
    context = {"form": form, "recent": imports_for(request.user)[:RECENT]}
    status = 422 if form.errors else 200
    return render(request, "questionbank/exchange/upload.html", context, status=status)


def _read_in_turn(staged: QuestionImport) -> HttpResponse:
    if staged.state == ImportState.WAITING:
        read_import.enqueue(staged.pk)
    return redirect("exchange:preview", staged.pk)


@require_safe
@officers
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the file stands; once it is read, what it would do, item by item."""
    staged = get_import_for(request.user, pk)
    if staged.state == ImportState.APPLIED:
        context = {"staged": staged, "held": staged.items.exists()}
        return render(request, "questionbank/exchange/applied.html", context)
    if staged.state != ImportState.READY:
        refusal = refusal_of(staged.refusal)
        context = {
            "staged": staged,
            "problem": explain(refusal) if refusal else "",
            "stalled": has_stalled(staged, timezone.now()),
        }
        return render(request, "questionbank/exchange/progress.html", context)
    return render(request, "questionbank/exchange/preview.html", _preview(request, staged))


def _preview(request: HttpRequest, staged: QuestionImport) -> dict[str, Any]:
    counts = preview_counts(staged)
    chosen = request.GET.get("verdict", "")
    chosen = chosen if chosen in counts and chosen != "items" else ""
    page = Paginator(preview_items(staged, chosen), PAGE).get_page(request.GET.get("page"))
    return {
        "staged": staged,
        "counts": counts,
        "tabs": tabs(counts),
        "chosen": chosen,
        "page": page,
        "items": [show_item(row) for row in page],
        "remarks": [explain(each) for each in map(refusal_of, staged.remarks) if each],
        "lines": show_lines(staged.unread),
        "lines_seen": unread_digest(staged),
        "kinds": KIND_CHOICES,
        "outdated": bank_mark() != staged.bank_mark,
    }


@officers
def item(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    """Changes an item and goes back to the list; one that was not changed comes back as posted."""
    row = get_item_for(request.user, pk, item_id)
    if request.method != "POST":
        return _item_page(request, row, "", 200)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _item_page(request, row, _("The text is missing or too long."), 422)
    refusal = _do(request, row, form.cleaned_data)
    if refusal is None:
        return _back(request, pk, item_id)
    status = 409 if refusal.code == "exchange.item_stale" else 422
    return _item_page(request, row, explain(refusal), status)


def _do(request: HttpRequest, row: ImportItem, data: dict[str, Any]) -> Refusal | None:
    common = {"actor": request.user, "item": row, "seen": data["seen"], "now": timezone.now()}
    does: dict[str, Callable[[], Refusal | None]] = {
        "save": lambda: save_item(**common, text=data["text"]),
        "retype": lambda: save_item(**common, text=data["text"], kind=data["kind"]),
        "merge": lambda: merge_item(**common, text=data["text"]),
        "drop": lambda: drop_item(**common, dropped=True),
        "take_back": lambda: drop_item(**common, dropped=False),
    }
    return does[data["do"]]()


def _item_page(request: HttpRequest, row: ImportItem, problem: str, status: int) -> HttpResponse:
    """The item as it is kept, and the text that was posted for it."""
    row.refresh_from_db()
    context = {
        "staged": row.upload,
        "shown": show_item(row),
        "problem": problem,
        "posted": request.POST.get("text", row.text),
        "kinds": KIND_CHOICES,
    }
    return render(request, "questionbank/exchange/item.html", context, status=status)


def _back(request: HttpRequest, pk: int, item_id: int | None = None) -> HttpResponseRedirect:
    """To the part of the list that the person came from."""
    query = {name: request.POST[name] for name in ("verdict", "page") if request.POST.get(name)}
    anchor = f"#item-{item_id}" if item_id else ""
    return HttpResponseRedirect(reverse("exchange:preview", args=[pk], query=query) + anchor)


@require_POST
@officers
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes an item of lines that belong to none."""
    staged = get_import_for(request.user, pk)
    form = LinesForm(request.POST, lines=len(staged.unread))
    refusal: Refusal | None = Refusal("exchange.lines_stale")
    if form.is_valid():
        refusal = adopt_lines(
            actor=request.user,
            upload=staged,
            seen=form.cleaned_data["seen"],
            places=form.cleaned_data["line"],
            now=timezone.now(),
        )
    if refusal:
        messages.error(request, explain(refusal))
    else:
        messages.success(request, _("A question was made of the lines. Mend its text below."))
    return _back(request, pk)


@require_POST
@officers
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Finds all verdicts anew, after the bank has changed."""
    staged = get_import_for(request.user, pk)
    refusal = compare_again(actor=request.user, upload=staged, now=timezone.now())
    if refusal:
        messages.error(request, explain(refusal))
    return _back(request, pk)


@require_POST
@officers
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Has a file read again whose reading failed or stopped."""
    staged = get_import_for(request.user, pk)
    refusal = read_again(actor=request.user, upload=staged, now=timezone.now())
    if refusal:
        messages.error(request, explain(refusal))
    else:
        read_import.enqueue(pk)
    return redirect("exchange:preview", pk)


@require_safe
@officers
def rejected(request: HttpRequest, pk: int) -> HttpResponse:
    """The items that are held back, with a reason column."""
    staged = get_import_for(request.user, pk)
    content = rejected_workbook(staged.items.filter(verdict=Verdict.REJECTED))
    disposition = {"Content-Disposition": f'attachment; filename="rejected-{pk}.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=disposition)


@require_POST
@officers
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    staged = get_import_for(request.user, pk)
    outcome = apply_import(actor=request.user, upload=staged, now=timezone.now())
    if isinstance(outcome, Refusal):
        messages.error(request, explain(outcome))
    else:
        messages.success(request, _("The questions are in the bank and wait for their review."))
    return redirect("exchange:preview", pk)
