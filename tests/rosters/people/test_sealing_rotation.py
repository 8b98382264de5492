"""Keys are changed while people are looked up, and after a kill the next run goes on."""

import json
import signal
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.queries import first_broken_link
from audit.rules import Refusal
from rosters.cohorts.models import ReleaseRequest
from rosters.intake.actions import import_people
from rosters.intake.models import RosterUpload, UploadRow
from rosters.people.models import Person, SealingKey
from rosters.people.queries import find_by_identity_number
from rosters.people.rotation import count_outdated, rotate
from rosters.people.sealing import fingerprint, lookup, seal_bytes, short, unseal, unseal_bytes
from tests.factories import NOW, make_entry, make_person, make_roster, make_user
from tests.faults.conftest import environ  # noqa: F401  a fixture
from tests.faults.server import PATIENCE, ROOT, evaluate, run

OLD, NEW, OTHER = "66" * 32, "77" * 32, "88" * 32
RESIDENT = "11010519491231002X"
NUMBERS = [RESIDENT, "360112199002022345", "H1234567890"]


@pytest.fixture
def old(db, settings):
    """A database that was sealed by the old key, and people in it."""
    settings.IDENTITY_KEY, settings.IDENTITY_OLD_KEYS = OLD, []
    SealingKey.objects.all().delete()
    SealingKey.objects.create(fingerprint=fingerprint())
    return [make_person(identity_number=number) for number in NUMBERS]


def turn(settings, current, *earlier, algorithm="aes-256-gcm"):
    settings.IDENTITY_KEY, settings.IDENTITY_OLD_KEYS = current, list(earlier)
    settings.SEALING = algorithm


def quietly():
    return rotate(actor=SYSTEM, report=lambda label, done: None)


def numbers():
    return sorted(unseal(bytes(person.id_sealed)) for person in Person.objects.all())


def test_every_sealed_column_is_sealed_anew_and_the_old_key_forgotten(old, settings):
    upload = RosterUpload.objects.create(
        filename="a.xlsx", sealed=seal_bytes(b"file"), undo=seal_bytes(b"undo"), uploaded_at=NOW
    )
    row = UploadRow.objects.create(
        upload=upload, position=1, number=2, corrections=seal_bytes(b"typed")
    )
    request = ReleaseRequest.objects.create(
        entry=make_entry(make_roster(), old[0], number=1),
        kind="deferred",
        basis="病假",
        effective_on=NOW.date(),
        attachment=seal_bytes(b"scan"),
        asked_by=make_user(),
        asked_at=NOW,
    )
    turn(settings, NEW, OLD)
    done = quietly()
    assert (done.left, done.dropped) == ({}, [short(fingerprint(OLD))])
    assert {label: n for label, n in done.resealed.items() if n} == {
        "rosters.person.id_sealed": 3,
        "rosters.rosterupload.sealed": 1,
        "rosters.rosterupload.undo": 1,
        "rosters.uploadrow.corrections": 1,
        "rosters.releaserequest.attachment": 1,
    }
    turn(settings, NEW)
    assert numbers() == sorted(NUMBERS)
    for one in (upload, row, request):
        one.refresh_from_db()
    contents = [upload.sealed, upload.undo, row.corrections, request.attachment]
    assert [unseal_bytes(bytes(one)) for one in contents] == [b"file", b"undo", b"typed", b"scan"]
    assert list(SealingKey.objects.values_list("fingerprint", flat=True)) == [fingerprint(NEW)]
    assert AuditRecord.objects.get(action="rotate_keys").facts["dropped"] == done.dropped


def test_people_are_found_under_either_key_before_and_after(old, settings):
    turn(settings, NEW, OLD)
    found = lambda: [find_by_identity_number(Person.objects.all(), n) for n in NUMBERS]  # noqa: E731
    assert found() == old
    quietly()
    assert found() == old
    assert sorted(Person.objects.values_list("id_lookup", flat=True)) == sorted(
        map(lookup, NUMBERS)
    )


def test_an_import_finds_people_under_either_key(old, settings):
    turn(settings, NEW, OLD)
    Person.objects.filter(pk=old[0].pk).update(name="甲一")
    content = f"姓名,身份证号,工作单位\n甲一,{RESIDENT},县司法局\n".encode()
    for _ in range(2):  # before and after the number is sealed anew
        imported = import_people(
            actor=SYSTEM, content=content, filename="a.csv", dry_run=False, now=NOW
        )
        assert not isinstance(imported, Refusal), imported
        assert Person.objects.count() == len(old)
        quietly()


