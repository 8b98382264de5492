"""Pages on which results of an exam sat elsewhere are taken over."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from quiz.assembly.access import get_exam_for
from quiz.official.access import get_import_for
from quiz.official.actions import apply_import, discard_import, keep_import, preview_import
from quiz.official.forms import VERDICT_CHOICES, ImportForm
from quiz.official.models import OfficialImport
from quiz.official.queries import imports_of, is_published, results_of, waiting_imports
from quiz.official.rules import Report, Row, RowVerdict
from rosters.intake.opening import refuse_size
from rosters.people.sealing import SealBroken
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 50
officers_only = roles_required(Role.OFFICER, whole_county=True)


@officers_only
def exam(request: HttpRequest, exam_id: int) -> HttpResponse:
    """The lists that count for an exam, and the form for another one."""
    found = get_exam_for(request.user, exam_id)
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    if posted and form.is_valid():
        kept = _keep(request, exam_id, form)
        if not isinstance(kept, Refusal):
            return redirect("official:import", exam_id, kept.pk)
        form.add_error("file", explain(kept))
    context = {
        "exam": found,
        "form": form,
        "imports": imports_of(found),
        "waiting": waiting_imports(found),
        "published": is_published(found),
        "results": found.official_results.count(),
    }
    return render(request, "quiz/official/exam.html", context, status=422 if posted else 200)


def _keep(request: HttpRequest, exam_id: int, form: ImportForm) -> OfficialImport | Refusal:
    """Keeps the file; one that is too large is not read."""
    values = dict(form.cleaned_data)
    file = values.pop("file")
    return refuse_size(file.size, file.name) or keep_import(
        actor=request.user,
        exam=get_exam_for(request.user, exam_id),
        filename=file.name,
        content=file.read(),
        now=timezone.now(),
        **values,
    )


@require_safe
@officers_only
def one(request: HttpRequest, exam_id: int, import_id: int) -> HttpResponse:
    """A list: its results once applied, before that what applying it would do."""
    kept = get_import_for(request.user, exam_id, import_id)
    if kept.applied_at:
        page = Paginator(results_of(kept), PAGE).get_page(request.GET.get("page"))
        context = {"exam": kept.exam, "kept": kept, "page": page, "counts": _labelled(kept.counts)}
        return render(request, "quiz/official/applied.html", context)
    try:
        report = preview_import(kept=kept, now=timezone.now())
    except SealBroken:
        return _back(request, exam_id, _("The list cannot be opened: its key is missing."))
    if isinstance(report, Refusal):
        return _back(request, exam_id, explain(report))
    return render(request, "quiz/official/preview.html", _preview(request, kept, report))


def _back(request: HttpRequest, exam_id: int, text: str) -> HttpResponse:
    messages.error(request, text)
    return redirect("official:exam", exam_id)


def _preview(request: HttpRequest, kept: OfficialImport, report: Report) -> dict[str, Any]:
    """The rows that the chosen verdict lets through, those that need a look first."""
    chosen = request.GET.get("verdict", "")
    order = list(reversed(RowVerdict))
    rows = [row for row in report.rows if chosen not in order or row.verdict == chosen]
    rows.sort(key=lambda row: order.index(row.verdict))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {
        "exam": kept.exam,
        "kept": kept,
        "total": len(report.rows),
        "counts": _labelled(report.counts),
        "counted": report.counts[RowVerdict.COUNTED],
        "chosen": chosen if chosen in order else "",
        "page": page,
        "rows": [_shown(row) for row in page],
    }


def _shown(row: Row) -> tuple[Row, str, str]:
    """(row, verdict in words, reasons in words)."""
    return row, str(dict(VERDICT_CHOICES)[row.verdict]), " ".join(map(explain, row.reasons))


def _labelled(counts: Any) -> list[tuple[str, str, int]]:
    return [
        (str(verdict), str(label), counts.get(verdict, 0)) for verdict, label in VERDICT_CHOICES
    ]


@require_POST
@officers_only
def apply(request: HttpRequest, exam_id: int, import_id: int) -> HttpResponse:
    kept = get_import_for(request.user, exam_id, import_id)
    report = apply_import(actor=request.user, kept=kept, now=timezone.now())
    if isinstance(report, Refusal):
        return _back(request, exam_id, explain(report))
    counted = report.counts[RowVerdict.COUNTED]
    text = _("Taken over. Rows %(rows)s, counted %(counted)s.")
    messages.success(request, text % {"rows": len(report.rows), "counted": counted})
    return redirect("official:import", exam_id, import_id)


@require_POST
@officers_only
def discard(request: HttpRequest, exam_id: int, import_id: int) -> HttpResponse:
    kept = get_import_for(request.user, exam_id, import_id)
    refusal = discard_import(actor=request.user, kept=kept)
    if refusal:
        return _back(request, exam_id, explain(refusal))
    messages.success(request, _("The list was given up. Nothing of it counts."))
    return redirect("official:exam", exam_id)
