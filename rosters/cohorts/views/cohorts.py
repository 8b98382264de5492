"""Pages of the cohorts' rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rosters.cohorts.access import county_officer
from rosters.cohorts.actions import set_cohorts_since
from rosters.cohorts.forms import SinceForm


@require_POST
@county_officer
def since(request: HttpRequest) -> HttpResponse:
    form = SinceForm(request.POST)
    if form.is_valid():
        set_cohorts_since(actor=request.user, since=form.changes())
        messages.success(
            request, _("The days are saved. They apply to rosters frozen from now on.")
        )
    else:
        messages.error(request, _("A day could not be read. Enter it as 2021-01-01."))
    return redirect("cohorts:freeze")
