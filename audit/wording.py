"""Turns refusals and deeds into sentences, as rooms say in a `wording.py` of their own.

MESSAGES words the codes of refusals, DEEDS the actions of audit records.
"""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.utils.functional import Promise

from audit.rules import Refusal

_messages: dict[str, str | Promise] = {}
_deeds: dict[str, str | Promise] = {}


def register(messages: Mapping[str, str | Promise]) -> None:
    """Adds `code -> message`, a %-format string over the refusal's facts."""
    _messages.update(messages)


def gather(app: str) -> None:
    """Registers the MESSAGES and DEEDS of every room of an app that has a `wording` module."""
    for room in pkgutil.iter_modules(import_module(app).__path__):
        if room.ispkg and find_spec(f"{app}.{room.name}.wording"):
            wording = import_module(f"{app}.{room.name}.wording")
            register(wording.MESSAGES)
            _deeds.update(getattr(wording, "DEEDS", {}))


def explain(refusal: Refusal) -> str:
    """What happened, to which thing, and what to do, in the language of the reader."""
    return str(_messages[refusal.code]) % dict(refusal.facts)


class _Told(dict[str, Any]):
    """Facts as they are told; records of an earlier day may lack some."""

    def __missing__(self, name: str) -> str:
        return "—"


def tell(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in the language of the reader; the bare action where no room words it."""
    return str(_deeds[action]) % _Told(facts) if action in _deeds else action


def known_deeds() -> frozenset[str]:
    """Every action that has a wording."""
    return frozenset(_deeds)


def known_codes() -> frozenset[str]:
    """Every code that has a wording; the house-rule tests compare it with the code in use."""
    return frozenset(_messages)
