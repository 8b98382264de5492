"""What the partial that asks for a purpose needs on every page."""

from typing import Any

from django.http import HttpRequest

from rosters.disclosure.forms import PURPOSE_CHOICES


def purposes(request: HttpRequest) -> dict[str, Any]:
    """`purpose_choices`: (value, label) in the order in which they are offered."""
    return {"purpose_choices": PURPOSE_CHOICES}
