"""The audit chain: whole after honest use, broken where somebody reached in."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from audit import queries
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


def test_lost_record_is_found(unit):
    record(actor=SYSTEM, action="rename_unit", subject=unit)
    AuditHead.objects.update(length=2)
    assert first_broken_link() == 2


def test_lost_head_is_found(unit):
    record(actor=SYSTEM, action="rename_unit", subject=unit)
    AuditHead.objects.all().delete()
    assert first_broken_link() == 1


def test_records_added_while_the_chain_is_read_do_not_break_it(unit, monkeypatch):
    record(actor=SYSTEM, action="rename_unit", subject=unit)
    real_head = queries._head

    def head_then_record():
        head = real_head()
        record(actor=SYSTEM, action="rename_unit", subject=unit)
        return head

    monkeypatch.setattr(queries, "_head", head_then_record)
    assert first_broken_link() is None


def verify(*options):
    """Exit code of `verify_audit` and what it printed."""
    out = StringIO()
    try:
        call_command("verify_audit", *options, stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def test_verify_audit_says_that_the_chain_is_whole(unit):
    record(actor=SYSTEM, action="rename_unit", subject=unit)
    assert verify() == (0, "==> 1 records checked; the chain is whole\n")
    code, answer = verify("--json")
    assert (code, json.loads(answer)) == (0, {"records": 1, "first_broken": None})


def test_verify_audit_names_the_first_forged_record(unit):
    for _ in range(3):
        record(actor=SYSTEM, action="rename_unit", subject=unit)
    last = AuditRecord.objects.last()
    forged = {"number": 4, "at": last.at, "action": "rename_unit", "hash": "f" * 64}
    AuditRecord.objects.create(**forged)
    assert verify() == (1, "==> 4 records checked; broken at number 4\n")
    code, answer = verify("--json")
    assert (code, json.loads(answer)) == (1, {"records": 4, "first_broken": 4})
