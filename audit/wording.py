"""Turns refusals into sentences. Rooms say what their codes mean in a `wording.py` of their own."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

from django.utils.functional import Promise

from audit.rules import Refusal

_messages: dict[str, str | Promise] = {}


def register(messages: Mapping[str, str | Promise]) -> None:
    """Adds `code -> message`, a %-format string over the refusal's facts."""
    _messages.update(messages)


def gather(app: str) -> None:
    """Registers the MESSAGES of every room of an app that has a `wording` module."""
    for room in pkgutil.iter_modules(import_module(app).__path__):
        if room.ispkg and find_spec(f"{app}.{room.name}.wording"):
            register(import_module(f"{app}.{room.name}.wording").MESSAGES)


def explain(refusal: Refusal) -> str:
    """What happened, to which thing, and what to do, in the language of the reader."""
    return str(_messages[refusal.code]) % dict(refusal.facts)


def known_codes() -> frozenset[str]:
    """Every code that has a wording; the house-rule tests compare it with the code in use."""
    return frozenset(_messages)
