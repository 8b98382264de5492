"""Pages of the room."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from rosters.accounts.access import recipients_for
from rosters.accounts.actions import activate, issue_activation_codes
from rosters.accounts.context import LARGE_TYPE_COOKIE
from rosters.accounts.forms import ActivationForm, CodesForm, NoticeForm, read_pk
from rosters.accounts.limits import count_failure, is_blocked
from rosters.accounts.models import ActivationCode, PrivacyNotice, User
from rosters.accounts.notices import (
    current_notice,
    issue_notice,
    look_for_notice,
    not_yet_readers,
    notices_with_readers,
    read_notice,
    standard_notice,
    unread_notice,
)
from rosters.accounts.queries import count_codes, load_slips, without_login
from rosters.accounts.rules import CODE_LIFETIME
from rosters.people.access import get_person_for
from rosters.people.models import Person
from rosters.people.queries import search_people
from rosters.people.rules import SERVING
from rosters.roles.access import roles_required
from rosters.roles.rules import Role
from rosters.units.access import units_for

BACKEND = "rosters.accounts.backends.RosterBackend"
A_YEAR = 365 * 24 * 3600
PAGE = 50
county_officer = roles_required(Role.OFFICER, whole_county=True)


@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Turns the large type on or off on this device and goes back."""
    response = HttpResponseRedirect(_way_back(request))
    if request.COOKIES.get(LARGE_TYPE_COOKIE) == "1":
        response.delete_cookie(LARGE_TYPE_COOKIE)
    else:
        response.set_cookie(
            LARGE_TYPE_COOKIE, "1", max_age=A_YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response


def _way_back(request: HttpRequest) -> str:
    """The page of ours that a form says it was on, else the start page."""
    back = request.POST.get("next", "")
    allowed = back.startswith("/") and url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return back if allowed else "/"


@sensitive_post_parameters("code", "password1", "password2")
@never_cache
def activation(request: HttpRequest) -> HttpResponse:
    """Name or phone, the code from the slip, and a password of one's own: then signed in."""
    if is_blocked(request):
        return render(request, "429.html", status=429)
    form = ActivationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        user = activate(
            login=form.cleaned_data["login"],
            code=form.cleaned_data["code"],
            password=form.cleaned_data["password1"],
            now=timezone.now(),
        )
        if not isinstance(user, Refusal):
            login(request, user, backend=BACKEND)
            return redirect("desk:home")
        count_failure(request)
        form.add_error(None, explain(user))
    status = 422 if form.is_bound else 200
    return render(request, "rosters/accounts/activate.html", {"form": form}, status=status)


@roles_required(Role.OFFICER)
@never_cache
def codes(request: HttpRequest) -> HttpResponse:
    """Issues codes to one person, or to a unit; shows once the sheet to print and cut."""
    form = CodesForm(request.GET, units_for(request.user, Role.OFFICER))
    person, now = _person_asked_for(request), timezone.now()
    people = _to_receive(request.user, form, person)
    if person and not people.exists():
        messages.error(request, explain(Refusal("accounts.not_a_recipient", {"name": person.name})))
        return redirect("people:detail", person.pk)
    if request.method == "POST" and people.exists():
        issued = issue_activation_codes(actor=request.user, people=people, now=now)
        return slips_page(request, issued, now)
    context = {
        "form": form,
        "person": person,
        "last": ActivationCode.objects.filter(person=person).first() if person else None,
        "count": count_codes(people, now),
    }
    status = 200 if form.is_valid() else 422
    return render(request, "rosters/accounts/codes.html", context, status=status)


def slips_page(
    request: HttpRequest, issued: list[tuple[Person, str]], now: datetime
) -> HttpResponse:
    """The sheet of freshly issued codes, to be printed and cut."""
    context = {
        "slips": load_slips(issued),
        "address": settings.PUBLIC_URL + reverse("accounts:activate"),
        "expires_on": now + CODE_LIFETIME,
    }
    return render(request, "rosters/accounts/slips.html", context)


@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """What is told of the use of personal data, to be read by anybody at any time."""
    found = current_notice()
    known = request.user.is_authenticated
    context = {
        "notice": found,
        "unread": known and found is not None and unread_notice(request.user) is not None,
        "next": request.GET.get("next", ""),
    }
    return render(request, "rosters/accounts/notice.html", context)


@login_required
@require_POST
def notice_read(request: HttpRequest) -> HttpResponse:
    """Notes that the reader has read the notice they were shown, and goes on."""
    shown = PrivacyNotice.objects.filter(pk=read_pk(request.POST.get("notice", ""))).first()
    if shown:
        read_notice(actor=request.user, notice=shown, now=timezone.now())
    if look_for_notice(request.user, request.session, timezone.now()):
        return redirect("accounts:notice")
    return HttpResponseRedirect(_way_back(request))


@county_officer
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Every notice with how many have read it, and who has not read the one in force."""
    found = list(notices_with_readers())
    waiting = not_yet_readers(found[0]) if found else User.objects.none()
    people = waiting.select_related("person").order_by("display_name", "username")
    context = {
        "notices": found,
        "logins": User.objects.filter(is_active=True).count(),
        "page": Paginator(people, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "rosters/accounts/notices.html", context)


@county_officer
def notice_issue(request: HttpRequest) -> HttpResponse:
    """A new notice: begun from the one in force, else from the standard text."""
    found = current_notice()
    begun = model_to_dict(found, NoticeForm.Meta.fields) if found else standard_notice()
    form = NoticeForm(request.POST or None, initial=begun)
    if form.is_bound and form.is_valid():
        issued = issue_notice(actor=request.user, now=timezone.now(), **form.cleaned_data)
        if not isinstance(issued, Refusal):
            messages.success(request, _("The notice is issued. Everybody is shown it."))
            return redirect("accounts:notices")
        form.add_error(None, explain(issued))
    context = {"form": form, "found": found, "standard": standard_notice()}
    status = 422 if form.is_bound else 200
    return render(request, "rosters/accounts/notice_issue.html", context, status=status)


def _person_asked_for(request: HttpRequest) -> Person | None:
    """The person named in the address; 404 when what stands there names nobody."""
    if "person" not in request.GET:
        return None
    try:
        number = int(request.GET["person"])
    except ValueError:
        raise Http404 from None
    return get_person_for(request.user, number)


def _to_receive(officer: Any, form: CodesForm, person: Person | None) -> QuerySet[Person]:
    """The one person, or those whom the form describes: nobody when it cannot be read."""
    people = recipients_for(officer)
    if person:
        return people.filter(pk=person.pk)
    if not form.is_valid():
        return people.none()
    if not form.cleaned_data["everybody"]:
        people = without_login(people)
    return search_people(people.filter(status__in=SERVING), unit=form.cleaned_data["unit"])
