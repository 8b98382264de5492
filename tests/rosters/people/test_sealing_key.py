"""A database knows the keys that it was sealed with, and says so when one is not there."""

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse
from django.utils.translation import gettext

from config import environment
from rosters.people import sealing
from rosters.people.checks import check_identity_key, check_sealing, remember_key
from rosters.people.models import Person, SealingKey
from rosters.people.sealing import AlgorithmMissing, fingerprint, seal, short
from rosters.roles.rules import Role
from tests.factories import make_person, make_user

OLD, NEW = "44" * 32, "55" * 32


def known(*keys):
    SealingKey.objects.all().delete()
    for key in keys:
        SealingKey.objects.create(fingerprint=fingerprint(key))


def test_database_remembers_the_key_it_was_begun_with(db):
    known("")
    call_command("check", databases=["default"])


def test_another_key_is_refused_at_the_start_and_the_missing_one_named(db, settings):
    known(OLD)
    with pytest.raises(
        SystemCheckError, match="sealed with another key: " + short(fingerprint(OLD))
    ):
        call_command("check", databases=["default"])


def test_an_earlier_key_may_be_in_the_ring_beside_the_current_one(db, settings):
    known(OLD)
    settings.IDENTITY_KEY, settings.IDENTITY_OLD_KEYS = NEW, [OLD]
    assert [message.id for message in check_identity_key(databases=["default"])] == ["rosters.W001"]


def test_the_key_that_seals_from_now_on_is_remembered_with_the_migrations(db, settings):
    known(OLD)
    settings.IDENTITY_KEY, settings.IDENTITY_OLD_KEYS = NEW, [OLD]
    remember_key()
    remember_key()
    assert set(SealingKey.objects.values_list("fingerprint", flat=True)) == {
        fingerprint(OLD),
        fingerprint(NEW),
    }


def test_a_key_is_not_remembered_beside_one_that_is_missing(db, settings):
    known(OLD)
    settings.IDENTITY_KEY, settings.IDENTITY_OLD_KEYS = NEW, []
    remember_key()
    assert list(SealingKey.objects.values_list("fingerprint", flat=True)) == [fingerprint(OLD)]


def test_an_unknown_algorithm_is_refused_at_the_start(settings):
    settings.SEALING = "rot13"
    assert [message.id for message in check_sealing()] == ["rosters.E002"]
    settings.SEALING = "sm4-gcm"
    assert check_sealing() == []


@pytest.fixture
def without_sm4(monkeypatch, settings):
    """A library that was built without SM4, and an installation that asks for it."""

    def unsupported(*_):
        raise UnsupportedAlgorithm("cipher SM4 in GCM mode is not supported")

    monkeypatch.setattr("rosters.people.sealing.Cipher", unsupported)
    sealing._has_sm4_gcm.cache_clear()
    settings.SEALING = "sm4-gcm"
    yield
    sealing._has_sm4_gcm.cache_clear()


def test_sm4_is_refused_and_never_replaced_where_the_library_lacks_it(without_sm4):
    assert [message.id for message in check_sealing()] == ["rosters.E002"]
    with pytest.raises(AlgorithmMissing, match="no SM4 in GCM mode"):
        seal("360112198801011234")


@pytest.mark.parametrize("text", ["", " ", ",", " , "])
def test_no_earlier_keys_are_given(monkeypatch, text):
    monkeypatch.setenv("YINGZHI_ID_KEYS_OLD", text)
    assert environment.keys("YINGZHI_ID_KEYS_OLD") == []


def test_earlier_keys_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("YINGZHI_ID_KEYS_OLD", f" {OLD}, {NEW},")
    assert environment.keys("YINGZHI_ID_KEYS_OLD") == [OLD, NEW]


@pytest.mark.parametrize("text", ["short", OLD[:-1], f"{OLD},x", f"{OLD} {NEW}"])
def test_a_misspelt_key_is_refused_at_the_start(monkeypatch, text):
    monkeypatch.setenv("YINGZHI_ID_KEYS_OLD", text)
    with pytest.raises(environment.MissingSetting, match="YINGZHI_ID_KEYS_OLD"):
        environment.keys("YINGZHI_ID_KEYS_OLD")


def test_a_page_with_a_lost_key_says_so_and_shows_the_rest(db, client, settings):
    person = make_person("甲一", identity_number="360112198801011234")
    client.force_login(make_user(Role.OFFICER))
    settings.IDENTITY_KEY = NEW
    answer = client.get(reverse("people:detail", args=[person.pk]))
    assert answer.status_code == 200
    told = gettext("unreadable: its key is missing")
    assert Person.objects.get().id_masked == told
    assert told in answer.content.decode()
