"""Question files waiting to be applied belong to who uploaded them."""

from datetime import timedelta

from django.db.models import QuerySet
from django.http import Http404

from questionbank.exchange.models import ImportItem, QuestionImport
from rosters.accounts.models import User

# Mending a large file takes days; each change of an item begins the time anew.
KEPT_FOR = timedelta(days=7)


def imports_for(user: User) -> QuerySet[QuestionImport]:
    """The files that a user uploaded, newest first; without their contents."""
    own = QuestionImport.objects.filter(uploaded_by=user).order_by("-pk")
    return own.defer("content", "answers", "unread")


def get_import_for(user: User, pk: int) -> QuestionImport:
    upload = imports_for(user).filter(pk=pk).first()
    if upload is None:
        raise Http404
    return upload


def get_item_for(user: User, pk: int, item_id: int) -> ImportItem:
    """An item of a preview; `item.upload` is its file."""
    item = (
        ImportItem.objects.select_related("similar")
        .filter(pk=item_id, upload=get_import_for(user, pk))
        .first()
    )
    if item is None:
        raise Http404
    return item
