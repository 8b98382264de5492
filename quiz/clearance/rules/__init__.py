"""Which enforcement cards have to be looked at, and what is announced of them. Pure."""

from quiz.clearance.rules.announcing import content_hash
from quiz.clearance.rules.findings import Card, Found, Holder, Service, Yardstick, judge
from quiz.clearance.rules.parameters import (
    CardState,
    Finding,
    Parameters,
    Retirement,
    add_months,
    restore,
    store,
)

__all__ = [
    "Card",
    "CardState",
    "Finding",
    "Found",
    "Holder",
    "Parameters",
    "Retirement",
    "Service",
    "Yardstick",
    "add_months",
    "content_hash",
    "judge",
    "restore",
    "store",
]
