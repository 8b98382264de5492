"""Question files waiting to be applied belong to who uploaded them."""

from datetime import timedelta

from django.http import Http404

from questionbank.exchange.models import QuestionImport
from rosters.accounts.models import User

KEPT_FOR = timedelta(days=1)


def get_import_for(user: User, pk: int) -> QuestionImport:
    upload = QuestionImport.objects.filter(pk=pk, uploaded_by=user).first()
    if upload is None:
        raise Http404
    return upload
