"""What officials are told of the use of their data (个人信息保护法 art. 17, 35), and who read it.

Whether something is unread is looked up at sign-in and then once in a while, and kept in the
session: pages read it there and ask the database nothing.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.accounts.models import NoticeReading, PrivacyNotice, User

LOOK_AGAIN = timedelta(hours=1)
_KEPT = "notice"


def current_notice() -> PrivacyNotice | None:
    return PrivacyNotice.objects.order_by("-pk").first()


def notices_with_readers() -> QuerySet[PrivacyNotice]:
    """Every notice, the newest first, with how many have read it."""
    return (
        PrivacyNotice.objects.select_related("issued_by")
        .annotate(readers=Count("readings"))
        .order_by("-pk")
    )


def unread_notice(user: User) -> PrivacyNotice | None:
    """The notice in force when the user has not read it."""
    notice = current_notice()
    if notice is None or NoticeReading.objects.filter(notice=notice, user=user).exists():
        return None
    return notice


def not_yet_readers(notice: PrivacyNotice) -> QuerySet[User]:
    """Those with a login who have not read it."""
    return User.objects.filter(is_active=True).exclude(readings__notice=notice)


@transaction.atomic
def issue_notice(
    *, actor: Actor, purpose: str, retention: str, contact: str, now: datetime
) -> PrivacyNotice | Refusal:
    """A new notice in place of the one before; everybody is shown it. The same text is refused."""
    hold_chain()
    newest = current_notice()
    if newest and (newest.purpose, newest.retention, newest.contact) == (
        purpose,
        retention,
        contact,
    ):
        return Refusal("accounts.notice_unchanged", {"day": f"{newest.issued_at:%Y-%m-%d}"})
    notice = PrivacyNotice.objects.create(
        purpose=purpose,
        retention=retention,
        contact=contact,
        issued_at=now,
        issued_by_id=actor.pk,
    )
    record(actor=actor, action="issue_notice", subject=notice)
    return notice


def read_notice(*, actor: User, notice: PrivacyNotice, now: datetime) -> NoticeReading:
    """That the actor has read it: written once, however often it is said."""
    try:
        with transaction.atomic():
            reading = NoticeReading.objects.create(notice=notice, user=actor, read_at=now)
            record(actor=actor, action="read_notice", subject=notice)
    except IntegrityError:
        return NoticeReading.objects.get(notice=notice, user=actor)
    return reading


def look_for_notice(user: User, session: SessionBase, now: datetime) -> bool:
    """Looks up whether something is unread, and keeps the answer in the session."""
    unread = unread_notice(user) is not None
    session[_KEPT] = [unread, int(now.timestamp())]
    return unread


def owes_reading(request: HttpRequest, now: datetime) -> bool:
    """Whether the reader of a page has still to read the notice; mostly without a query."""
    unread, looked_at = request.session.get(_KEPT, [False, 0])
    if now.timestamp() - looked_at < LOOK_AGAIN.total_seconds():
        return bool(unread)
    return look_for_notice(request.user, request.session, now)  # type: ignore[arg-type]


def at_sign_in(sender: Any, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Receives Django's signal, whichever way somebody came to be signed in."""
    look_for_notice(user, request.session, timezone.now())


def standard_notice() -> dict[str, str]:
    """A text to begin with; the county changes what is otherwise with it."""
    contact = _("Office for the rule of law of the county (fill in telephone and room)")
    return {
        "purpose": "\n".join(_standard_purpose()),
        "retention": "\n".join(_standard_retention()),
        "contact": contact,
    }


def _standard_purpose() -> list[str]:
    return [
        _(
            "The county uses this system to organise the law-knowledge exams of its officials and "
            "to account for them. It processes personal information because that is necessary for "
            "statutory duties (Personal Information Protection Law, articles 13(1)(3) and 34)."
        ),
        _(
            "Processed are: name, sex, date of birth, number of the identity document, mobile "
            "phone, unit, position and rank, appointment and recruitment, enforcement cards, "
            "hours of training, answers and results of exams, sign-ins and what was done. "
            "Identity numbers are stored encrypted, and lists show only their first and last four "
            "characters. No faces, fingerprints or other biometric data are collected."
        ),
        _(
            "The information is used for the exams and their accounting inside the county only. "
            "Whoever checks a certificate is shown a part of the name."
        ),
        _(
            "You may see and copy what is held about you under “My exams”, and ask that mistakes "
            "be corrected (articles 45 and 46)."
        ),
    ]


def _standard_retention() -> list[str]:
    return [
        _(
            "What is personal in an exam is kept for %(months)s months after its results are "
            "published and is then made anonymous: only figures without names remain."
        )
        % {"months": settings.RETENTION_MONTHS},
        _(
            "The data of the rosters are kept while you serve. The record of who did what is kept "
            "for at least six months, as the Cybersecurity Law asks."
        ),
    ]
