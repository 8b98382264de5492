"""Pages of the room."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.rules import Refusal
from audit.wording import explain
from questionbank.exchange.access import get_import_for
from questionbank.exchange.actions import apply_import, stage_import
from questionbank.exchange.forms import UploadForm
from questionbank.exchange.queries import plan_staged
from questionbank.questions.rules import Verdict
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 100


@roles_required(Role.OFFICER, whole_county=True)
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a file or pasted text and goes to its preview."""
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        content, filename = form.source()
        staged = stage_import(
            actor=request.user, content=content, filename=filename, now=timezone.now()
        )
        if not isinstance(staged, Refusal):
            return redirect("exchange:preview", staged.pk)
        form.add_error(None, explain(staged))
    status = 422 if form.errors else 200
    return render(request, "questionbank/exchange/upload.html", {"form": form}, status=status)


@roles_required(Role.OFFICER, whole_county=True)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would do, item by item, rejected ones first."""
    staged = get_import_for(request.user, pk)
    if staged.applied_at is not None:
        return render(request, "questionbank/exchange/applied.html", {"staged": staged})
    plan = plan_staged(staged, timezone.localdate())
    if isinstance(plan, Refusal):
        messages.error(request, explain(plan))
        return redirect("exchange:upload")
    order = sorted(plan.report.verdicts, key=lambda entry: entry.verdict is not Verdict.REJECTED)
    page = Paginator(order, PAGE).get_page(request.GET.get("page"))
    context = {"staged": staged, "report": plan.report, "page": page}
    return render(request, "questionbank/exchange/preview.html", context)


@require_POST
@roles_required(Role.OFFICER, whole_county=True)
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    staged = get_import_for(request.user, pk)
    outcome = apply_import(actor=request.user, upload=staged, now=timezone.now())
    if isinstance(outcome, Refusal):
        messages.error(request, explain(outcome))
    else:
        messages.success(request, _("The questions are in the bank."))
    return redirect("exchange:preview", pk)
