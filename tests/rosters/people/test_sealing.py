"""The key ring: what is sealed names its key, and a key that is not there is said, not guessed."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField
from hypothesis import given
from hypothesis import strategies as st

from rosters.people import sealing
from rosters.people.rotation import sealed_columns
from rosters.people.sealing import (
    AlgorithmMissing,
    KeyMissing,
    SealBroken,
    fingerprint,
    lookup,
    lookups,
    require_algorithm,
    ring,
    seal,
    seal_bytes,
    short,
    unseal,
    unseal_bytes,
)

OLD, NEW, OTHER = "11" * 32, "22" * 32, "33" * 32
NUMBER = "360112198801011234"


@pytest.fixture
def keys(settings):
    """Sets the current key and the earlier ones."""

    def choose(current, *earlier, algorithm="aes-256-gcm"):
        settings.IDENTITY_KEY = current
        settings.IDENTITY_OLD_KEYS = list(earlier)
        settings.SEALING = algorithm

    return choose


def sealed_before_keys_had_names(plain, key):
    secret = sealing._derive(key, b"seal")
    return b"\x01" + bytes(12) + AESGCM(secret).encrypt(bytes(12), plain.encode(), b"\x01")


@pytest.mark.parametrize("algorithm", ["aes-256-gcm", "sm4-gcm"])
def test_what_an_earlier_key_sealed_is_read_while_it_is_in_the_ring(keys, algorithm):
    keys(OLD, algorithm=algorithm)
    sealed = seal(NUMBER)
    keys(NEW, OTHER, OLD)
    assert unseal(sealed) == NUMBER
    assert seal(NUMBER)[:2] == b"\x02\x01"


def test_a_key_that_is_gone_is_named_by_its_fingerprint(keys):
    keys(OLD)
    sealed, gone = seal(NUMBER), short(fingerprint())
    keys(NEW, OTHER)
    with pytest.raises(KeyMissing, match=gone) as refused:
        unseal(sealed)
    assert refused.value.fingerprint == gone


def test_what_was_sealed_before_keys_had_names_is_read_by_whichever_key_opens_it(keys):
    sealed = sealed_before_keys_had_names(NUMBER, OLD)
    keys(NEW, OTHER, OLD)
    assert unseal(sealed) == NUMBER
    keys(NEW, OTHER)
    with pytest.raises(SealBroken, match="none of the keys opens"):
        unseal(sealed)


@pytest.mark.parametrize("algorithm", ["aes-256-gcm", "sm4-gcm"])
@given(plain=st.binary(max_size=80), place=st.integers(0, 200), flipped=st.integers(1, 255))
def test_altered_bytes_are_never_taken_for_a_value(algorithm, plain, place, flipped):
    before = settings.SEALING
    settings.SEALING = algorithm
    try:
        sealed = seal_bytes(plain)
    finally:
        settings.SEALING = before
    assert unseal_bytes(sealed) == plain
    altered = bytearray(sealed)
    altered[place % len(altered)] ^= flipped
    with pytest.raises(SealBroken):
        unseal_bytes(bytes(altered))
    with pytest.raises(SealBroken):
        unseal_bytes(sealed[: place % len(sealed)])


def test_two_seals_of_one_number_differ(keys):
    keys(NEW, algorithm="sm4-gcm")
    assert seal(NUMBER) != seal(NUMBER)


def test_a_number_is_looked_up_under_every_key_the_current_one_first(keys):
    keys(OLD)
    under_old = lookup(NUMBER)
    keys(NEW, OLD)
    assert lookups(NUMBER) == [lookup(NUMBER), under_old]
    assert lookup(NUMBER) != under_old


def test_a_key_given_twice_is_in_the_ring_once(keys):
    keys(NEW, OLD, NEW, OLD)
    assert ring() == (NEW, OLD)


def test_an_algorithm_that_is_not_known_is_refused():
    with pytest.raises(AlgorithmMissing, match="rot13"):
        require_algorithm("rot13")


# What is sealed must be declared as such, or its key would be lost with the next rotation; files
# of questions hold nobody's data and are kept as they are.
PLAIN = {"questionbank.questionimport.content", "questionbank.questionimport.answers"}


def test_every_column_of_bytes_is_either_sealed_or_known_to_hold_nothing_personal():
    ours = ("audit", "rosters", "questionbank", "quiz")
    found = {
        f"{model._meta.label_lower}.{field.name}"
        for app in ours
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, BinaryField)
    }
    assert found - {column.label for column in sealed_columns()} == PLAIN
