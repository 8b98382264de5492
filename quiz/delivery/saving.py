"""The save path: JSON in, one statement, JSON out. No session, no user, no template.

It needs no CSRF protection: the attempt token that it wants in the `X-Attempt` header, or in the
body where a beacon cannot set headers, is never sent by a browser on its own, so a foreign page
that makes the browser post here has nothing to show.
"""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.utils import timezone, translation

from audit.rules import Refusal
from audit.wording import explain
from quiz.delivery.actions import Saved, record_answers
from quiz.delivery.forms import BODY_MAX, MALFORMED, read_number, read_save

STATUS = {
    "delivery.malformed": HTTPStatus.BAD_REQUEST,
    "delivery.token_forged": HTTPStatus.FORBIDDEN,
    "delivery.token_expired": HTTPStatus.FORBIDDEN,
    "delivery.other_device": HTTPStatus.CONFLICT,
    "delivery.closed": HTTPStatus.LOCKED,
    "delivery.overdue": HTTPStatus.LOCKED,
    "delivery.unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}


def answer_save(request: HttpRequest) -> JsonResponse:
    """Saves what a POST brings and acknowledges what is durable."""
    now = timezone.now()
    result = _save(request, now)
    if isinstance(result, Refusal):
        return _refused(request, result, now)
    body = {
        "saved": list(result.sequences),
        "refused": {number: why.code for number, why in result.refused.items()},
        "now": milliseconds(now),
        "ends_at": milliseconds(result.ends_at),
    }
    return _reply(body, HTTPStatus.OK)


def _save(request: HttpRequest, now: datetime) -> Saved | Refusal:
    length = read_number(request.META.get("CONTENT_LENGTH") or "0")
    if length is None or length > BODY_MAX:
        return MALFORMED
    try:
        request.get_host()  # no middleware has looked at it yet
        read = read_save(request.read(BODY_MAX))
    except (DisallowedHost, UnreadablePostError):  # a foreign name; a phone that went away
        return MALFORMED
    if isinstance(read, Refusal):
        return read
    token = request.headers.get("X-Attempt") or read[0]
    try:
        return record_answers(token=token, answers=read[1], now=now)
    except (OperationalError, InterfaceError):
        # The database is away for a moment; the client keeps the answers and tries again.
        return Refusal("delivery.unavailable")


def _refused(request: HttpRequest, refusal: Refusal, now: datetime) -> JsonResponse:
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else settings.LANGUAGE_CODE):
        message = explain(refusal)
    body: dict[str, Any] = {
        "code": refusal.code,
        "message": message,
        "saved": refusal.facts.get("saved", []),
        "now": milliseconds(now),
    }
    if "ends_at" in refusal.facts:
        body["ends_at"] = milliseconds(refusal.facts["ends_at"])
    return _reply(body, STATUS[refusal.code])


def _reply(body: dict[str, Any], status: HTTPStatus) -> JsonResponse:
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = "2"
    return response


def milliseconds(moment: datetime) -> int:
    """A moment as JavaScript counts it."""
    return round(moment.timestamp() * 1000)
