"""A database belongs to the key that it was begun with, and says so when another is set."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from rosters.people.models import SealingKey
from rosters.people.sealing import fingerprint


def test_database_remembers_the_key_it_was_begun_with(db):
    SealingKey.objects.all().delete()
    SealingKey.objects.create(fingerprint=fingerprint())
    call_command("check", databases=["default"])


def test_another_key_is_refused_at_the_start(db):
    SealingKey.objects.all().delete()
    SealingKey.objects.create(fingerprint="0" * 64)
    with pytest.raises(SystemCheckError, match="sealed with another key"):
        call_command("check", databases=["default"])
