"""What every action answers with, and how the audit chain is computed. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class Refusal:
    """A coded "no, because": what an action returns when the answer is expected to be no.

    `code` is `<room>.<reason>`; `facts` are the names and numbers its wording needs.
    Wording lives in the room's `wording.py`, so that rules stay free of language.
    """

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def canonical_json(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, non-ASCII kept (RFC 8785 in spirit)."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON text, 64 hex digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def link(previous: str, record: Mapping[str, Any]) -> str:
    """Hash of a record chained to the hash before it."""
    return hashlib.sha256(f"{previous}\n{canonical_json(record)}".encode()).hexdigest()
