"""Plain functions that make rows for tests. Every argument has a harmless default."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from rosters.accounts.models import RoleGrant, User
from rosters.cohorts.models import Entry, EntryReason, Release, Roster
from rosters.cohorts.rules import CohortKind, ReleaseKind
from rosters.people.models import Credential, Person, Posting, Recruitment
from rosters.people.sealing import lookup, seal
from rosters.roles.rules import Role
from rosters.units.models import Unit, UnitAlias
from rosters.units.rules import UnitKind, fold_unit_name

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
PASSWORD = "Qingshan-2026-lake"

_numbers = count(1)


def make_unit(
    name: str = "",
    *,
    kind: UnitKind = UnitKind.DEPARTMENT,
    parent: Unit | None = None,
    order: int | None = None,
    aliases: tuple[str, ...] = (),
) -> Unit:
    """A unit; its order is that of making unless given."""
    number = next(_numbers)
    unit = Unit.objects.create(
        name=name or f"第{number}局",
        kind=kind,
        parent=parent,
        order=number if order is None else order,
    )
    for alias in aliases:
        UnitAlias.objects.create(unit=unit, name=fold_unit_name(alias))
    return unit


def make_person(
    name: str = "",
    *,
    unit: Unit | None = None,
    title: str = "",
    rank: str = "",
    appointed_on: date | None = None,
    hired_on: date | None = None,
    card: str = "",
    valid_to: date | None = None,
    identity_number: str = "",
    **fields: Any,
) -> Person:
    """A person with a primary posting in `unit`, and what puts them into a cohort if given."""
    number = next(_numbers)
    if identity_number:
        fields |= {"id_sealed": seal(identity_number), "id_lookup": lookup(identity_number)}
    fields.setdefault("pinyin", f"person {number:06}")
    person = Person.objects.create(name=name or f"考生{number}", **fields)
    if unit is not None:
        Posting.objects.create(
            person=person, unit=unit, title=title, rank=rank, appointed_on=appointed_on
        )
    if hired_on:
        Recruitment.objects.create(person=person, hired_on=hired_on)
    if card:
        Credential.objects.create(person=person, number=card, valid_to=valid_to)
    return person


def make_user(
    *roles: Role,
    username: str = "",
    person: Person | None = None,
    unit: Unit | None = None,
    password: str = PASSWORD,
    **fields: Any,
) -> User:
    """A login with the roles, each for `unit` (the whole county when None)."""
    if not username:
        username = f"p{person.pk}" if person else f"user{next(_numbers)}"
    if person is not None:
        fields.setdefault("display_name", person.name)
    user = User(username=username, person=person, **fields)
    user.set_password(password)
    user.save()
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, unit=unit)
    return user


def make_roster(
    *people: Person,
    name: str = "",
    cohort: CohortKind = CohortKind.ENFORCEMENT,
    unit: Unit | None = None,
    as_of: date = date(2026, 11, 1),
) -> Roster:
    """A frozen roster of the people in the order given; unit is each one's own, else `unit`."""
    roster = Roster.objects.create(
        name=name or f"第{next(_numbers)}期应考名册",
        as_of=as_of,
        size=len(people),
        frozen_at=NOW,
        content_hash="0" * 64,
    )
    for number, person in enumerate(people, start=1):
        make_entry(roster, person, number=number, cohort=cohort, unit=unit)
    return roster


def make_entry(
    roster: Roster,
    person: Person,
    *,
    number: int,
    cohort: CohortKind = CohortKind.ENFORCEMENT,
    unit: Unit | None = None,
) -> Entry:
    """One line of a roster. A person without a posting, and no `unit`: a unit is made."""
    posting = person.postings.select_related("unit").first()
    entry = Entry.objects.create(
        roster=roster,
        number=number,
        person=person,
        unit=posting.unit if posting else unit or make_unit(),
        name=person.name,
        title=posting.title if posting else "",
        rank=posting.rank if posting else "",
    )
    EntryReason.objects.create(entry=entry, cohort=cohort, fact="2024-07-01")
    return entry


def make_release(entry: Entry, kind: ReleaseKind = ReleaseKind.EXEMPT) -> Release:
    """An approved release of an entry."""
    return Release.objects.create(
        entry=entry,
        kind=kind,
        basis="县委组织部批复",
        effective_on=date(2026, 1, 1),
        decided_at=NOW,
    )
