"""Identity numbers at rest: AES-256-GCM with a random nonce, and a keyed hash for look-up.

Both keys are derived from YINGZHI_ID_KEY with HKDF-SHA256 (RFC 5869), so that the hash tells
nothing about the sealing key. The first byte names the algorithm, so that another can follow.
"""

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_AES_256_GCM = b"\x01"
_NONCE = 12


class SealBroken(Exception):
    """A sealed value cannot be opened: another key, or altered bytes."""


@lru_cache
def _key(purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(bytes.fromhex(settings.IDENTITY_KEY))


def seal(plain: str) -> bytes:
    """Sealed bytes of an identity number; different each time."""
    return seal_bytes(plain.encode())


def seal_bytes(plain: bytes) -> bytes:
    """`seal` for a whole file that holds identity numbers."""
    nonce = os.urandom(_NONCE)
    return _AES_256_GCM + nonce + AESGCM(_key(b"seal")).encrypt(nonce, plain, _AES_256_GCM)


def unseal(sealed: bytes) -> str:
    """The identity number. Raises SealBroken rather than returning anything doubtful."""
    return unseal_bytes(sealed).decode()


def unseal_bytes(sealed: bytes) -> bytes:
    """What `seal_bytes` sealed."""
    if sealed[:1] != _AES_256_GCM:
        raise SealBroken("unknown sealing algorithm")
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return AESGCM(_key(b"seal")).decrypt(nonce, body, _AES_256_GCM)
    except InvalidTag:
        raise SealBroken("wrong key or altered value") from None


def lookup(plain: str) -> str:
    """Keyed hash under which the same number is found again, 64 hex digits."""
    return hmac.new(_key(b"lookup"), plain.encode(), hashlib.sha256).hexdigest()


def mask(plain: str) -> str:
    """`3601**********123X`: first and last four characters, the rest hidden."""
    return plain[:4] + "*" * max(len(plain) - 8, 0) + plain[-4:] if len(plain) > 8 else "*" * 8


def fingerprint() -> str:
    """Says which key is in use without telling anything about it, 64 hex digits."""
    return hmac.new(_key(b"fingerprint"), b"", hashlib.sha256).hexdigest()
