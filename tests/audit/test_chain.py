"""The audit chain: whole after honest use, broken where somebody reached in."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit.actions import SYSTEM, record
from audit.models import AuditHead, AuditRecord
from audit.queries import first_broken_link, history
from rosters.units.models import Unit


@pytest.fixture
def unit(db):
    return Unit.objects.create(name="县司法局", kind="department")


def test_record_appends_to_the_history_of_its_subject(unit):
    record(actor=SYSTEM, action="rename_unit", subject=unit, facts={"old": "县法制办"})
    record(actor=SYSTEM, action="move_unit", subject=unit)
    assert [(r.number, r.action, r.facts) for r in history(unit)] == [
        (1, "rename_unit", {"old": "县法制办"}),
        (2, "move_unit", {}),
    ]
    assert first_broken_link() is None


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditrecord SET action='x'", "DELETE FROM audit_auditrecord"]
)
def test_database_refuses_to_alter_records(unit, statement):
    record(actor=SYSTEM, action="rename_unit", subject=unit)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditRecord.objects.get().action == "rename_unit"


def test_cut_tail_is_found(unit):
    record(actor=SYSTEM, action="rename_unit", subject=unit)
    AuditHead.objects.update(hash="f" * 64)
    assert first_broken_link() == 2
