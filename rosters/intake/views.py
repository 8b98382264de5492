"""Pages of the room: upload, preview, apply, and the rejected rows as a workbook."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from rosters.accounts.models import User
from rosters.intake.access import get_upload_for, uploads_for
from rosters.intake.actions import apply_upload, keep_upload, preview_upload, refuse_size
from rosters.intake.forms import UploadForm
from rosters.intake.models import RosterUpload
from rosters.intake.report import PeopleReport, Verdict
from rosters.intake.workbook import rejected_workbook
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 50
RECENT = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

officers = roles_required(Role.OFFICER, whole_county=True)


@officers
def upload(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if form.is_valid():
        kept = _keep(request.user, form.cleaned_data["file"])
        if isinstance(kept, RosterUpload):
            return redirect("intake:preview", kept.pk)
        form.add_error("file", explain(kept))
    context = {"form": form, "uploads": uploads_for(request.user)[:RECENT]}
    return render(
        request, "rosters/intake/upload.html", context, status=422 if form.errors else 200
    )


def _keep(user: User, file: UploadedFile) -> RosterUpload | Refusal:
    """Keeps the file; one that is too large is not read."""
    name = file.name or ""
    if refusal := refuse_size(file.size or 0, name):
        return refusal
    return keep_upload(actor=user, content=file.read(), filename=name, now=timezone.now())


@require_safe
@officers
def preview(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What applying would do now; asks the same question anew on each visit."""
    kept = get_upload_for(request.user, upload_id)
    report = preview_upload(upload=kept, now=timezone.now())
    if isinstance(report, Refusal):
        return _back(request, report)
    chosen = request.GET.get("verdict", "")
    counts = report.counts()
    order = list(counts)
    lines = [line for line in report.verdicts if chosen not in counts or line.verdict == chosen]
    lines.sort(key=lambda line: order.index(line.verdict))
    context = {
        "upload": kept,
        "report": report,
        "tabs": [(str(v), _verdict_words()[v], counts[v]) for v in order],
        "chosen": chosen if chosen in counts else "",
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "rosters/intake/preview.html", context)


def _verdict_words() -> dict[Verdict, str]:
    return {
        Verdict.REJECTED: _("Rejected"),
        Verdict.ADDED: _("Added"),
        Verdict.CHANGED: _("Changed"),
        Verdict.UNCHANGED: _("Unchanged"),
    }


def _back(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    messages.error(request, explain(refusal))
    return redirect("intake:upload")


@require_POST
@officers
def apply(request: HttpRequest, upload_id: int) -> HttpResponse:
    kept = get_upload_for(request.user, upload_id)
    report = apply_upload(actor=request.user, upload=kept, now=timezone.now())
    if isinstance(report, Refusal):
        return _back(request, report)
    messages.success(request, _told(report))
    return redirect("people:list")


def _told(report: PeopleReport) -> str:
    return _(
        "Applied. Rows %(rows)s = added %(added)s + changed %(changed)s + unchanged %(unchanged)s "
        "+ rejected %(rejected)s."
    ) % {
        "rows": report.rows,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "rejected": len(report.rejected),
    }


@require_safe
@officers
def rejected(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The rejected rows under their own headers, with a reason column."""
    kept = get_upload_for(request.user, upload_id)
    report = preview_upload(upload=kept, now=timezone.now())
    if isinstance(report, Refusal):
        return _back(request, report)
    rows = [(v.row, v.reason) for v in report.verdicts if v.verdict is Verdict.REJECTED]
    content = rejected_workbook(rows, _("Where"), _("Reason for rejection"))
    name = f"rejected-{kept.pk}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=disposition)
