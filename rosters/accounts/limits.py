"""Guessing from one address is stopped, whichever accounts it is tried on.

Only failures count, and those who sign in rightly read one cache entry and take no lock: whole
offices share an address and sign in within the same minute.
"""

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.http import HttpRequest

BLOCKED_SECONDS = 60


def is_blocked(request: HttpRequest) -> bool:
    """Whether too many attempts from the caller's address failed within the last minute."""
    return cache.get(_key(request)) is not None


def count_failure(request: HttpRequest) -> None:
    """Counts a wrong password or code; blocks the address for a minute when there are too many."""
    if not ratelimit.consume(request, action="failures"):
        cache.set(_key(request), True, BLOCKED_SECONDS)


def _key(request: HttpRequest) -> str:
    """By the network that allauth counts by: one caller has a whole range of IPv6 addresses."""
    return f"accounts:blocked:{get_ip(request)}"
