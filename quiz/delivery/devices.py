"""Which device a browser is: the attempt token kept in a cookie over reloads and restarts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from audit.rules import Refusal
from quiz.delivery.models import Attempt
from quiz.delivery.tokens import LIFETIME, AttemptToken, make_token, read_token


def remember_device(response: HttpResponse, attempt_id: int, device: int) -> HttpResponse:
    """Tells this browser that it is device number `device` of the attempt."""
    response.set_cookie(
        _cookie(attempt_id),
        make_token(AttemptToken(attempt_id, device, "")),
        max_age=LIFETIME,
        path=reverse("delivery:attempt", args=[attempt_id]),
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response


def is_current_device(request: HttpRequest, attempt: Attempt) -> bool:
    """Whether this browser is the device that may save to the attempt now."""
    token = read_token(request.COOKIES.get(_cookie(attempt.pk), ""))
    return (
        not isinstance(token, Refusal)
        and token.attempt_id == attempt.pk
        and token.device == attempt.device
    )


def _cookie(attempt_id: int) -> str:
    return f"attempt-{attempt_id}"
