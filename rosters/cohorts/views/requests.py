"""Pages on which a unit asks for a release and the county decides."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from rosters.cohorts.access import (
    county_officer,
    county_officer_or_liaison,
    get_own_entry_for,
    get_request_for,
    get_request_to_decide,
    get_request_to_withdraw,
    liaison,
    own_entries_for,
    requests_for,
)
from rosters.cohorts.actions.requests import (
    grant_request,
    open_attachment,
    refuse_request,
    request_release,
    withdraw_request,
)
from rosters.cohorts.forms.releases import AnswerForm, RequestFilter, RequestForm
from rosters.cohorts.forms.rosters import OwnEntryFilter
from rosters.cohorts.models import RELEASE_CHOICES
from rosters.cohorts.queries.requests import request_counts, search_own_entries, search_requests
from rosters.cohorts.rules.attachments import sniffed
from rosters.cohorts.rules.releases import RequestState
from rosters.people.sealing import SealBroken
from rosters.roles.access import has_county_role, has_role
from rosters.roles.rules import Role

PAGE = 50


@require_safe
@county_officer_or_liaison
def request_list(request: HttpRequest) -> HttpResponse:
    """What units asked: of the whole county for its officers, of the own units for a liaison."""
    allowed = requests_for(request.user)
    filters = RequestFilter(request.GET, allowed)
    found = search_requests(allowed, **filters.chosen())
    context = {
        "filters": filters,
        "filtered": bool(filters.chosen()),
        "counts": request_counts(allowed),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "may_ask": has_role(request.user, Role.LIAISON),
    }
    return render(request, "rosters/cohorts/request_list.html", context)


@require_safe
@liaison
def own_entries(request: HttpRequest) -> HttpResponse:
    """The people of the own units on every roster, from whom a request begins."""
    allowed = own_entries_for(request.user)
    filters = OwnEntryFilter(request.GET, allowed)
    found = search_own_entries(allowed, today=timezone.localdate(), **filters.chosen())
    labels = {str(kind): label for kind, label in RELEASE_CHOICES}
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "filtered": bool(filters.chosen()),
        "page": page,
        "rows": [(entry, labels.get(entry.release_kind, "")) for entry in page],
    }
    return render(request, "rosters/cohorts/request_entries.html", context)


@liaison
def ask(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = get_own_entry_for(request.user, entry_id)
    posted = request.method == "POST"
    usual = {"effective_on": timezone.localdate()}
    form = RequestForm(request.POST, request.FILES) if posted else RequestForm(initial=usual)
    if posted and form.is_valid():
        asked = request_release(actor=request.user, entry=entry, now=timezone.now(), **form.asked())
        if not isinstance(asked, Refusal):
            messages.success(request, _("The request was sent. The county decides on it."))
            return redirect("cohorts:request", asked.pk)
        form.add_error(None, explain(asked))
    context = {"entry": entry, "form": form}
    status = 422 if posted else 200
    return render(request, "rosters/cohorts/request_ask.html", context, status=status)


@require_safe
@county_officer_or_liaison
def request_page(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request: what is asked, what proves it, and the decision."""
    return _shown(request, request_id)


def _shown(request: HttpRequest, request_id: int, form: AnswerForm | None = None) -> HttpResponse:
    found = get_request_for(request.user, request_id)
    is_open = found.state == RequestState.OPEN
    context = {
        "asked": found,
        "form": form or AnswerForm(),
        "may_decide": is_open and has_county_role(request.user, Role.OFFICER),
        "is_own": found.asked_by_id == request.user.pk,
        "may_withdraw": is_open
        and own_entries_for(request.user).filter(pk=found.entry_id).exists(),
        "history": history(found),
    }
    status = 422 if form else 200
    return render(request, "rosters/cohorts/request.html", context, status=status)


@require_POST
@county_officer
def decide(request: HttpRequest, request_id: int) -> HttpResponse:
    """Grants or refuses, as the button says."""
    found = get_request_to_decide(request.user, request_id)
    form = AnswerForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    now = timezone.now()
    if "grant" in request.POST:
        decided = grant_request(actor=request.user, request=found, answer=answer, now=now)
    else:
        decided = refuse_request(actor=request.user, request=found, reason=answer, now=now)
    if isinstance(decided, Refusal):
        form.add_error(None, explain(decided))
        return _shown(request, request_id, form)
    messages.success(request, _("The decision is recorded: %(state)s.") % _state(decided))
    return redirect("cohorts:request", request_id)


@require_POST
@liaison
def withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    found = get_request_to_withdraw(request.user, request_id)
    withdrawn = withdraw_request(actor=request.user, request=found, now=timezone.now())
    if isinstance(withdrawn, Refusal):
        messages.error(request, explain(withdrawn))
    else:
        messages.success(request, _("The request was withdrawn."))
    return redirect("cohorts:request", request_id)


def _state(request: object) -> dict[str, str]:
    return {"state": request.get_state_display()}  # type: ignore[attr-defined]


@require_POST
@county_officer_or_liaison
def attachment(request: HttpRequest, request_id: int) -> HttpResponse:
    """The attached file, never shown inside a page; each time is recorded."""
    found = get_request_for(request.user, request_id)
    if not found.attachment_name:
        raise Http404
    try:
        file = open_attachment(actor=request.user, request=found)
    except SealBroken:
        messages.error(request, _("The attachment cannot be opened: its key is missing."))
        return redirect("cohorts:request", request_id)
    kind = sniffed(file.content)
    response = FileResponse(
        BytesIO(file.content),
        as_attachment=True,
        filename=file.name,
        content_type=kind[0] if kind else "application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
