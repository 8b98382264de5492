"""Who is meant by what was typed into a sign-in field, and who needs a code."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from audit.rules import Refusal
from rosters.accounts.models import User
from rosters.accounts.rules import fold_username, group_code
from rosters.people.models import Person, Posting
from rosters.people.queries import canonical, kept_rows, same_person
from rosters.people.rules import fold_person_name, fold_phone
from rosters.units.models import Unit


def find_login(typed: str) -> User | Refusal | None:
    """The account meant: its user name, else a phone or a name that only one person has.

    Any row of a person leads to the login that stands for them.
    """
    if not fold_person_name(typed):
        return None
    own = User.objects.filter(username=fold_username(typed), is_active=True).first()
    if own:
        return own
    found = [login_of(person) for person in people_called(typed)]
    logins = {login for login in found if login and login.is_active}
    if len(logins) <= 1:
        return next(iter(logins), None)
    return Refusal("accounts.ambiguous_login", {"login": typed})


def login_of(person: Person) -> User | None:
    """The login of somebody: of the row that stands for them, else of one merged into it."""
    kept = canonical(person)
    users = User.objects.filter(person__in=same_person(kept.pk))
    return min(users, key=lambda user: (user.person_id != kept.pk, user.pk), default=None)


def without_login(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those of whom no row has a login."""
    return people.exclude(pk__in=kept_rows(Person.objects.exclude(user=None)).values("pk"))


def people_called(typed: str) -> QuerySet[Person]:
    """Everybody meant on the activation page: by user name, phone or name; they may be several."""
    by_phone, number = fold_phone(typed), re.fullmatch(r"p(\d{1,18})", fold_username(typed))
    where = Q(name=fold_person_name(typed))
    if by_phone.isdigit():
        where |= Q(phone=by_phone)
    if number:
        where |= Q(pk=int(number[1]))
    return Person.objects.filter(where)


@dataclass(frozen=True)
class CodeCount:
    """What issuing codes to a set of people would do."""

    people: int
    with_login: int
    void: int  # codes not yet used that would become void


def count_codes(people: QuerySet[Person], now: datetime) -> CodeCount:
    unused = Q(activation__used_at=None, activation__expires_at__gt=now)
    everybody = people.count()
    return CodeCount(
        people=everybody,
        with_login=everybody - without_login(people).count(),
        void=people.filter(unused).count(),
    )


@dataclass(frozen=True)
class Slip:
    """What is printed for one person, to be cut out and handed over."""

    name: str
    unit: str
    username: str
    code: str


def load_slips(issued: Iterable[tuple[Person, str]]) -> list[Slip]:
    """Slips of freshly issued codes in the county's order of units, then by name."""
    issued = list(issued)
    postings = (
        Posting.objects.filter(person__in=[person for person, _ in issued], ended_on=None)
        .select_related("unit")
        .order_by("primary")
    )
    units = {posting.person_id: posting.unit for posting in postings}
    ordered = sorted(issued, key=lambda pair: _place(units.get(pair[0].pk), pair[0]))
    return [
        Slip(
            name=person.name,
            unit=str(units.get(person.pk, "")),
            username=f"p{person.pk}",
            code=group_code(code),
        )
        for person, code in ordered
    ]


def _place(unit: Unit | None, person: Person) -> tuple[int, int, str, int]:
    return (unit.order if unit else -1, unit.pk if unit else -1, person.pinyin, person.pk)