def test_the_algorithm_is_changed_by_the_same_command(old, settings):
    turn(settings, OLD, algorithm="sm4-gcm")
    assert quietly().resealed["rosters.person.id_sealed"] == 3
    assert {bytes(p.id_sealed)[:2] for p in Person.objects.all()} == {b"\x02\x02"}
    assert numbers() == sorted(NUMBERS)
    assert not any(count_outdated().values())


def test_a_value_that_nothing_opens_is_left_named_and_keeps_its_key(old, settings):
    broken = make_person(id_sealed=seal_bytes(b"x")[:-1] + b"!", id_lookup="f" * 64)
    before = bytes(broken.id_sealed)
    turn(settings, NEW, OLD)
    done = quietly()
    assert done.left == {"rosters.person.id_sealed": [broken.pk]}
    assert done.dropped == [] and SealingKey.objects.count() == 2
    broken.refresh_from_db()
    assert bytes(broken.id_sealed) == before


def test_a_number_that_is_on_file_under_both_keys_is_left_for_a_person_to_settle(old, settings):
    turn(settings, NEW, OLD)
    make_person(identity_number=NUMBERS[0])
    assert quietly().left == {"rosters.person.id_sealed": [old[0].pk]}
    assert unseal(bytes(Person.objects.get(pk=old[0].pk).id_sealed)) == NUMBERS[0]


def test_nothing_is_touched_while_a_key_is_missing(old, settings):
    before = list(Person.objects.order_by("pk").values_list("id_lookup", flat=True))
    turn(settings, NEW, OTHER)
    with pytest.raises(CommandError, match=short(fingerprint(OLD))):
        call_command("rotate_keys", stdout=StringIO())
    assert list(Person.objects.order_by("pk").values_list("id_lookup", flat=True)) == before


def test_a_second_run_has_nothing_to_do_and_records_nothing(old, settings):
    turn(settings, NEW, OLD)
    quietly()
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    assert out.getvalue() == "==> Everything is sealed by the current key.\n"
    assert AuditRecord.objects.filter(action="rotate_keys").count() == 1


PEOPLE = 2000
SEED = f"""
from rosters.people.models import Person
from rosters.people.sealing import lookup, seal
numbers = [f"3601121988{{n:08}}" for n in range({PEOPLE})]
Person.objects.bulk_create(
    Person(name=f"甲{{n[-4:]}}", id_sealed=seal(n), id_lookup=lookup(n)) for n in numbers
)
result = Person.objects.count()
"""
STATE = """
from rosters.people.models import Person, SealingKey
from rosters.people.queries import find_by_identity_number
from rosters.people.rotation import count_outdated
from rosters.people.sealing import unseal
people = list(Person.objects.all())
result = {
    "outdated": count_outdated()["rosters.person.id_sealed"],
    "found": all(
        find_by_identity_number(Person.objects.all(), unseal(bytes(p.id_sealed))) == p
        for p in people[::50]
    ),
    "numbers": len({unseal(bytes(p.id_sealed)) for p in people}),
    "keys": SealingKey.objects.count(),
}
"""


def test_after_kill_9_in_the_middle_everybody_is_found_and_the_next_run_finishes(environ):  # noqa: F811
    before = environ | {"YINGZHI_ID_KEY": OLD}
    forget = "from rosters.people.models import SealingKey; SealingKey.objects.all().delete()"
    evaluate(environ, f"{forget}; result = 0")
    remember = "from rosters.people.checks import remember_key; remember_key()\n"
    assert evaluate(before, remember + SEED) == PEOPLE
    both = environ | {"YINGZHI_ID_KEY": NEW, "YINGZHI_ID_KEYS_OLD": f"{OTHER},{OLD}"}
    running = subprocess.Popen(
        [sys.executable, "manage.py", "rotate_keys"],
        cwd=ROOT, env=both, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    while "id_sealed: " not in running.stdout.readline():
        assert running.poll() is None, "the command ended before it was killed"
    running.send_signal(signal.SIGKILL)
    running.wait(PATIENCE)
    running.stdout.close()
    middle = evaluate(both, STATE)
    assert 0 < middle.pop("outdated") < PEOPLE
    assert middle == {"found": True, "numbers": PEOPLE, "keys": 2}
    run(both, "manage.py", "rotate_keys")
    after = evaluate(environ | {"YINGZHI_ID_KEY": NEW, "YINGZHI_ID_KEYS_OLD": ""}, STATE)
    assert after == {"outdated": 0, "found": True, "numbers": PEOPLE, "keys": 1}
    chain = json.loads(run(environ, "manage.py", "verify_audit", "--json", "--skip-checks"))
    assert chain == {"records": 1, "first_broken": None}


def test_the_audit_chain_stays_whole(old, settings):
    turn(settings, NEW, OLD)
    quietly()
    assert first_broken_link() is None
