"""Two rows side by side, in words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from rosters.people.models import Person
from rosters.people.queries.duplicates import IDENTITY, PERSON_FACTS, MergePlan, Overlap


class Outcome(StrEnum):
    """What a merge makes of a fact."""

    SAME = "same"
    FILLED = "filled"  # the kept row takes it over
    DIFFERS = "differs"  # the kept row's stands
    PLAIN = "plain"  # only one of them says anything, or nobody does


@dataclass(frozen=True)
class Line:
    """One fact of both, and what becomes of it."""

    label: str
    kept: str
    gone: str
    outcome: Outcome


def compare(plan: MergePlan) -> list[Line]:
    """Every fact of the two people of a plan; numbers and phones masked."""
    names = ("name", IDENTITY, *PERSON_FACTS, "status")
    lines = []
    for name in names:
        outcome = _outcome(name, plan)
        kept, gone = _text(plan.kept, name), _text(plan.gone, name)
        if outcome is Outcome.PLAIN and kept and kept == gone:
            outcome = Outcome.SAME
        lines.append(Line(label_of(plan.kept, name), kept, gone, outcome))
    return lines


def differences(overlap: Overlap | None) -> list[Line]:
    """What two postings in one unit, or two recruitments, say differently."""
    if overlap is None:
        return []
    return [
        Line(
            label_of(overlap.kept, name),
            _text(overlap.kept, name),
            _text(overlap.gone, name),
            Outcome.FILLED if name in overlap.filled else Outcome.DIFFERS,
        )
        for name in (*overlap.filled, *overlap.differing)
    ]


def label_of(row: Model, name: str) -> str:
    if name == IDENTITY:
        return _("Identity number")
    if isinstance(row, Person) and name == "name":
        return _("Full name")
    return capfirst(row._meta.get_field(name).verbose_name)


def _outcome(name: str, plan: MergePlan) -> Outcome:
    if name in plan.filled:
        return Outcome.FILLED
    return Outcome.DIFFERS if name in plan.differing else Outcome.PLAIN


def _text(row: Model, name: str) -> str:
    if isinstance(row, Person) and name == IDENTITY:
        return f"{row.get_id_kind_display()} {row.id_masked}" if row.id_sealed else ""
    if isinstance(row, Person) and name == "phone":
        return row.phone_masked
    value: Any = getattr(row, name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return date_format(value)
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown() if shown and value else value or "")
