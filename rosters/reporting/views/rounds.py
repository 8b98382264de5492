"""The county's pages: rounds, how far each unit is, and reminding the rest."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from rosters.reporting.access import get_round_for
from rosters.reporting.actions import close_collection, open_collection, remind_units
from rosters.reporting.documents import reminder_pdf
from rosters.reporting.forms import STANDINGS, ReportFilter, RoundForm
from rosters.reporting.models import Collection
from rosters.reporting.queries import (
    asked_units,
    search_reports,
    tally,
    unit_reports,
    with_sizes,
)
from rosters.reporting.rules import Choice
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 50
_USUAL_TIME = timedelta(days=14)

officers = roles_required(Role.OFFICER, whole_county=True)


@require_safe
@officers
def round_list(request: HttpRequest) -> HttpResponse:
    rounds = with_sizes(Collection.objects.all())
    page = Paginator(rounds, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "today": timezone.localdate()}
    return render(request, "rosters/reporting/list.html", context)


@officers
def open_round(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    usual = {"as_of": today, "due_on": today + _USUAL_TIME, "which": Choice.ALL}
    form = RoundForm(request.POST or None, initial=usual)
    if form.is_bound and form.is_valid():
        opened = open_collection(actor=request.user, now=timezone.now(), **form.arguments())
        if not isinstance(opened, Refusal):
            return redirect("reporting:round", opened.pk)
        form.add_error(None, explain(opened))
    status = 422 if form.is_bound else 200
    return render(request, "rosters/reporting/open.html", {"form": form}, status=status)


@require_safe
@officers
def round_page(request: HttpRequest, collection_id: int) -> HttpResponse:
    """How far every unit of a round is."""
    found = get_round_for(request.user, collection_id)
    reports = unit_reports(found, asked_units(found), timezone.localdate())
    filters = ReportFilter(request.GET)
    shown = search_reports(reports, **filters.chosen())
    counts = tally(reports)
    context = {
        "round": found,
        "counts": counts,
        "awaited": counts["units"] - counts["confirmed"],
        "filters": filters,
        "filtered": bool(filters.chosen()),
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "standings": dict(STANDINGS),
    }
    return render(request, "rosters/reporting/round.html", context)


@require_POST
@officers
def remind(request: HttpRequest, collection_id: int) -> HttpResponse:
    """Reminds the unit that was posted, or all that have not confirmed."""
    found = get_round_for(request.user, collection_id)
    asked = request.POST.get("unit", "")
    unit = get_object_or_404(found.units, pk=asked) if asked.isdecimal() else None
    done = remind_units(actor=request.user, collection=found, unit=unit, now=timezone.now())
    if isinstance(done, Refusal):
        messages.error(request, explain(done))
    else:
        told = ngettext("%(n)s unit was reminded.", "%(n)s units were reminded.", done)
        messages.success(request, told % {"n": done})
    return redirect("reporting:round", collection_id)


@require_POST
@officers
def close(request: HttpRequest, collection_id: int) -> HttpResponse:
    found = get_round_for(request.user, collection_id)
    refusal = close_collection(actor=request.user, collection=found, now=timezone.now())
    if refusal:
        messages.error(request, explain(refusal))
    else:
        messages.success(request, _("The round is closed."))
    return redirect("reporting:round", collection_id)


@require_safe
@officers
def notice(request: HttpRequest, collection_id: int) -> HttpResponse:
    """The printed reminder of the units that have not confirmed."""
    found, today = get_round_for(request.user, collection_id), timezone.localdate()
    reports = unit_reports(found, asked_units(found), today)
    printed = reminder_pdf(found, [report for report in reports if report.awaited], today)
    if isinstance(printed, Refusal):
        messages.error(request, explain(printed))
        return redirect("reporting:round", collection_id)
    disposition = {"Content-Disposition": f'inline; filename="reminder-{found.pk}.pdf"'}
    return HttpResponse(printed, content_type="application/pdf", headers=disposition)
