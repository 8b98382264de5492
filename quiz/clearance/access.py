"""Whose cards a user may look at, and who decides."""

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from quiz.clearance.models import CancellationList
from rosters.accounts.models import User
from rosters.people.models import Credential, Posting
from rosters.people.rules import CredentialStatus
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role
from rosters.units.access import units_for

READERS = (Role.OFFICER, Role.LIAISON)


def cards_for(user: User) -> QuerySet[Credential]:
    """Valid cards of everybody, or of those who serve in the user's units or served there last.

    Who serves elsewhere by now is that unit's business.
    """
    cards = Credential.objects.filter(status=CredentialStatus.VALID)
    if has_county_role(user, *READERS):
        return cards
    postings = Posting.objects.filter(person=OuterRef("person"))
    inside = postings.filter(unit__in=units_for(user, *READERS))
    serves = Exists(inside.filter(ended_on=None))
    served = Exists(inside) & ~Exists(postings.filter(ended_on=None))
    return cards.filter(serves | served)


def may_decide(user: User) -> bool:
    """Only officers of the whole county keep cards and cancel them."""
    return has_county_role(user, Role.OFFICER)


def lists_for(user: User) -> QuerySet[CancellationList]:
    lists = CancellationList.objects.all()
    return lists if may_decide(user) else lists.none()


def get_list_for(user: User, list_id: int) -> CancellationList:
    """A list of cards to be cancelled; 404 for all but officers of the county."""
    return get_object_or_404(lists_for(user), pk=list_id)
