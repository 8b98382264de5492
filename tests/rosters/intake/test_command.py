"""manage.py import_people: what it prints and how it exits."""

import io
import json

import pytest
from django.core.management import call_command

from rosters.people.models import Person
from tests.factories import make_unit
from tests.rosters.intake.factories import book, identity_number

pytestmark = pytest.mark.django_db


def run(*arguments):
    """(exit status, standard output, standard error)."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_people", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as stopped:
        status = stopped.code
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def roster(tmp_path):
    make_unit("县司法局")
    path = tmp_path / "名单.xlsx"
    path.write_bytes(
        book(
            ["张三", identity_number(), "县司法局", None, None],
            ["李四", "3.6E+17", "县司法局", None, None],
        )
    )
    return path


def test_json_holds_the_reconciliation_and_every_rejected_row(roster):
    status, out, _ = run(roster, "--json")
    report = json.loads(out)
    assert (status, report.pop("rejected")[0]["where"], report) == (
        0,
        "名单!3",
        {"rows": 2, "added": 1, "changed": 0, "unchanged": 0, "units_added": []},
    )
    assert Person.objects.get().name == "张三"


def test_dry_run_prints_the_same_and_writes_nothing(roster):
    assert run(roster, "--json", "--dry-run") == run(roster, "--json", "--dry-run")
    assert json.loads(run(roster, "--json", "--dry-run")[1])["added"] == 1
    assert not Person.objects.exists()


def test_people_read_where_and_why_and_the_sum(roster):
    status, out, _ = run(roster)
    lines = out.splitlines()
    assert (status, len(lines), lines[0].startswith("名单!3: ")) == (0, 2, True)
    assert [int(n) for n in "".join(c if c.isdigit() else " " for c in lines[1]).split()] == [
        2, 1, 0, 0, 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "intake.empty"), (b"%PDF-1.7", "intake.foreign_type"), (None, "intake.unreadable")],
)
def test_refused_file_exits_with_2(tmp_path, content, code):
    path = tmp_path / "名单.xlsx"
    if content is not None:
        path.write_bytes(content)
    status, out, _ = run(path, "--json")
    answer = json.loads(out)
    assert (status, answer["error"], sorted(answer)) == (2, code, ["error", "message"])
    assert "名单.xlsx" in answer["message"]
    status, out, err = run(path)
    assert (status, out, err.strip()) == (2, "", answer["message"])


def test_large_file_is_refused_by_its_size_without_being_read(tmp_path):
    path = tmp_path / "名单.xlsx"
    with path.open("wb") as file:
        file.truncate(5 << 30)
    status, out, _ = run(path, "--json")
    answer = json.loads(out)
    assert (status, answer["error"]) == (2, "intake.too_large")
    assert "5120.0" in answer["message"]
