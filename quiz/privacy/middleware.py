"""What stands before every page: the notice to be read, and a word when a key is lost."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from quiz.privacy.queries import is_sitting
from rosters.accounts.notices import owes_reading
from rosters.people.sealing import SealBroken

# An exam goes on whatever has to be read: its pages are open, and so are the pages that one needs
# in order to read, to leave, or to have a certificate checked.
OPEN_ROOMS = frozenset({"delivery", "marking"})
OPEN_PAGES = frozenset({"accounts:notice", "accounts:activate", "results:verify"})
GUARDED_PAGES = frozenset({"delivery:mine"})


class NoticeFirst:
    """Leads whoever has not read the notice in force to it, but nobody out of a running exam.

    Saves are answered before this; ordinary pages pay a look into their session and no query.
    What is posted is let through: a form that was begun is not lost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        now = timezone.now()
        if not _is_ordinary(request) or not owes_reading(request, now):
            return None
        if is_sitting(request.user, now):
            return None
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('accounts:notice')}?{back}")


def _is_ordinary(request: HttpRequest) -> bool:
    """Whether it is a whole page, asked for by somebody signed in, that can wait."""
    match = request.resolver_match
    if request.method != "GET" or "HX-Request" in request.headers or match is None:
        return False
    if match.view_name in OPEN_PAGES or not match.app_names:  # without a room: signing in and out
        return False
    if match.namespace in OPEN_ROOMS and match.view_name not in GUARDED_PAGES:
        return False
    return SESSION_KEY in request.session


class LostKey:
    """A page that cannot do without a sealed value says which key is missing, and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, SealBroken):
            return None
        context = {"key": getattr(exception, "fingerprint", "")}
        return render(request, "quiz/privacy/lost_key.html", context, status=503)
