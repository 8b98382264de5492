"""Who reports for which unit."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from rosters.accounts.actions import issue_activation_codes
from rosters.accounts.models import RoleGrant
from rosters.accounts.views import slips_page
from rosters.people.models import Person
from rosters.reporting.access import get_liaison_for, get_liaison_unit_for
from rosters.reporting.actions import appoint_liaison, dismiss_liaison
from rosters.reporting.forms import LiaisonForm
from rosters.roles.access import roles_required
from rosters.roles.rules import Role
from rosters.units.models import Unit

PAGE = 50

officers = roles_required(Role.OFFICER, whole_county=True)
_GRANTS = Prefetch(
    "rolegrant_set",
    RoleGrant.objects.filter(role=Role.LIAISON).select_related("user").order_by("pk"),
    to_attr="liaisons",
)


@require_safe
@officers
def liaison_list(request: HttpRequest) -> HttpResponse:
    """Every unit with its liaisons; those without one can be asked for alone."""
    q, lacking = request.GET.get("q", "").strip(), bool(request.GET.get("lacking"))
    units = Unit.objects.filter(dissolved_on=None, name__contains=q)
    if lacking:
        units = units.exclude(rolegrant__role=Role.LIAISON)
    page = Paginator(units.prefetch_related(_GRANTS), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": q, "lacking": lacking}
    return render(request, "rosters/reporting/liaisons.html", context)


@never_cache
@officers
def appoint(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Names a liaison; one who has no password yet gets a code, shown once on a slip."""
    unit = get_liaison_unit_for(request.user, unit_id)
    form = LiaisonForm(request.POST or None, unit)
    if form.is_bound and form.is_valid():
        person = form.cleaned_data["person"]
        grant = appoint_liaison(actor=request.user, unit=unit, person=person)
        if not isinstance(grant, Refusal):
            return _welcome(request, grant, person)
        form.add_error("person", explain(grant))
    grants = RoleGrant.objects.filter(role=Role.LIAISON, unit=unit).select_related("user")
    context = {"unit": unit, "form": form, "grants": grants.order_by("pk")}
    status = 422 if form.is_bound else 200
    return render(request, "rosters/reporting/appoint.html", context, status=status)


def _welcome(request: HttpRequest, grant: RoleGrant, person: Person) -> HttpResponse:
    if not grant.user.has_usable_password():
        now = timezone.now()
        issued = issue_activation_codes(actor=request.user, people=[person], now=now)
        return slips_page(request, issued, now)
    told = _("%(name)s is a liaison of %(unit)s now and signs in as before.")
    messages.success(request, told % {"name": person.name, "unit": grant.unit})
    return redirect("reporting:appoint", grant.unit_id)


@require_POST
@officers
def dismiss(request: HttpRequest, unit_id: int, grant_id: int) -> HttpResponse:
    grant = get_liaison_for(request.user, unit_id, grant_id)
    told = _("%(name)s is no longer a liaison of %(unit)s.")
    words = {"name": grant.user, "unit": grant.unit}
    dismiss_liaison(actor=request.user, grant=grant)
    messages.success(request, told % words)
    return redirect("reporting:appoint", unit_id)
