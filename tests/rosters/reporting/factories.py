"""Rounds for tests."""

from datetime import date, datetime
from itertools import count
from typing import Any

from audit.actions import SYSTEM
from rosters.intake.models import RosterUpload
from rosters.intake.rules.states import UploadState
from rosters.reporting.actions import confirm_list, open_collection
from rosters.reporting.models import Collection, Confirmation
from rosters.reporting.queries import list_digests
from rosters.units.models import Unit
from tests.factories import NOW, make_user

_numbers = count(1)


def make_round(
    *units: Unit,
    title: str = "",
    due_on: date = date(2026, 12, 6),
    now: datetime = NOW,
    note: str = "",
) -> Collection:
    """An open round that asks the units."""
    opened = open_collection(
        actor=SYSTEM,
        title=title or f"第{next(_numbers)}次名册报送",
        as_of=date(2026, 11, 22),
        due_on=due_on,
        note=note,
        units=units,
        now=now,
    )
    assert isinstance(opened, Collection), opened
    return opened


def confirm(collection: Collection, unit: Unit, **given: Any) -> Any:
    """The answer of confirming a unit's list as it is."""
    arguments: dict[str, Any] = {
        "actor": given.pop("actor", None) or make_user(),
        "collection": collection,
        "unit": unit,
        "signed": "联络员甲",
        "seen": list_digests([unit])[unit.pk],
        "now": NOW,
    }
    return confirm_list(**arguments | given)


def make_confirmation(collection: Collection, unit: Unit, **given: Any) -> Confirmation:
    done = confirm(collection, unit, **given)
    assert isinstance(done, Confirmation), done
    return done


def make_upload(
    unit: Unit | None, state: UploadState = UploadState.APPLIED, at: datetime = NOW, **fields: Any
) -> RosterUpload:
    """A file of a unit in some state, without its rows."""
    fields = {"filename": "名册.xlsx", "digest": "0" * 64} | fields
    return RosterUpload.objects.create(unit=unit, state=state, uploaded_at=at, **fields)
