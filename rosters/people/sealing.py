"""Identity numbers at rest: sealed by one key of a ring, and a keyed hash for look-up.

Sealed bytes name their algorithm and their key, so that both can be changed while the platform
runs: `\\x02`, algorithm, first eight bytes of the key's fingerprint, nonce, body. What was sealed
before keys had names begins with `\\x01`: nonce, body by AES-256-GCM, under whichever key opens it.

Each purpose has a key of its own, derived with HKDF-SHA256 (RFC 5869), so that neither the hash nor
the fingerprint tells anything about the sealing key.
"""

import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

_NAMELESS, _NAMED = b"\x01", b"\x02"
_ALGORITHMS = {"aes-256-gcm": b"\x01", "sm4-gcm": b"\x02"}
_AES_256_GCM, _SM4_GCM = _ALGORITHMS.values()
_NONCE, _TAG, _ID = 12, 16, 8
HEADER = 1 + 1 + _ID
"""Bytes that say how a value was sealed, before the nonce."""


class SealBroken(Exception):
    """A sealed value cannot be opened: its key is not there, or its bytes were altered."""


class KeyMissing(SealBroken):
    """The value was sealed by a key that is not in the ring."""

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        super().__init__(
            f"The key {fingerprint} is not there. Add it to YINGZHI_ID_KEYS_OLD; without it what "
            "it sealed cannot be read."
        )


class AlgorithmMissing(Exception):
    """The algorithm that was chosen is not in the installed library."""


class SealedField(models.BinaryField):
    """A column of bytes from `seal_bytes`. Key rotation finds every such column by its class.

    `lookup` names a column of the same row that holds `lookup` of what is sealed. Migrations see
    a plain BinaryField: the table is the same.
    """

    def __init__(self, *args: Any, lookup: str = "", **kwargs: Any) -> None:
        self.lookup = lookup
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


def ring() -> tuple[str, ...]:
    """Every key that is there, the current one first, each once."""
    return tuple(dict.fromkeys([settings.IDENTITY_KEY, *settings.IDENTITY_OLD_KEYS]))


@lru_cache
def _derive(key: str, purpose: bytes, length: int = 32) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=purpose).derive(bytes.fromhex(key))


def fingerprint(key: str = "") -> str:
    """Says which key is meant, the current one unless given, telling nothing of it; 64 digits."""
    secret = _derive(key or settings.IDENTITY_KEY, b"fingerprint")
    return hmac.new(secret, b"", hashlib.sha256).hexdigest()


def short(fingerprint: str) -> str:
    """As much of a fingerprint as sealed bytes hold and people compare, 16 hex digits."""
    return fingerprint[: 2 * _ID]


def current_header() -> bytes:
    """How a value begins that is sealed now: by the current key and the chosen algorithm."""
    return _NAMED + _ALGORITHMS[settings.SEALING] + bytes.fromhex(short(fingerprint()))


def seal(plain: str) -> bytes:
    """Sealed bytes of an identity number; different each time."""
    return seal_bytes(plain.encode())


def seal_bytes(plain: bytes) -> bytes:
    """`seal` for a whole file that holds identity numbers."""
    header, nonce = current_header(), os.urandom(_NONCE)
    if header[1:2] == _AES_256_GCM:
        body = AESGCM(_derive(ring()[0], b"seal")).encrypt(nonce, plain, header)
    else:
        body = _sm4_encrypt(ring()[0], nonce, plain, header)
    return header + nonce + body


def unseal(sealed: bytes) -> str:
    """The identity number. Raises SealBroken rather than returning anything doubtful."""
    return unseal_bytes(sealed).decode()


def unseal_bytes(sealed: bytes) -> bytes:
    """What `seal_bytes` sealed, whichever key of the ring and algorithm it was."""
    if sealed[:1] == _NAMELESS:
        return _open_nameless(sealed)
    if sealed[:1] != _NAMED or sealed[1:2] not in _ALGORITHMS.values():
        raise SealBroken("unknown sealing algorithm")
    named = sealed[2:HEADER].hex()
    keys = [key for key in ring() if short(fingerprint(key)) == named]
    if not keys:
        raise KeyMissing(named)
    header, nonce, body = (
        sealed[:HEADER],
        sealed[HEADER : HEADER + _NONCE],
        sealed[HEADER + _NONCE :],
    )
    try:
        if sealed[1:2] == _SM4_GCM:
            return _sm4_decrypt(keys[0], nonce, body, header)
        return AESGCM(_derive(keys[0], b"seal")).decrypt(nonce, body, header)
    except (InvalidTag, ValueError):
        raise SealBroken("altered value") from None


def _open_nameless(sealed: bytes) -> bytes:
    """A value from before keys had names; only the right key opens it (GCM authenticates)."""
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    for key in ring():
        try:
            return AESGCM(_derive(key, b"seal")).decrypt(nonce, body, _NAMELESS)
        except (InvalidTag, ValueError):
            continue
    raise SealBroken("none of the keys opens this value: its key is not there, or it was altered")


def _sm4_encrypt(key: str, nonce: bytes, plain: bytes, header: bytes) -> bytes:
    require_algorithm("sm4-gcm")
    encryptor = Cipher(algorithms.SM4(_derive(key, b"seal-sm4", 16)), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(header)
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def _sm4_decrypt(key: str, nonce: bytes, body: bytes, header: bytes) -> bytes:
    require_algorithm("sm4-gcm")
    mode = modes.GCM(nonce, body[-_TAG:])
    decryptor = Cipher(algorithms.SM4(_derive(key, b"seal-sm4", 16)), mode).decryptor()
    decryptor.authenticate_additional_data(header)
    return decryptor.update(body[:-_TAG]) + decryptor.finalize()


def require_algorithm(name: str) -> None:
    """Raises AlgorithmMissing unless the installed library really does what is asked of it."""
    if name not in _ALGORITHMS:
        raise AlgorithmMissing(f"{name} is none of {', '.join(_ALGORITHMS)}.")
    if name == "sm4-gcm" and not _has_sm4_gcm():
        raise AlgorithmMissing("The installed cryptography library has no SM4 in GCM mode.")


@lru_cache
def _has_sm4_gcm() -> bool:
    try:
        Cipher(algorithms.SM4(bytes(16)), modes.GCM(bytes(_NONCE))).encryptor()
    except UnsupportedAlgorithm:
        return False
    return True


def lookup(plain: str) -> str:
    """Keyed hash under which the same number is found again, 64 hex digits."""
    return _lookup(ring()[0], plain)


def lookups(plain: str) -> list[str]:
    """`lookup` under every key of the ring: until all is sealed anew, any may be on file."""
    return [_lookup(key, plain) for key in ring()]


def _lookup(key: str, plain: str) -> str:
    return hmac.new(_derive(key, b"lookup"), plain.encode(), hashlib.sha256).hexdigest()


def mask(plain: str) -> str:
    """`3601**********123X`: first and last four characters, the rest hidden."""
    return plain[:4] + "*" * max(len(plain) - 8, 0) + plain[-4:] if len(plain) > 8 else "*" * 8
