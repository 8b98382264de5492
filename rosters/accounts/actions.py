"""Accounts of the office, and the one-time codes by which officials choose their password."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from rosters.accounts.models import ActivationCode, RoleGrant, User
from rosters.accounts.queries import login_of, people_called
from rosters.accounts.rules import (
    CODE_ALPHABET,
    CODE_BLOCK,
    CODE_FAILURES,
    CODE_LENGTH,
    CODE_LIFETIME,
    fold_code,
    fold_username,
    is_office_username,
)
from rosters.people.models import Person
from rosters.people.queries import canonical
from rosters.roles.rules import Role
from rosters.units.models import Unit

Grants = list[tuple[Role, Unit | None]]
_RENEWED = ["code_hash", "issued_at", "expires_at", "used_at", "failures", "blocked_until"]


def create_user(
    *, actor: Actor, username: str, display_name: str, password: str, grants: Grants
) -> User | Refusal:
    """An account of the office, with its roles."""
    username = fold_username(username)
    if not is_office_username(username):
        return Refusal("accounts.username_invalid", {"username": username})
    user = User(username=username, display_name=display_name)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            RoleGrant.objects.bulk_create(
                RoleGrant(user=user, role=role, unit=unit) for role, unit in grants
            )
            facts = {"grants": [[role, unit.pk if unit else None] for role, unit in grants]}
            record(actor=actor, action="create_user", subject=user, facts=facts)
    except IntegrityError:
        return Refusal("accounts.username_taken", {"username": username})
    return user


@transaction.atomic
def grant_role(
    *, actor: Actor, person: Person, role: Role, unit: Unit | None
) -> RoleGrant | Refusal:
    """Gives somebody on file a role; who has no login yet gets one that a code opens."""
    hold_chain()
    user = login_of(person) or _closed_login(person)
    if not user.is_active:
        return Refusal("accounts.login_closed", {"name": person.name})
    grant, is_new = RoleGrant.objects.get_or_create(user=user, role=role, unit=unit)
    if not is_new:
        return Refusal("accounts.role_held", {"name": person.name})
    facts = {"role": role, "unit": unit.pk if unit else None}
    record(actor=actor, action="grant_role", subject=user, facts=facts)
    return grant


@transaction.atomic
def revoke_role(*, actor: Actor, grant: RoleGrant) -> None:
    """Takes a role away; the login stays."""
    facts = {"role": grant.role, "unit": grant.unit_id}
    record(actor=actor, action="revoke_role", subject=grant.user, facts=facts)
    grant.delete()


def _closed_login(person: Person) -> User:
    """A login with no password: an activation code gives it one."""
    user = User(username=f"p{person.pk}", person=person, display_name=person.name)
    user.set_unusable_password()
    user.save()
    return user


@transaction.atomic
def issue_activation_codes(
    *, actor: Actor, people: Iterable[Person], now: datetime
) -> list[tuple[Person, str]]:
    """New codes; earlier ones of the same people are void. The codes are not kept: show them once.

    Passwords stay as they are until a code is used.
    """
    issued = [(person, _new_code()) for person in people]
    if not issued:
        return []
    rows = [
        ActivationCode(
            person=person,
            code_hash=_code_hash(code),
            issued_at=now,
            expires_at=now + CODE_LIFETIME,
        )
        for person, code in issued
    ]
    ActivationCode.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=_RENEWED,
    )
    ids = [person.pk for person, _ in issued]
    record(
        actor=actor,
        action="issue_activation_codes",
        subject=rows[0],
        facts={"people": ids, "expires_at": (now + CODE_LIFETIME).isoformat()},
    )
    return issued


@transaction.atomic
def activate(*, login: str, code: str, password: str, now: datetime) -> User | Refusal:
    """Uses a code up: its bearer gets a login, or a new password for the one they have.

    Why a code is void is told only to whoever enters it rightly; every wrong entry counts against
    all who bear that name or phone, and while they are blocked the right code is not looked at.
    """
    codes = ActivationCode.objects.select_for_update().filter(person__in=people_called(login))
    free = codes.exclude(blocked_until__gt=now)
    matching = free.filter(code_hash=_code_hash(fold_code(code))).first()
    if matching is None:
        return _count_failure(codes.filter(used_at=None), free.filter(used_at=None), now)
    if refusal := _refuse_code(matching, now):
        return refusal
    matching.used_at = now
    matching.save(update_fields=["used_at"])
    return _give_password(matching.person, password)


def _count_failure(
    unused: QuerySet[ActivationCode], free: QuerySet[ActivationCode], now: datetime
) -> Refusal:
    """Counts a wrong entry, and tells of the block once nobody called so is free of it."""
    free.update(failures=F("failures") + 1)
    free.filter(failures__gte=CODE_FAILURES).update(failures=0, blocked_until=now + CODE_BLOCK)
    blocked = unused.exists() and not free.exists()
    facts = {"failures": CODE_FAILURES, "minutes": CODE_BLOCK // timedelta(minutes=1)}
    return Refusal("accounts.code_blocked" if blocked else "accounts.code_wrong", facts)


def _refuse_code(code: ActivationCode, now: datetime) -> Refusal | None:
    if code.used_at:
        return Refusal("accounts.code_used")
    if code.expires_at <= now:
        return Refusal("accounts.code_expired")
    login = login_of(code.person)
    if login and not login.is_active:
        return Refusal("accounts.login_disabled")
    return None


def _give_password(person: Person, password: str) -> User:
    person = canonical(person)
    user = login_of(person) or User(username=f"p{person.pk}", person=person)
    user.display_name = person.name
    user.set_password(password)
    user.save()
    record(actor=user, action="activate", subject=person)
    return user


def _new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def _code_hash(code: str) -> str:
    return salted_hmac("rosters.accounts.activation", code, algorithm="sha256").hexdigest()
