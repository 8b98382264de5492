"""What a liaison sees: open rounds, the list of each own unit, its template, and confirming it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from rosters.disclosure.actions import record_disclosure
from rosters.disclosure.forms import stated_purpose
from rosters.disclosure.rules import Disclosed
from rosters.reporting.access import get_report_for, reporting_units
from rosters.reporting.actions import confirm_list
from rosters.reporting.forms import STANDINGS, ConfirmForm
from rosters.reporting.models import Collection
from rosters.reporting.queries import (
    is_reminded,
    list_digests,
    own_rounds,
    recent_uploads,
    unit_list,
    unit_reports,
    waiting_upload,
)
from rosters.reporting.workbook import template_workbook
from rosters.roles.access import roles_required
from rosters.roles.rules import Role
from rosters.units.models import Unit

PAGE = 50
RECENT = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

reporters = roles_required(Role.LIAISON, Role.OFFICER)


@require_safe
@reporters
def mine(request: HttpRequest) -> HttpResponse:
    """The open rounds with the user's own units."""
    rounds = own_rounds(reporting_units(request.user), timezone.localdate())
    context = {"rounds": rounds, "standings": dict(STANDINGS)}
    return render(request, "rosters/reporting/mine.html", context)


@require_safe
@reporters
def unit_page(request: HttpRequest, collection_id: int, unit_id: int) -> HttpResponse:
    collection, unit = get_report_for(request.user, collection_id, unit_id)
    return _unit_page(request, collection, unit, ConfirmForm(), 200)


def _unit_page(
    request: HttpRequest, collection: Collection, unit: Unit, form: ConfirmForm, status: int
) -> HttpResponse:
    now = timezone.now()
    (report,) = unit_reports(collection, Unit.objects.filter(pk=unit.pk), timezone.localdate(now))
    context = {
        "round": collection,
        "report": report,
        "reminded": is_reminded(report) and not collection.closed_at,
        "standings": dict(STANDINGS),
        "page": Paginator(unit_list(unit), PAGE).get_page(request.GET.get("page")),
        "uploads": recent_uploads(unit, RECENT),
        "waiting": waiting_upload(unit, now),
        "form": form,
        "seen": list_digests([unit])[unit.pk],
    }
    return render(request, "rosters/reporting/unit.html", context, status=status)


@require_POST
@reporters
def template(request: HttpRequest, collection_id: int, unit_id: int) -> HttpResponse:
    """The prefilled template: an export, and recorded as one."""
    collection, unit = get_report_for(request.user, collection_id, unit_id)
    purpose = stated_purpose(request)
    if purpose is None:
        messages.error(request, _("Say for what the data are needed. It is recorded."))
        return redirect("reporting:unit", collection_id, unit_id)
    postings = list(unit_list(unit))
    record_disclosure(
        actor=request.user,
        form=Disclosed.EXPORT,
        subject=unit,
        what="template.xlsx",
        count=len(postings),
        purpose=purpose,
    )
    content = template_workbook(unit, postings, timezone.localdate())
    name = f"template-{collection.pk}-{unit.pk}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=disposition)


@require_POST
@reporters
def confirm(request: HttpRequest, collection_id: int, unit_id: int) -> HttpResponse:
    """名册确认: the list of the unit is right, says whoever types their name."""
    collection, unit = get_report_for(request.user, collection_id, unit_id)
    form = ConfirmForm(request.POST)
    status = 422
    if form.is_valid():
        done = confirm_list(
            actor=request.user,
            collection=collection,
            unit=unit,
            now=timezone.now(),
            **form.cleaned_data,
        )
        if not isinstance(done, Refusal):
            messages.success(request, _("The list is confirmed."))
            return redirect("reporting:unit", collection_id, unit_id)
        form.add_error(None, explain(done))
        status = 409 if done.code == "reporting.list_changed" else 422
    return _unit_page(request, collection, unit, form, status)
